// SPDX-License-Identifier: MIT
#include "crims_tool/map/command.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <utility>

#include <cpl_string.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/people/zone_population.hpp"
#include "crims_tool/zone_maps/zone_selection.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/name_list.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::OptionType;
using toolkit::OutputFile;
using toolkit::UsageError;

constexpr int smallest_side = 400;
constexpr int largest_side = 10000;

PictureFormat format_of(const std::string& output) {
    const std::string ending = toolkit::ending_of(output);
    if (EQUAL(ending.c_str(), ".png")) {
        return PictureFormat::png;
    }
    if (EQUAL(ending.c_str(), ".svg")) {
        return PictureFormat::svg;
    }
    throw UsageError(fmt::format("⟨--output⟩ '{}': a map is a .png or a .svg file", output));
}

/// "1600x1200".
PictureSize picture_size(const std::string& text) {
    std::array<int, 2> sides{};
    const char* const end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, sides[0]);
    const bool has_both = width.ec == std::errc() && width.ptr != end && *width.ptr == 'x';
    const auto height =
        has_both ? std::from_chars(width.ptr + 1, end, sides[1]) : std::from_chars_result{};
    const bool read = has_both && height.ec == std::errc() && height.ptr == end;
    if (!read || std::any_of(sides.begin(), sides.end(), [](int side) {
            return side < smallest_side || side > largest_side;
        })) {
        throw UsageError(fmt::format(
            "⟨--size⟩ '{}': expected WIDTHxHEIGHT in pixels, each {} to {}, such as 1600x1200",
            text, smallest_side, largest_side));
    }
    return {.width = sides[0], .height = sides[1]};
}

/// A text of the user's that can be drawn, or is refused.
void add_text(toolkit::OptionList& options, toolkit::Option option, std::string& target) {
    const std::string name = option.name;
    option.value = "TEXT";
    options.add(option, &target, [name](const std::string& text) {
        if (CPLIsUTF8(text.c_str(), -1) == 0) {
            throw UsageError(fmt::format("{}: the text is not UTF-8", name));
        }
        return text;
    });
}

/// A text from the data that can be drawn.
std::string drawable(const std::string& text) {
    if (CPLIsUTF8(text.c_str(), -1) != 0) {
        return text;
    }
    const std::unique_ptr<char, decltype(&VSIFree)> ascii(CPLForceToASCII(text.c_str(), -1, '?'),
                                                          &VSIFree);
    return ascii.get();
}

/// The name that people give a layer: of the layer if it is named, else of the file.
std::string layer_name(const toolkit::LayerReference& reference) {
    return drawable(reference.layer ? *reference.layer : toolkit::stem_of(reference.path));
}

/// The layer as the foot of the map names its source: without folders, which are nobody's business.
std::string source_name(const toolkit::LayerReference& reference) {
    const std::string file = toolkit::without_password(toolkit::file_name_of(reference.path));
    return drawable(reference.layer ? fmt::format("{}, {}", file, *reference.layer) : file);
}

std::string value_key(MapValue value) {
    switch (value) {
    case MapValue::density:
        return "density";
    case MapValue::per_1000:
        return "per_1000";
    case MapValue::count:
        break;
    }
    return "count";
}

std::vector<ZoneExtent> zone_extents(const MapZones& zones, const MapCounts& counts) {
    std::vector<ZoneExtent> extents;
    for (const toolkit::NamedPolygons& zone : zones.zones) {
        extents.push_back(
            {zone.polygons.box(), static_cast<double>(counts.crimes[extents.size()])});
    }
    return extents;
}

} // namespace

toolkit::CommandDescription MapCommand::description() const {
    return {
        .name = "map",
        .summary = "draws crime by zone as a picture: PNG or SVG",
        .description =
            {"Counts crimes, simulated or recorded, by zone and colours the zones by crimes per km² in the whole period (or by their number), in classes with about the same number of zones. The map has a title, the period, a legend and a scale. A note at its foot counts the crimes that could not be put on it.",
             "Crimes are counted by their zone code if they have a field MSOA or ⟨--crime-zone-field⟩ names one, otherwise by the zone they lie in. If the layer has a field replicate, the map shows the mean of the replicates.",
             "The map shows the zones that lie mostly within ⟨--boundary⟩. Without a boundary it shows all zones or, if the layer is much larger (a whole country), only those with crimes, ignoring the odd crime far away."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a layer; nothing is written"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims map --crimes \"samples/town.gpkg|layername=incidents\" --date-field occurred --zones \"samples/town.gpkg|layername=response\" --zone-field NAME --output map.png"}};
}

