// SPDX-License-Identifier: MIT
#include "crims_tool/records/table_rows.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "toolkit/command/option_values.hpp"
#include "toolkit/files/csv_reader.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/layers/layer_reference.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/nearest.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::layer_option;

/// Where each wanted column stands in a header; below 0: nowhere.
std::vector<int> find_columns(const std::vector<std::string>& header,
                              std::span<const WantedColumn> wanted) {
    std::vector<int> places;
    for (const WantedColumn& column : wanted) {
        places.push_back(-1);
        for (const std::string& name : column.names) {
            const auto found =
                std::find_if(header.begin(), header.end(), [&name](const std::string& one) {
                    return EQUAL(std::string(toolkit::trimmed(one)).c_str(), name.c_str());
                });
            if (found != header.end()) {
                places.back() = static_cast<int>(found - header.begin());
                break;
            }
        }
    }
    return places;
}

/// The first required column that is nowhere.
const WantedColumn* missing_column(const std::vector<int>& places,
                                   std::span<const WantedColumn> wanted) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].required && places[i] < 0) {
            return &wanted[i];
        }
    }
    return nullptr;
}

DataError missing(const std::string& source, const WantedColumn& column,
                  const std::vector<std::string>& header, const std::string& option) {
    return DataError(fmt::format("{} (⟨{}⟩): it has no column '{}'; its columns are: {}", source,
                                 option, fmt::join(column.names, "' or '"),
                                 toolkit::listed(header)));
}

std::vector<std::string> other_columns(const std::vector<std::string>& header,
                                       const std::vector<int>& places) {
    std::vector<std::string> others;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (std::find(places.begin(), places.end(), static_cast<int>(i)) == places.end()) {
            others.emplace_back(toolkit::trimmed(header[i]));
        }
    }
    return others;
}

/// Letters and digits alone, in lower case: "Crime type" is crime_type.
std::string bare_name(std::string_view name) {
    std::string bare;
    for (const char letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isalnum(byte) != 0) {
            bare += static_cast<char>(std::tolower(byte));
        }
    }
    return bare;
}

/// In a short name one other letter makes another word.
bool is_nearly(std::string_view name, std::string_view wanted) {
    constexpr std::size_t short_name = 4;
    constexpr std::size_t long_name = 8;
    const std::string bare = bare_name(wanted);
    const std::size_t allowed = bare.size() < short_name ? 0 : bare.size() < long_name ? 1 : 2;
    return toolkit::edits(bare_name(name), bare) <= allowed;
}

/// A column that is not there, but for a misspelling, would be ignored in silence.
void refuse_misspelt(const TableRows& rows, std::span<const WantedColumn> wanted,
                     const std::string& option) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        for (const std::string& name : wanted[i].names) {
            const auto found =
                std::find_if(rows.others.begin(), rows.others.end(),
                             [&name](const std::string& one) { return is_nearly(one, name); });
            if (!rows.present[i] && found != rows.others.end()) {
                throw DataError(fmt::format(
                    "{} (⟨{}⟩): the column '{}' is not known; if '{}' is meant, rename it, otherwise remove it",
                    rows.source, option, *found, name));
            }
        }
    }
}

TableRows empty_rows(std::string source, const std::vector<std::string>& header,
                     const std::vector<int>& places) {
    TableRows rows{.source = std::move(source),
                   .present = {},
                   .others = other_columns(header, places),
                   .cells = {}};
    std::transform(places.begin(), places.end(), std::back_inserter(rows.present),
                   [](int place) { return place >= 0; });
    return rows;
}

/// Without blanks at its ends; empty for a word that stands for a missing value.
std::string_view value_of(std::string_view cell) {
    return toolkit::is_missing(cell) ? std::string_view() : toolkit::trimmed(cell);
}

TableRows read_csv(const std::string& path, std::span<const WantedColumn> wanted,
                   const std::string& option) {
    std::string content = toolkit::read_whole_file(path, path);
    const toolkit::MemoryFile memory(content);
    toolkit::CsvReader reader(memory.path(), path);
    reader.next();
    const std::vector<std::string> header = reader.cells();
    const std::vector<int> places = find_columns(header, wanted);
    if (const WantedColumn* column = missing_column(places, wanted)) {
        throw missing(path, *column, header, option);
    }
    TableRows rows = empty_rows(path, header, places);
    refuse_misspelt(rows, wanted, option);
    while (reader.next()) {
        if (reader.size() != header.size()) {
            throw DataError(fmt::format("{}: row {} has {} cells, but the header has {}", path,
                                        rows.cells.size() + 1, reader.size(), header.size()));
        }
        std::vector<std::string>& row = rows.cells.emplace_back();
        for (const int place : places) {
            row.emplace_back(place < 0 ? ""
                                       : value_of(reader.cell(static_cast<std::size_t>(place))));
        }
    }
    return rows;
}

