// SPDX-License-Identifier: MIT
#include "crims_tool/validate/calibration_record.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "toolkit/files/sha256.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/system/file_system.hpp"

namespace crims_tool {

std::optional<MonthRange> calibration_months(const std::string& text) {
    constexpr std::string_view to = " to ";
    const std::size_t at = text.find(to);
    if (at == std::string::npos) {
        return std::nullopt;
    }
    const auto first = read_month(std::string_view(text).substr(0, at));
    const auto last = read_month(std::string_view(text).substr(at + to.size()));
    return first && last ? std::optional(MonthRange{*first, *last}) : std::nullopt;
}

RecordedLookup recorded_lookup(const std::map<std::string, std::string>& metadata,
                               bool has_polygons) {
    const auto recorded = metadata.find("option lookup");
    if (recorded == metadata.end() || recorded->second.empty()) {
        return {};
    }
    const std::string file = toolkit::layer_path(recorded->second);
    const bool is_there = toolkit::path_exists(file);
    const std::string source =
        is_there ? fmt::format("{} (SHA-256 {})", file, toolkit::sha256_of_file(file)) : "";
    if (is_there && std::any_of(metadata.begin(), metadata.end(), [&source](const auto& entry) {
            return entry.first.starts_with("source ") && entry.second == source;
        })) {
        return {recorded->second, ""};
    }
    return {"", fmt::format("The lookup of the calibration, {}, {}{}; name it with ⟨--lookup⟩.",
                            recorded->second, is_there ? "has changed" : "is not there",
                            has_polygons ? ": crimes get the zone that they lie in" : "")};
}

} // namespace crims_tool