void MapCommand::declare(toolkit::OptionList& options) {
    declare_crimes(options);
    declare_areas(options);
    declare_picture(options);
    declare_outputs(options);
}

void MapCommand::declare_crimes(toolkit::OptionList& options) {
    MapOptions& o = m_options;
    options.group("Crimes");
    toolkit::declare_incident_layer(
        options, o.crimes,
        {.name = "--crimes",
         .help = "Crimes: the output of ⟨crims simulate⟩, or any layer with points or zone codes.",
         .required = true});
    toolkit::declare_incident_where(
        options, o.crimes,
        {.help = "Selects crimes: \"crime_type = 'burglary'\".", .parent = "--crimes"});
    options.add(
        {.name = "--crime-zone-field",
         .type = OptionType::field,
         .value = "FIELD",
         .help = "Field of the crimes with the code of their zone.",
         .parent = "--crimes",
         .default_words = "MSOA, or what simulated crimes call their zone, if there is one"},
        &o.crime_zone_field);
    options.add({.name = "--by-place",
                 .type = OptionType::flag,
                 .help = "Counts crimes by the zone they lie in, even if they have a field MSOA."},
                &o.by_place);
    toolkit::declare_coordinates(options, o.crimes, "--crimes");
    toolkit::declare_date_field(
        options, o.crimes,
        {.help = "Field with the crimes' dates, for the period shown on the map.",
         .parent = "--crimes",
         .default_words = "time or Month, if there is one"});
    add_text(options,
             {.name = "--period",
              .help = "The period in words, instead of the months of the first and last date."},
             o.picture.period);
}

void MapCommand::declare_areas(toolkit::OptionList& options) {
    MapOptions& o = m_options;
    options.group("Zones");
    declare_zones(
        options, o.zones,
        {.help = "Zone polygons; a layer of the whole country will do.", .required = true},
        {.help = "Field with the zones' codes (MSOA11CD).", .required = true});
    options.add(
        {.name = "--population",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "People of the zones, for ⟨--value per_1000⟩: the output of ⟨crims population⟩, a model made with ⟨crims calibrate --population⟩, or a table with columns zone and people."},
        &o.population);
    options.add(
        {.name = "--boundary",
         .type = OptionType::layer,
         .value = "LAYER",
         .help =
             "Polygons drawn as a line, such as the force's. Zones that lie mostly within them are shown.",
         .geometry = toolkit::LayerGeometry::polygons},
        &o.boundary);
}

void MapCommand::declare_picture(toolkit::OptionList& options) {
    MapOptions& o = m_options;
    options.group("Picture");
    options.add_choice<MapValue>(
        {.name = "--value",
         .value = "VALUE",
         .help =
             "What the colours show: density (crimes per km² in the whole period), count (crimes), or per_1000 (crimes in the whole period per 1,000 people of ⟨--population⟩).",
         .default_text = "density"},
        {{"density", MapValue::density},
         {"count", MapValue::count},
         {"per_1000", MapValue::per_1000}},
        &o.picture.value);
    constexpr double most_classes = 9;
    options.add({.name = "--classes",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Number of classes, 1 to 9.",
                 .range = {.least = 1, .most = most_classes},
                 .default_text = "6"},
                &o.picture.classes);
    add_text(options,
             {.name = "--title",
              .help = "Title of the map.",
              .default_words = "the value and the boundary's or the crimes' name"},
             o.picture.title);
    add_text(options,
             {.name = "--source",
              .help = "Where the data come from, at the foot of the map.",
              .default_words = "the names of the files"},
             o.picture.source);
    options.add({.name = "--size",
                 .value = "WIDTHxHEIGHT",
                 .help = "Size of the picture in pixels.",
                 .default_text = "1600x1200",
                 .advanced = true},
                &o.picture.size, picture_size);
    options.add(
        {.name = "--crs",
         .type = OptionType::crs,
         .value = "CRS",
         .help =
             "Projected coordinate system to draw and to measure areas in. Default: the zones' system if it is projected, otherwise a local equal-area one.",
         .projected = true,
         .advanced = true},
        &o.crs);
    toolkit::declare_assumed_crs(options, o.assume_crs);
}