std::vector<std::string> field_names(OGRLayer& layer) {
    const OGRFeatureDefn& definition = *layer.GetLayerDefn();
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(definition.GetFieldCount()));
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        names.emplace_back(definition.GetFieldDefn(i)->GetNameRef());
    }
    return names;
}

void read_layer(OGRLayer& layer, const std::vector<int>& places, TableRows& rows) {
    layer.ResetReading();
    while (const OGRFeatureUniquePtr feature{layer.GetNextFeature()}) {
        std::vector<std::string>& row = rows.cells.emplace_back();
        for (const int place : places) {
            const bool there = place >= 0 && feature->IsFieldSetAndNotNull(place);
            row.emplace_back(there ? value_of(feature->GetFieldAsString(place)) : "");
        }
    }
}

/// What is in a spreadsheet or database; a name chooses one of its tables.
std::vector<TableRows> read_dataset(const std::string& path, std::span<const WantedColumn> wanted,
                                    const std::string& option) {
    // GDAL would take a first row for data where the columns hold texts only.
    const CPLConfigOptionSetter ods("OGR_ODS_HEADERS", "FORCE", false);
    const CPLConfigOptionSetter xlsx("OGR_XLSX_HEADERS", "FORCE", false);
    const toolkit::LayerReference reference = layer_option(path, option);
    const toolkit::GdalErrors errors;
    const GDALDatasetUniquePtr dataset(
        GDALDataset::Open(reference.path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    if (!dataset) {
        throw DataError(fmt::format("{} (⟨{}⟩): there is no such table, or it cannot be read: {}",
                                    toolkit::without_password(path), option,
                                    errors.first_failure()));
    }
    std::vector<TableRows> tables;
    std::optional<DataError> problem;
    for (OGRLayer* layer : dataset->GetLayers()) {
        if (reference.layer && *reference.layer != layer->GetName()) {
            continue;
        }
        const std::string source = fmt::format(
            "{}, table {}", toolkit::without_password(reference.path), layer->GetName());
        const std::vector<std::string> header = field_names(*layer);
        const std::vector<int> places = find_columns(header, wanted);
        if (const WantedColumn* column = missing_column(places, wanted)) {
            problem.emplace(missing(source, *column, header, option));
            continue;
        }
        TableRows& rows = tables.emplace_back(empty_rows(source, header, places));
        refuse_misspelt(rows, wanted, option);
        read_layer(*layer, places, rows);
    }
    if (errors.failed()) {
        throw DataError(fmt::format("{} (⟨{}⟩): cannot be read: {}",
                                    toolkit::without_password(path), option,
                                    errors.first_failure()));
    }
    if (tables.empty()) {
        throw problem ? *problem
                      : DataError(fmt::format("{} (⟨{}⟩): it has no such table",
                                              toolkit::without_password(path), option));
    }
    return tables;
}

} // namespace

std::vector<TableRows> read_tables(const std::string& path, std::span<const WantedColumn> wanted,
                                   const std::string& option) {
    std::vector<TableRows> tables;
    if (path.ends_with(".csv") || path.ends_with(".csv.gz")) {
        tables.push_back(read_csv(path, wanted, option));
    } else {
        tables = read_dataset(path, wanted, option);
    }
    if (std::all_of(tables.begin(), tables.end(),
                    [](const TableRows& table) { return table.cells.empty(); })) {
        throw DataError(fmt::format("{} (⟨{}⟩): it has no rows; add them, or name another table",
                                    tables.front().source, option));
    }
    return tables;
}

std::vector<std::string> column_names(const std::string& path, const std::string& option) {
    if (path.ends_with(".csv") || path.ends_with(".csv.gz")) {
        std::string content = toolkit::read_whole_file(path, path);
        const toolkit::MemoryFile memory(content);
        toolkit::CsvReader reader(memory.path(), path);
        reader.next();
        return reader.cells();
    }
    const CPLConfigOptionSetter ods("OGR_ODS_HEADERS", "FORCE", false);
    const CPLConfigOptionSetter xlsx("OGR_XLSX_HEADERS", "FORCE", false);
    const toolkit::LayerReference reference = layer_option(path, option);
    const toolkit::GdalErrors errors;
    const GDALDatasetUniquePtr dataset(
        GDALDataset::Open(reference.path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    OGRLayer* const layer = !dataset          ? nullptr
                            : reference.layer ? dataset->GetLayerByName(reference.layer->c_str())
                                              : dataset->GetLayer(0);
    if (layer == nullptr) {
        throw DataError(fmt::format("{} (⟨{}⟩): there is no such table, or it cannot be read: {}",
                                    toolkit::without_password(path), option,
                                    errors.first_failure()));
    }
    return field_names(*layer);
}

} // namespace crims_tool
