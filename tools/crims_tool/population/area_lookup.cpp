// SPDX-License-Identifier: MIT
#include "crims_tool/population/area_lookup.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/records/table_rows.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using Codes = std::unordered_set<std::string>;

/// The column in which most of the codes are found; none if there is no such.
std::size_t best_column(const TableRows& table, const Codes& wanted) {
    std::size_t best = table.present.size();
    std::size_t most = 0;
    for (std::size_t column = 0; column < table.present.size(); ++column) {
        Codes found;
        for (const std::vector<std::string>& row : table.cells) {
            if (wanted.contains(row[column])) {
                found.insert(row[column]);
            }
        }
        if (found.size() > most) {
            most = found.size();
            best = column;
        }
    }
    return best;
}

} // namespace

std::unordered_map<std::string, std::string> read_area_lookup(const std::string& path,
                                                              const std::vector<std::string>& zones,
                                                              const Codes& areas) {
    std::vector<WantedColumn> wanted;
    std::vector<std::string> names = column_names(path, "--lookup");
    wanted.reserve(names.size());
    for (const std::string& name : names) {
        wanted.push_back({{name}, false});
    }
    const TableRows table = std::move(read_tables(path, wanted, "--lookup").front());
    const std::size_t zone = best_column(table, {zones.begin(), zones.end()});
    const std::size_t area = best_column(table, areas);
    for (const auto& [column, what] :
         {std::pair(zone, "zones of the census"), std::pair(area, "areas of the projection")}) {
        if (column == names.size()) {
            throw DataError(fmt::format("{} (⟨--lookup⟩): none of its columns has codes of the {}",
                                        table.source, what));
        }
    }
    std::unordered_map<std::string, std::string> result;
    for (const std::vector<std::string>& row : table.cells) {
        if (row[zone].empty() || row[area].empty()) {
            continue;
        }
        const auto [found, is_new] = result.try_emplace(row[zone], row[area]);
        if (!is_new && found->second != row[area]) {
            throw DataError(fmt::format("{} (⟨--lookup⟩): the zone {} lies in {} and in {}",
                                        table.source, row[zone], found->second, row[area]));
        }
    }
    return result;
}

} // namespace crims_tool
