// SPDX-License-Identifier: MIT
#include "toolkit/text/csv_text.hpp"

#include <fmt/format.h>

namespace toolkit {

std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    }
    return line + "\n";
}

std::string round_trip(double value) {
    constexpr int significant_digits = 17;
    return fmt::format("{:.{}g}", value, significant_digits);
}

} // namespace toolkit
