// SPDX-License-Identifier: MIT
#include "crims_tool/run/inputs.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "crims_tool/counts/crimes.hpp"
#include "crims_tool/zones/assignment.hpp"
#include "crims_tool/zones/lookup.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::StreetCrimes;

constexpr const char* where_crimes_are =
    "⟨crims fetch⟩ gets what is needed of the archive; or download one from https://data.police.uk/data/archive/";
constexpr const char* where_zones_are =
    "MSOA boundaries of the year in which the force's LSOA codes were made (2011 before mid-2023) from https://geoportal.statistics.gov.uk";
constexpr const char* where_lookups_are =
    "a lookup from LSOA to MSOA from https://geoportal.statistics.gov.uk, its columns named LSOA and MSOA";
constexpr const char* where_offences_are =
    "police-recorded crime by force and offence from https://www.gov.uk/government/statistics/police-recorded-crime-open-data-tables";
constexpr const char* where_categories_are =
    "policeuk-ons-code-join.csv from https://github.com/M-O-P-D/crims/tree/main/data";

/// In order of path, and each month of a force once.
std::vector<toolkit::StreetFile> files_of(const FoundDownload& download, const std::string& force) {
    std::vector<toolkit::StreetFile> files;
    std::copy_if(download.files.begin(), download.files.end(), std::back_inserter(files),
                 [&force](const toolkit::StreetFile& file) { return file.force == force; });
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.month < b.month; });
    return files;
}

/// The deepest folder that holds all of the files.
std::string common_folder(const std::vector<toolkit::StreetFile>& files) {
    std::string common = toolkit::folder_of(files.front().path);
    for (const toolkit::StreetFile& file : files) {
        common = toolkit::common_folder_of(common, toolkit::folder_of(file.path));
    }
    return common;
}

std::string find_force_in(const DataFolder& folder, const std::string& force) {
    std::set<std::string> slugs;
    for (const FoundDownload& download : folder.downloads) {
        for (const toolkit::StreetFile& file : download.files) {
            slugs.insert(file.force);
        }
    }
    if (slugs.empty()) {
        const std::string passed_over =
            folder.unreadable.empty() ? "" : fmt::format(" ({})", folder.unreadable.front());
        throw DataError(fmt::format("{}: there are no street-level crimes of {}{}; {}", folder.path,
                                    force, passed_over, where_crimes_are));
    }
    try {
        return toolkit::find_force(force, {slugs.begin(), slugs.end()});
    } catch (const DataError& error) {
        throw DataError(fmt::format("{}: {}; {}", folder.path, error.what(), where_crimes_are));
    }
}

std::string months_of(const std::vector<toolkit::StreetFile>& files) {
    return fmt::format("{} months, {}", files.size(),
                       months_text({files.front().month, files.back().month}));
}

/// Of what is not used the download with most months after those that are.
void choose_later(const std::string& path, const std::vector<toolkit::StreetFile>& files,
                  RunInputs& inputs) {
    std::vector<crims::Month> months;
    for (const toolkit::StreetFile& file : files) {
        if (file.month > inputs.files.back().month) {
            months.push_back(file.month);
        }
    }
    if (months.size() > inputs.later_months.size()) {
        inputs.later_crimes = path;
        inputs.later_months = std::move(months);
    }
}

void choose_download(const DataFolder& folder, RunInputs& inputs) {
    std::vector<std::pair<std::string, std::vector<toolkit::StreetFile>>> unused;
    for (const FoundDownload& download : folder.downloads) {
        std::vector<toolkit::StreetFile> files = files_of(download, inputs.force);
        if (files.empty()) {
            continue;
        }
        std::string path = download.path.empty() ? common_folder(files) : download.path;
        const bool is_better =
            inputs.files.empty() || std::pair(files.size(), files.back().month) >
                                        std::pair(inputs.files.size(), inputs.files.back().month);
        if (is_better) {
            std::swap(path, inputs.crimes);
            std::swap(files, inputs.files);
        }
        if (!files.empty()) {
            unused.emplace_back(path, std::move(files));
        }
    }
    std::string others;
    for (const auto& [path, files] : unused) {
        others += fmt::format("{}{} ({})", others.empty() ? "" : ", ", path, months_of(files));
        choose_later(path, files, inputs);
    }
    if (!others.empty()) {
        inputs.choices.push_back(fmt::format(
            "The model is made from crimes of {} ({}), which has most months of the force. Not used for it: {}.",
            inputs.crimes, months_of(inputs.files), others));
    }
}

