// SPDX-License-Identifier: MIT
#include "toolkit/layers/layer_reference.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

std::optional<toolkit::LayerReference> parsed(std::string_view text) {
    try {
        return toolkit::parse_layer_reference(text);
    } catch (const std::invalid_argument& error) {
        require(!std::string_view(error.what()).empty());
        return std::nullopt;
    }
}

void check_fields(std::string_view text, const toolkit::LayerReference& reference) {
    require(!reference.path.empty() && text.starts_with(reference.path));
    require(reference.path.find('|') == std::string::npos);
    require(text.find('\0') == std::string_view::npos);
    require(text.ends_with(reference.subset));
    require(!reference.layer || !reference.layer_id);
    require(!reference.layer || !reference.layer->empty());
    require(!reference.layer || reference.layer->find('|') == std::string::npos);
    require(!reference.layer_id || *reference.layer_id >= 0);
}

/// What is shown to the user, typed in again, means the same layer.
void check_round_trip(const toolkit::LayerReference& reference) {
    toolkit::LayerReference without_subset = reference;
    without_subset.subset.clear();
    const std::string text = layer_text(reference);
    require(parsed(text) == without_subset);
    require(parsed(text + "|subset=" + reference.subset) == reference);
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto reference = parsed(text)) {
        check_fields(text, *reference);
        check_round_trip(*reference);
    }
    return 0;
}
