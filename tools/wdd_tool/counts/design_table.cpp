// SPDX-License-Identifier: MIT
#include "wdd_tool/counts/design_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "toolkit/files/csv_reader.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;

/// A column of the table and the number of the design that it fills.
struct DesignColumn {
    const char* name;
    double& (*target)(DesignRow&);
    bool required;
};

constexpr std::array known_columns{
    DesignColumn{"treated_pre", [](DesignRow& r) -> double& { return r.counts.treated.pre; }, true},
    DesignColumn{"treated_post", [](DesignRow& r) -> double& { return r.counts.treated.post; },
                 true},
    DesignColumn{"control_pre", [](DesignRow& r) -> double& { return r.counts.control.pre; }, true},
    DesignColumn{"control_post", [](DesignRow& r) -> double& { return r.counts.control.post; },
                 true},
    DesignColumn{"treated_displacement_pre",
                 [](DesignRow& r) -> double& { return r.counts.treated_displacement.pre; }, false},
    DesignColumn{"treated_displacement_post",
                 [](DesignRow& r) -> double& { return r.counts.treated_displacement.post; }, false},
    DesignColumn{"control_displacement_pre",
                 [](DesignRow& r) -> double& { return r.counts.control_displacement.pre; }, false},
    DesignColumn{"control_displacement_post",
                 [](DesignRow& r) -> double& { return r.counts.control_displacement.post; }, false},
    DesignColumn{"time_pre", [](DesignRow& r) -> double& { return r.weights.time.pre; }, false},
    DesignColumn{"time_post", [](DesignRow& r) -> double& { return r.weights.time.post; }, false},
    DesignColumn{"area_treated", [](DesignRow& r) -> double& { return r.weights.area.treated; },
                 false},
    DesignColumn{"area_control", [](DesignRow& r) -> double& { return r.weights.area.control; },
                 false},
    DesignColumn{"area_treated_displacement",
                 [](DesignRow& r) -> double& { return r.weights.area.treated_displacement; },
                 false},
    DesignColumn{"area_control_displacement",
                 [](DesignRow& r) -> double& { return r.weights.area.control_displacement; },
                 false},
    DesignColumn{"confidence", [](DesignRow& r) -> double& { return r.confidence; }, false}};

constexpr DesignColumn weight_column{"weight", [](DesignRow& r) -> double& { return r.weight; },
                                     true};

/// The header: the first record with at least one cell that is not blank; none in an empty file.
std::vector<std::string> read_header(toolkit::CsvReader& reader) {
    while (reader.next()) {
        std::vector<std::string> record = reader.cells();
        if (!std::all_of(record.begin(), record.end(), toolkit::is_blank)) {
            return record;
        }
    }
    return {};
}

void refuse_repeated(const std::string& path, const std::vector<std::string>& names) {
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (!toolkit::is_blank(*name) && std::find(names.begin(), name, *name) != name) {
            throw DataError(fmt::format(
                "{}: the column '{}' is there twice; rename or delete one of them", path, *name));
        }
    }
}

/// A dash too stands for no value where a number is due.
bool is_missing(std::string_view text) {
    return toolkit::is_missing(text) || toolkit::trimmed(text) == "-";
}

/// Which of the table's columns are known, by index. Throws for a required one that is missing or
/// one that the results would repeat.
std::vector<const DesignColumn*>
match_columns(const std::string& path, const std::vector<std::string>& names, const TableUse& use) {
    refuse_repeated(path, names);
    std::vector<const DesignColumn*> matched(names.size(), nullptr);
    for (const DesignColumn& column : known_columns) {
        const auto found = std::find(names.begin(), names.end(), column.name);
        if (found != names.end()) {
            matched[static_cast<std::size_t>(found - names.begin())] = &column;
        } else if (column.required) {
            throw DataError(fmt::format("{}: there is no column '{}'; its columns are: {}", path,
                                        column.name, toolkit::listed(names)));
        }
    }
    const auto weight = std::find(names.begin(), names.end(), weight_column.name);
    if (use.weighted && weight != names.end()) {
        matched[static_cast<std::size_t>(weight - names.begin())] = &weight_column;
    }
    for (const std::string& result : use.result_columns) {
        if (std::find(names.begin(), names.end(), result) != names.end()) {
            throw DataError(
                fmt::format("{}: the column '{}' is one of the results'; rename it", path, result));
        }
    }
    return matched;
}