void MapCommand::declare_outputs(toolkit::OptionList& options) {
    MapOptions& o = m_options;
    options.group("Output");
    options.add({.name = "--output",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "The map: FILE.png or FILE.svg.",
                 .endings = {"png", "svg"},
                 .required = true},
                &o.output);
    declare_result_files(options, o.files);
}

void MapCommand::check() {
    MapOptions& o = m_options;
    toolkit::check_incident_layer(o.crimes, o.assume_crs);
    if (!o.crime_zone_field.empty() && (o.by_place || !o.crimes.x.empty())) {
        throw UsageError(
            "⟨--crime-zone-field⟩ counts by code, ⟨--by-place⟩, ⟨--x⟩ and ⟨--y⟩ by place; give one or the other");
    }
    if (!o.picture.period.empty() && !o.crimes.date_field.empty()) {
        throw UsageError("⟨--period⟩ and ⟨--date-field⟩ both give the period; give one of them");
    }
    if ((o.picture.value == MapValue::per_1000) == o.population.empty()) {
        throw UsageError(
            "⟨--value per_1000⟩ and ⟨--population⟩, a table of the zones' people, go together; give both or neither");
    }
    m_format = format_of(o.output);
    if (o.picture.source.empty()) {
        o.picture.source = source_note();
    }
}

std::string MapCommand::source_note() const {
    const MapOptions& o = m_options;
    std::string note = fmt::format("Crimes: {}. Zones: {}.", source_name(*o.crimes.layer),
                                   source_name(*o.zones.layer));
    if (!o.population.empty()) {
        note += fmt::format(" People: {}.",
                            drawable(toolkit::without_password(
                                toolkit::file_name_of(toolkit::layer_path(o.population)))));
    }
    if (!o.crimes.where.empty()) {
        note = fmt::format("Only {}. {}", drawable(o.crimes.where), note);
    }
    return note;
}

CrimeLayerOptions MapCommand::crime_options() const {
    const MapOptions& o = m_options;
    return {.crimes = toolkit::incident_layer(o.crimes, o.assume_crs.value()),
            .zone_field = o.crime_zone_field,
            .by_place = o.by_place,
            .read_dates = o.picture.period.empty()};
}

void MapCommand::require_outputs() const {
    const MapOptions& o = m_options;
    toolkit::require_outputs_apart(
        {{"--output", o.output}, {"--json", o.files.json}},
        {path_of(o.crimes.layer), path_of(o.zones.layer), path_of(o.boundary), o.population});
    OutputFile::require_writable(o.output, o.files.overwrite);
    require_writable(o.files);
}

int MapCommand::run(toolkit::Console& console) {
    const MapOptions& o = m_options;
    require_outputs();
    const CrimeLayerOptions crimes = crime_options();
    std::vector<std::string> warnings;
    std::optional<Boundary> boundary;
    if (o.boundary) {
        boundary = read_boundary(*o.boundary, crimes.crimes.assumed_crs, warnings);
    }
    const MapZones zones = read_zones(*o.zones.layer, o.zones.field, crimes.crimes.assumed_crs);
    const MapCounts counts = count_crimes(crimes, zones, console);
    const std::vector<bool> drawn =
        boundary ? zones_within(zones, *boundary) : zones_on_map(zone_extents(zones, counts));
    if (std::find(drawn.begin(), drawn.end(), true) == drawn.end()) {
        throw toolkit::DataError(fmt::format(
            "{}: no zone lies in the boundary (⟨--boundary⟩); check the coordinate systems of both",
            zones.layer.text()));
    }
    MapPlane plane = map_plane(zones, drawn, boundary, o.crs, warnings);
    const toolkit::Crs plane_crs = plane.crs;
    MapChoices choices = o.picture;
    if (!o.population.empty()) {
        choices.people = zone_people(zones, warnings);
    }
    choices.boundary = boundary ? drawable(boundary->name) : "";
    choices.place = choices.boundary.empty() ? layer_name(boundary ? *o.boundary : *o.crimes.layer)
                                             : choices.boundary;
    m_content = compose_map(counts, std::move(plane), choices);
    const MapContent& content = m_content;
    if (!content.missing.empty()) {
        warnings.push_back(fmt::format("{}: {}", counts.layer, content.missing));
    }
    OutputFile picture(o.output, draw_choropleth(content.picture, m_format), o.files.overwrite);
    nlohmann::ordered_json json = result(counts, zones, content, plane_crs);
    json["warnings"] = warnings;
    for (const std::string& warning : warnings) {
        console.warn(warning);
    }
    const std::string summary = summary_of(counts);
    publish_result(o.files, std::move(json), [&picture] { picture.publish(); });
    if (o.files.json != "-") {
        console.result(summary);
    }
    return 0;
}

