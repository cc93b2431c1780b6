// SPDX-License-Identifier: MIT
#include "model/format_version.hpp"

#include <algorithm>
#include <string_view>

#include "crims_gpkg/model_tables.hpp"
#include "model/text.hpp"

namespace crims {

std::string format_problem(const std::string& format) {
    if (format == format_value || std::find(older_format_values.begin(), older_format_values.end(),
                                            format) != older_format_values.end()) {
        return {};
    }
    const std::string found = "the format is '" + format + "'";
    const std::string read = "'" + std::string(format_value) + "'";
    constexpr std::string_view name = "crimekit model ";
    if (format.starts_with(name)) {
        const auto version = number_of_text(std::string_view(format).substr(name.size()));
        const auto own = number_of_text(format_value.substr(name.size()));
        if (version && *version > *own) {
            return found + ", newer than this version of crimekit reads (" + read +
                   "); use a newer crimekit, or calibrate the model again";
        }
    }
    return found + ", but this version reads " + read + "; calibrate the model again";
}

} // namespace crims
