// SPDX-License-Identifier: MIT
#include "crims_tool/run/data_folder.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <regex>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "toolkit/files/csv_reader.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/remote.hpp"
#include "toolkit/police/street_name.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

bool is_hidden(const std::string& path) {
    return toolkit::file_name_of(path).starts_with('.');
}

/// In order, without what is hidden, and without the insides of geodatabases.
std::vector<std::string> files_of(const std::string& folder) {
    try {
        std::vector<std::string> files = toolkit::files_below(
            folder, {.passes_over_forbidden = true, .enters = [](const std::string& path) {
                         return !is_hidden(path) && toolkit::ending_of(path) != ".gdb";
                     }});
        std::erase_if(files, [](const std::string& path) {
            return is_hidden(path) || !toolkit::is_regular_file(path);
        });
        std::sort(files.begin(), files.end());
        return files;
    } catch (const toolkit::UnreadableFolder& error) {
        throw DataError(
            fmt::format("{} (⟨--data⟩): the folder cannot be read: {}", folder, error.what()));
    }
}

using Columns = std::set<std::string>; ///< in lower case

bool have(const Columns& columns, std::initializer_list<const char*> wanted) {
    return std::all_of(wanted.begin(), wanted.end(),
                       [&columns](const char* name) { return columns.contains(name); });
}

class Looker {
  public:
    explicit Looker(DataFolder& found) : m_found(found) {}

    void look_at(const std::string& path) {
        try {
            take(path);
        } catch (const DataError& error) {
            m_found.unreadable.emplace_back(error.what());
        }
    }

    void finish() {
        if (!m_plain.files.empty()) {
            m_found.downloads.insert(m_found.downloads.begin(), std::move(m_plain));
        }
    }

  private:
    void take(const std::string& path) {
        const std::string name = toolkit::lower_case(path);
        const auto ends_with_any = [&name](std::initializer_list<const char*> endings) {
            return std::any_of(endings.begin(), endings.end(),
                               [&name](const char* ending) { return name.ends_with(ending); });
        };
        if (const auto street = toolkit::parse_street_name(toolkit::file_name_of(path))) {
            m_plain.files.push_back({street->month, street->force, path, path});
        } else if (toolkit::ends_like_street_name(toolkit::file_name_of(path))) {
            m_found.unreadable.push_back(
                fmt::format("{}: it is not named YYYY-MM-FORCE-street.csv", path));
        } else if (name.ends_with(".zip")) {
            take_archive(path);
        } else if (ends_with_any({".csv", ".csv.gz"})) {
            take_table(path, csv_columns(path));
        } else if (ends_with_any({".ods", ".xlsx"})) {
            take_workbook(path);
        } else if (ends_with_any({".gpkg", ".geojson", ".json", ".shp", ".fgb"})) {
            take_layers(path);
        }
    }

    /// A download, or a zipped shapefile.
    void take_archive(const std::string& path) {
        if (toolkit::is_download(path)) {
            m_found.downloads.push_back({path, toolkit::open_download(path).files});
        } else {
            take_layers("/vsizip/" + path);
        }
    }

    static Columns csv_columns(const std::string& path) {
        const std::string opened = path.ends_with(".gz") ? "/vsigzip/" + path : path;
        const toolkit::GdalErrors errors;
        toolkit::CsvReader reader(opened, path);
        Columns columns;
        if (reader.next()) {
            for (const std::string& cell : reader.cells()) {
                columns.insert(toolkit::lower_case(cell));
            }
        }
        return columns;
    }

    void take_table(const std::string& path, const Columns& columns) {
        const bool has_count =
            columns.contains("offence count") || columns.contains("number of offences");
        if (have(columns, {"lsoa", "msoa"})) {
            m_found.lookups.push_back(path);
        } else if (have(columns, {"police_uk_cat_map_category", "ons_counts_code"})) {
            m_found.categories.push_back(path);
        } else if (has_count && have(columns, {"force name", "offence code"})) {
            m_found.offences.push_back(path);
        } else if (have(columns, {"period", "weight"}) &&
                   (columns.contains("crime_type") || columns.contains("code"))) {
            m_found.rhythms.push_back(path);
        }
    }

    static GDALDatasetUniquePtr open(const std::string& path, const char* const* drivers) {
        const toolkit::GdalErrors errors;
        const toolkit::NoFetching no_fetching;
        return GDALDatasetUniquePtr(
            GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers));
    }

    static Columns columns_of(OGRLayer& layer) {
        Columns columns;
        const OGRFeatureDefn& definition = *layer.GetLayerDefn();
        for (int field = 0; field < definition.GetFieldCount(); ++field) {
            columns.insert(toolkit::lower_case(definition.GetFieldDefn(field)->GetNameRef()));
        }
        return columns;
    }

    void take_workbook(const std::string& path) {
        const std::array<const char*, 3> drivers{"ODS", "XLSX", nullptr};
        const GDALDatasetUniquePtr dataset = open(path, drivers.data());
        for (int i = 0; dataset && i < dataset->GetLayerCount(); ++i) {
            const Columns columns = columns_of(*dataset->GetLayer(i));
            if (have(columns, {"force name", "offence code"}) &&
                (m_found.offences.empty() || m_found.offences.back() != path)) {
                m_found.offences.push_back(path);
            }
        }
    }

    void take_layers(const std::string& path) {
        const GDALDatasetUniquePtr dataset = open(path, toolkit::local_drivers());
        for (int i = 0; dataset && i < dataset->GetLayerCount(); ++i) {
            OGRLayer& layer = *dataset->GetLayer(i);
            const OGRwkbGeometryType type = wkbFlatten(layer.GetGeomType());
            if (type == wkbPolygon || type == wkbMultiPolygon || type == wkbUnknown) {
                take_layer(dataset->GetLayerCount() == 1
                               ? path
                               : fmt::format("{}|layername={}", path, layer.GetName()),
                           *layer.GetLayerDefn());
            }
        }
    }

    void take_layer(const std::string& reference, const OGRFeatureDefn& definition) {
        static const std::regex msoa("msoa(\\d\\d)?(cd|_code)?");
        static const std::regex lsoa("lsoa(\\d\\d)?(cd|_code)?");
        static const std::regex force("pfa\\d\\dnm");
        const FoundLayer* best = nullptr;
        FoundLayer zones{.reference = reference, .field = {}};
        for (int i = 0; i < definition.GetFieldCount(); ++i) {
            const std::string field = definition.GetFieldDefn(i)->GetNameRef();
            const std::string name = toolkit::lower_case(field);
            if (std::regex_match(name, force)) {
                m_found.forces.push_back({.reference = reference, .field = field});
            }
            const bool is_lsoa = std::regex_match(name, lsoa);
            // A layer of LSOAs may name the MSOA that each lies in.
            if (is_lsoa || (best == nullptr && std::regex_match(name, msoa))) {
                zones.field = field;
                zones.level = is_lsoa ? ZoneLevel::lsoa : ZoneLevel::msoa;
                best = &zones;
            }
        }
        if (best != nullptr) {
            m_found.zones.push_back(zones);
        }
    }

    DataFolder& m_found;
    FoundDownload m_plain;
};

} // namespace

DataFolder look_into(const std::string& folder) {
    if (!toolkit::is_folder(folder)) {
        throw DataError(fmt::format("{} (⟨--data⟩): there is no such folder", folder));
    }
    DataFolder found{.path = folder};
    Looker looker(found);
    for (const std::string& file : files_of(folder)) {
        looker.look_at(file);
    }
    looker.finish();
    return found;
}

} // namespace crims_tool
