// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace csv_rows {

/// One row of a CSV file by the names of its columns. No quoting: the reference files have none.
class Row {
  public:
    Row(const std::vector<std::string>& names, const std::vector<std::string>& values) {
        if (names.size() != values.size()) {
            throw std::runtime_error("a row of " + std::to_string(values.size()) +
                                     " values under " + std::to_string(names.size()) + " names");
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            m_values.emplace(names[i], values[i]);
        }
    }

    const std::string& text(const std::string& name) const { return m_values.at(name); }

    // Not std::stod, which throws for the very smallest p.
    double number(const std::string& name) const {
        return std::strtod(text(name).c_str(), nullptr);
    }

    /// No value for an empty cell.
    std::optional<double> optional_number(const std::string& name) const {
        return text(name).empty() ? std::nullopt : std::optional<double>(number(name));
    }

  private:
    std::map<std::string, std::string> m_values;
};

inline std::vector<std::string> split(std::string line) {
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    std::vector<std::string> values;
    std::string::size_type begin = 0;
    for (auto comma = line.find(','); comma != std::string::npos; comma = line.find(',', begin)) {
        values.push_back(line.substr(begin, comma - begin));
        begin = comma + 1;
    }
    values.push_back(line.substr(begin));
    return values;
}

/// Throws if the file is absent or empty.
inline std::vector<Row> read(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line)) {
        throw std::runtime_error("cannot read " + path);
    }
    const std::vector<std::string> names = split(line);
    std::vector<Row> rows;
    while (std::getline(file, line)) {
        rows.emplace_back(names, split(line));
    }
    return rows;
}

} // namespace csv_rows