std::vector<double> MapCommand::zone_people(const MapZones& zones,
                                            std::vector<std::string>& warnings) const {
    std::vector<std::string> names;
    for (const toolkit::NamedPolygons& zone : zones.zones) {
        names.push_back(zone.name);
    }
    ZonePopulation population = people_of_zones(m_options.population, "--population", names);
    if (!population.missing.empty()) {
        warnings.push_back(fmt::format("{}: it has no people of {} of {} zones: {}.",
                                       population.source, population.missing.size(), names.size(),
                                       toolkit::name_list(population.missing)));
    }
    return std::move(population.people);
}

std::string MapCommand::summary_of(const MapCounts& counts) const {
    const std::int64_t on_map = on_map_of(counts);
    return fmt::format("{} crime{} of {} in {} zone{}, {}: {}\n", toolkit::grouped_number(on_map),
                       on_map == 1 ? "" : "s", toolkit::grouped_number(counts.read),
                       m_content.zones.size(), m_content.zones.size() == 1 ? "" : "s",
                       m_content.period, m_options.output);
}

std::int64_t MapCommand::on_map_of(const MapCounts& counts) const {
    return counts.read - counts.unplaced - counts.outside - m_content.elsewhere;
}

nlohmann::ordered_json MapCommand::result(const MapCounts& counts, const MapZones& zones,
                                          const MapContent& content,
                                          const toolkit::Crs& crs) const {
    using Json = nlohmann::ordered_json;
    const MapOptions& o = m_options;
    Json json;
    json["title"] = content.picture.title;
    json["subtitle"] = content.picture.subtitle;
    json["simulated"] = counts.simulated;
    json["period"] = {{"text", content.period}, {"first", nullptr}, {"last", nullptr}};
    if (counts.dates) {
        json["period"]["first"] = wdd::iso_date(counts.dates->start);
        json["period"]["last"] = wdd::iso_date(counts.dates->end);
    }
    json["crimes"] = {{"read", counts.read},
                      {"on_map", on_map_of(counts)},
                      {"in_zones_elsewhere", content.elsewhere},
                      {"outside_all_zones", counts.outside},
                      {"without_place", counts.unplaced},
                      {"replicates", counts.replicates}};
    json["counted_by"] = counts.zone_field.empty() ? Json("place") : Json(counts.zone_field);
    json["value"] = value_key(o.picture.value);
    json["classes"] = {{"upper_limits", content.limits}, {"labels", content.picture.class_labels}};
    Json& rows = json["zones"] = Json::array();
    for (const ZoneValue& zone : content.zones) {
        rows.push_back({{"zone", zones.zones[zone.zone].name},
                        {"crimes", zone.crimes},
                        {"area_km2", zone.area_km2},
                        {"people", zone.people > 0 ? Json(zone.people) : Json(nullptr)},
                        {"per_km2", zone.crimes / zone.area_km2},
                        {"class", zone.colour_class ? Json(*zone.colour_class) : Json(nullptr)}});
    }
    json["crs"] = crs.text();
    json["parameters"] = toolkit::parameters_json(recorded());
    return json;
}

} // namespace crims_tool