/// How many crimes of a month each of its LSOAs has.
std::unordered_map<std::string, std::size_t> crimes_by_lsoa(const StreetCrimes& crimes) {
    std::unordered_map<std::string, std::size_t> counts;
    for (const std::uint32_t lsoa : crimes.lsoa) {
        if (!crimes.lsoas[lsoa].empty()) {
            ++counts[crimes.lsoas[lsoa]];
        }
    }
    return counts;
}

/// Chooses the table that knows the zone of most crimes.
std::optional<ZoneLookup> choose_lookup(const DataFolder& folder, const StreetCrimes& crimes,
                                        RunInputs& inputs) {
    const std::unordered_map<std::string, std::size_t> lsoas = crimes_by_lsoa(crimes);
    std::optional<ZoneLookup> best;
    std::size_t most = 0;
    for (const std::string& path : folder.lookups) {
        ZoneLookup lookup = read_zone_lookup(path);
        std::size_t known = 0;
        for (const auto& [lsoa, count] : lsoas) {
            known += lookup.contains(lsoa) ? count : 0;
        }
        if (known > most) {
            most = known;
            best = std::move(lookup);
            inputs.lookup = path;
        }
    }
    return best;
}

/// A layer's zones, and how many of the crimes lie in them.
struct Coverage {
    std::size_t zones = 0;
    std::size_t crimes = 0;
};

Coverage coverage_by_code(const FoundLayer& found, const StreetCrimes& crimes,
                          const ZoneLookup& lookup) {
    const toolkit::Layer layer =
        toolkit::Layer::open(toolkit::parse_layer_reference(found.reference), "");
    const int field = layer.field_index(found.field, "--zone-field");
    std::unordered_set<std::string> codes;
    while (const OGRFeatureUniquePtr feature{layer.ogr().GetNextFeature()}) {
        codes.insert(feature->GetFieldAsString(field));
    }
    Coverage coverage{.zones = codes.size()};
    for (const auto& [lsoa, count] : crimes_by_lsoa(crimes)) {
        const auto zone = lookup.find(lsoa);
        coverage.crimes += zone != lookup.end() && codes.contains(zone->second) ? count : 0;
    }
    return coverage;
}

Coverage coverage_by_place(const FoundLayer& found, const StreetCrimes& crimes) {
    const ZoneLayer zones =
        read_zone_layer(toolkit::parse_layer_reference(found.reference), found.field, std::nullopt);
    std::vector<double> x = crimes.longitude;
    std::vector<double> y = crimes.latitude;
    toolkit::Transformation(toolkit::Crs::from_text("EPSG:4326", "the download"), zones.crs)
        .transform(x, y);
    const ZoneFinder finder(zones);
    Coverage coverage{.zones = zones.codes.size()};
    for (std::size_t i = 0; i < x.size(); ++i) {
        coverage.crimes += finder.find(x[i], y[i]) ? 1U : 0U;
    }
    return coverage;
}

/// MSOAs where there are any, else LSOAs.
std::vector<FoundLayer> candidates(const DataFolder& folder) {
    std::vector<FoundLayer> layers;
    for (const ZoneLevel level : {ZoneLevel::msoa, ZoneLevel::lsoa}) {
        for (const FoundLayer& layer : folder.zones) {
            if (layer.level == level) {
                layers.push_back(layer);
            }
        }
        if (!layers.empty()) {
            break;
        }
    }
    return layers;
}

