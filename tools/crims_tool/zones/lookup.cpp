// SPDX-License-Identifier: MIT
#include "crims_tool/zones/lookup.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/files/csv_reader.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/layers/layer_reference.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

/// Collects the rows; they are numbered from 1, without the header.
class Collector {
  public:
    explicit Collector(std::string path) : m_path(std::move(path)) {}

    void add(std::string_view lsoa, std::string_view msoa) {
        ++m_row;
        if (toolkit::is_missing(lsoa) || toolkit::is_missing(msoa)) {
            return;
        }
        const auto [found, is_new] = m_zones.try_emplace(std::string(lsoa), msoa);
        if (is_new) {
            m_first_row.emplace(found->first, m_row);
        } else if (found->second != msoa) {
            throw DataError(fmt::format("{}: row {} puts LSOA {} in MSOA {}, but row {} in {}",
                                        m_path, m_row, lsoa, msoa, m_first_row.at(found->first),
                                        found->second));
        }
    }

    std::unordered_map<std::string, std::string> finish() {
        if (m_zones.empty()) {
            throw DataError(fmt::format("{}: no row has both an LSOA and an MSOA", m_path));
        }
        return std::move(m_zones);
    }

  private:
    std::string m_path;
    std::size_t m_row = 0;
    std::unordered_map<std::string, std::string> m_zones;
    std::unordered_map<std::string_view, std::size_t> m_first_row; ///< views into m_zones' keys
};

void read_csv(const std::string& path, Collector& rows) {
    std::string content = toolkit::read_whole_file(path, path);
    const toolkit::MemoryFile memory(content);
    toolkit::CsvReader reader(memory.path(), path);
    reader.next();
    const std::vector<std::string> header = reader.cells();
    const auto place = [&](const char* name) {
        const auto found = std::find(header.begin(), header.end(), name);
        if (found == header.end()) {
            throw DataError(fmt::format("{}: there is no column '{}'; its columns are: {}", path,
                                        name, toolkit::listed(header)));
        }
        return static_cast<std::size_t>(found - header.begin());
    };
    const std::size_t lsoa = place("LSOA");
    const std::size_t msoa = place("MSOA");
    for (std::size_t row = 1; reader.next(); ++row) {
        if (reader.size() != header.size()) {
            throw DataError(fmt::format("{}: row {} has {} cells, but the header has {}", path, row,
                                        reader.size(), header.size()));
        }
        rows.add(reader.cell(lsoa), reader.cell(msoa));
    }
}

void read_layer(const std::string& path, Collector& rows) {
    const toolkit::Layer layer = toolkit::Layer::open(toolkit::parse_layer_reference(path), "");
    const int lsoa = layer.field_index("LSOA", "--lookup");
    const int msoa = layer.field_index("MSOA", "--lookup");
    const toolkit::GdalErrors errors;
    while (const OGRFeatureUniquePtr row{layer.ogr().GetNextFeature()}) {
        const std::string zone = row->GetFieldAsString(msoa);
        rows.add(row->GetFieldAsString(lsoa), zone);
    }
    if (errors.failed()) {
        throw DataError(
            fmt::format("{}: cannot be read: {}", layer.text(), errors.first_failure()));
    }
}

} // namespace

std::unordered_map<std::string, std::string> read_zone_lookup(const std::string& path) {
    Collector rows(path);
    if (path.ends_with(".csv") || path.ends_with(".csv.gz")) {
        read_csv(path, rows);
    } else {
        read_layer(path, rows);
    }
    return rows.finish();
}

} // namespace crims_tool
