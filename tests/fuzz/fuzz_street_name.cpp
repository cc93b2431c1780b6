// SPDX-License-Identifier: MIT
#include "crims_tool/records/street_name.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crims_tool/records/month_range.hpp"

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// What a name tells makes the name again.
void check_round_trip(std::string_view name) {
    const auto parsed = crims_tool::parse_street_name(name);
    if (!parsed) {
        return;
    }
    require(parsed->month.ok() && crims_tool::ends_like_street_name(name));
    const std::string text = crims_tool::month_text(parsed->month);
    const std::string plain = text + "-" + parsed->force + "-street.csv";
    require(name == plain || name == plain + ".gz");
    require(crims_tool::read_month(text) == parsed->month);
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_round_trip(text);
    check_round_trip("2020-11-" + std::string(text) + "-street.csv");
    if (const auto month = crims_tool::read_month(text)) {
        require(crims_tool::month_text(*month) == text);
    }
    return 0;
}