void choose_zones(const DataFolder& folder, const StreetCrimes& crimes,
                  const std::optional<ZoneLookup>& lookup, RunInputs& inputs) {
    std::vector<std::pair<FoundLayer, Coverage>> layers;
    std::size_t most = 0;
    for (const FoundLayer& layer : candidates(folder)) {
        const bool has_codes = lookup && layer.level == ZoneLevel::msoa;
        const Coverage coverage =
            has_codes ? coverage_by_code(layer, crimes, *lookup) : coverage_by_place(layer, crimes);
        most = std::max(most, coverage.crimes);
        layers.emplace_back(layer, coverage);
    }
    // A layer of the whole country holds the odd crime far away too; that is no advantage.
    constexpr double as_good = 0.98;
    std::erase_if(layers, [&](const auto& layer) {
        return layer.second.crimes == 0 ||
               static_cast<double>(layer.second.crimes) < as_good * static_cast<double>(most);
    });
    const auto best =
        std::min_element(layers.begin(), layers.end(), [](const auto& a, const auto& b) {
            return a.second.zones < b.second.zones;
        });
    if (best == layers.end()) {
        return;
    }
    inputs.zones = best->first.reference;
    inputs.zone_field = best->first.field;
    if (layers.size() > 1) {
        inputs.choices.push_back(fmt::format(
            "Zones are those of {}: of {} layers that hold the force's crimes it has the fewest zones.",
            inputs.zones, layers.size()));
    }
}

bool is_called(const std::string& name, const std::string& force) {
    try {
        return toolkit::find_force(name, {force}) == force;
    } catch (const DataError&) {
        return false;
    }
}

void choose_boundary(const DataFolder& folder, RunInputs& inputs) {
    for (const FoundLayer& found : folder.forces) {
        const toolkit::Layer layer =
            toolkit::Layer::open(toolkit::parse_layer_reference(found.reference), "");
        const int field = layer.field_index(found.field, "--boundary");
        while (const OGRFeatureUniquePtr feature{layer.ogr().GetNextFeature()}) {
            const std::string name = feature->GetFieldAsString(field);
            if (is_called(name, inputs.force)) {
                inputs.boundary =
                    fmt::format("{}|subset={} = {}", found.reference,
                                toolkit::in_quotes(found.field), toolkit::in_quotes(name, '\''));
                return;
            }
        }
    }
}

/// Of the last month that has any: a file may be a header alone.
StreetCrimes last_crimes(const std::vector<toolkit::StreetFile>& files) {
    StreetCrimes crimes;
    for (auto file = files.rbegin(); file != files.rend() && crimes.size() == 0; ++file) {
        crimes = toolkit::read_street_file(*file);
    }
    return crimes;
}

std::string first_of(const std::vector<std::string>& paths, std::string_view what,
                     std::vector<std::string>& choices) {
    if (paths.size() > 1) {
        choices.push_back(
            fmt::format("{} from {}, the first of {} tables.", what, paths.front(), paths.size()));
    }
    return paths.empty() ? "" : paths.front();
}

void tell_missing(RunInputs& inputs) {
    std::vector<MissingInput>& missing = inputs.missing;
    if (inputs.zones.empty()) {
        missing.push_back({"zone polygons that hold the force's crimes",
                           "there is no map, and the model has no areas", where_zones_are});
    }
    if (inputs.lookup.empty()) {
        missing.push_back(
            {"a lookup that knows the force's LSOAs",
             inputs.zones.empty() ? "the zones are LSOAs" : "crimes get the zone they lie in",
             where_lookups_are});
    }
    if (inputs.offences.empty() || inputs.categories.empty()) {
        const bool both = inputs.offences.empty() && inputs.categories.empty();
        missing.push_back({both                      ? "tables of offences"
                           : inputs.offences.empty() ? "police-recorded crime by offence"
                                                     : "the offences in each crime type",
                           "each crime type is its only offence, of unknown severity",
                           both ? fmt::format("{}; {}", where_offences_are, where_categories_are)
                           : inputs.offences.empty() ? where_offences_are
                                                     : where_categories_are});
    }
}

} // namespace

RunInputs choose_inputs(const DataFolder& folder, const std::string& force) {
    RunInputs inputs;
    inputs.force = find_force_in(folder, force);
    choose_download(folder, inputs);
    const StreetCrimes crimes = last_crimes(inputs.files);
    const std::optional<ZoneLookup> lookup = choose_lookup(folder, crimes, inputs);
    choose_zones(folder, crimes, lookup, inputs);
    choose_boundary(folder, inputs);
    inputs.offences = first_of(folder.offences, "Police-recorded crime is", inputs.choices);
    inputs.categories =
        first_of(folder.categories, "The offences in each crime type are", inputs.choices);
    inputs.rhythms = folder.rhythms;
    tell_missing(inputs);
    return inputs;
}

} // namespace crims_tool