/// Sets the number that a column holds; a value that is missing keeps its default, if it has one.
void fill(DesignRow& row, const DesignColumn* column, const std::string& text,
          const std::string& where) {
    if (column == nullptr || (is_missing(text) && !column->required)) {
        return;
    }
    const std::optional<double> value = toolkit::read_number(text);
    if (!value) {
        throw DataError(
            fmt::format("{}, column {}: '{}' is not a number", where, column->name, text));
    }
    column->target(row) = *value;
}

/// A count before without the one after would be compared with zero.
void refuse_halves(const std::vector<std::string>& names, const std::vector<std::string>& cells,
                   const std::string& where) {
    const auto given = [&](const std::string& name) {
        const auto found = std::find(names.begin(), names.end(), name);
        return found != names.end() &&
               !is_missing(cells[static_cast<std::size_t>(found - names.begin())]);
    };
    const auto refuse_alone = [&](const std::string& there, const std::string& missing) {
        if (given(there) && !given(missing)) {
            throw DataError(fmt::format("{}: {} has a value, but {} has none; give both or neither",
                                        where, there, missing));
        }
    };
    for (const std::string zone : {"treated_displacement", "control_displacement"}) {
        refuse_alone(zone + "_pre", zone + "_post");
        refuse_alone(zone + "_post", zone + "_pre");
    }
}

} // namespace

bool DesignTable::is_full(const std::string& column) const {
    const auto found = std::find(columns.begin(), columns.end(), column);
    const auto index = static_cast<std::size_t>(found - columns.begin());
    return found != columns.end() &&
           std::none_of(rows.begin(), rows.end(),
                        [index](const DesignRow& row) { return is_missing(row.cells[index]); });
}

bool DesignTable::has(const std::string& column, const DesignRow& row) const {
    const auto found = std::find(columns.begin(), columns.end(), column);
    return found != columns.end() &&
           !is_missing(row.cells[static_cast<std::size_t>(found - columns.begin())]);
}

std::optional<std::size_t> DesignTable::name_column() const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto is_this = [&](const DesignColumn& column) { return columns[i] == column.name; };
        if (columns[i] != weight_column.name &&
            std::none_of(known_columns.begin(), known_columns.end(), is_this)) {
            return i;
        }
    }
    return std::nullopt;
}

DesignTable read_designs(const std::string& path, const DesignRow& defaults, const TableUse& use) {
    if (toolkit::is_folder(path)) {
        throw DataError(fmt::format("{}: it is a folder; name a CSV in it", path));
    }
    toolkit::CsvReader reader(path, path);
    DesignTable table{read_header(reader), {}};
    if (table.columns.empty()) {
        throw DataError(fmt::format(
            "{}: the file is empty; its first line names the columns, such as treated_pre", path));
    }
    const std::vector<const DesignColumn*> columns = match_columns(path, table.columns, use);
    std::uint64_t end = reader.end();
    while (reader.next()) {
        const std::string where = fmt::format("{}: row {}", path, table.rows.size() + 1);
        std::vector<std::string> record = reader.cells();
        // The reader skips empty lines: what begins further on than the last row ended has one
        // before it.
        if (reader.begin() != end || std::all_of(record.begin(), record.end(), toolkit::is_blank)) {
            throw DataError(fmt::format("{} is empty; fill it in or delete it", where));
        }
        end = reader.end();
        if (record.size() > columns.size()) {
            throw DataError(fmt::format("{} has {} cells, but the header has {}", where,
                                        record.size(), columns.size()));
        }
        record.resize(columns.size());
        DesignRow row = defaults;
        row.cells = std::move(record);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            fill(row, columns[i], row.cells[i], where);
        }
        refuse_halves(table.columns, row.cells, where);
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace wdd_tool
