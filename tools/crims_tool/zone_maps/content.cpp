// SPDX-License-Identifier: MIT
#include "crims_tool/zone_maps/content.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "crims_tool/pictures/map_classes.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

namespace {

double value_of(const ZoneValue& zone, MapValue what) {
    constexpr double heads = 1000;
    switch (what) {
    case MapValue::density:
        return zone.crimes / zone.area_km2;
    case MapValue::per_1000:
        return zone.people > 0 ? heads * zone.crimes / zone.people
                               : std::numeric_limits<double>::quiet_NaN();
    case MapValue::count:
        break;
    }
    return zone.crimes;
}

std::string value_name(MapValue what) {
    switch (what) {
    case MapValue::density:
        return "Crimes per km²";
    case MapValue::per_1000:
        return "Crimes per 1,000 people";
    case MapValue::count:
        break;
    }
    return "Crimes";
}

std::vector<ZoneValue> zone_values(const MapCounts& counts, const MapPlane& plane,
                                   const MapChoices& choices) {
    std::vector<ZoneValue> values;
    for (const DrawnZone& drawn : plane.zones) {
        ZoneValue zone{.zone = drawn.zone, .area_km2 = drawn.area_km2};
        zone.crimes =
            static_cast<double>(counts.crimes[drawn.zone]) / static_cast<double>(counts.replicates);
        zone.people = choices.people.empty() ? std::numeric_limits<double>::quiet_NaN()
                                             : choices.people[drawn.zone];
        zone.value = value_of(zone, choices.value);
        values.push_back(zone);
    }
    return values;
}

std::vector<double> values_above_zero(const std::vector<ZoneValue>& zones) {
    std::vector<double> values;
    for (const ZoneValue& zone : zones) {
        if (zone.value > 0) {
            values.push_back(zone.value);
        }
    }
    return values;
}

/// A title of the user's own may say it.
bool says_simulated(const std::string& title) {
    return toolkit::lower_case(title).find("simulat") != std::string::npos;
}

std::string title_text(const MapChoices& choices, bool simulated) {
    if (!choices.title.empty()) {
        return choices.title;
    }
    std::string what =
        choices.value == MapValue::density ? "Crime density" : value_name(choices.value);
    if (simulated) {
        what = "Simulated " + toolkit::lower_case(what);
    }
    return fmt::format("{}, {}", what, choices.place);
}

std::string subtitle_text(const MapCounts& counts, const std::string& period, bool said) {
    std::vector<std::string> parts;
    if (!period.empty()) {
        parts.push_back(period);
    }
    if (counts.simulated && counts.replicates == 1 && !said) {
        parts.emplace_back("simulated");
    }
    if (counts.simulated && counts.replicates > 1) {
        parts.push_back(fmt::format("mean of {} simulations",
                                    number_label(static_cast<double>(counts.replicates))));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string missing_text(const MapCounts& counts, std::int64_t elsewhere) {
    std::vector<std::string> parts;
    const auto add = [&parts](std::int64_t count, const std::string& where) {
        if (count > 0) {
            parts.push_back(fmt::format("{} {}", number_label(static_cast<double>(count)), where));
        }
    };
    const bool by_code = !counts.zone_field.empty();
    add(elsewhere, "in zones elsewhere");
    add(counts.outside, by_code ? "with a code that no zone has" : "outside all zones");
    add(counts.unplaced, by_code ? "without a zone code" : "without a place");
    if (parts.empty()) {
        return "";
    }
    const std::int64_t missing = elsewhere + counts.outside + counts.unplaced;
    return fmt::format("{} of {}{} {} not on the map: {}.",
                       number_label(static_cast<double>(missing)),
                       quantity_label(static_cast<double>(counts.read), "crime"),
                       counts.replicates > 1 ? " in all simulations" : "",
                       missing == 1 ? "is" : "are", fmt::join(parts, ", "));
}

/// True if no class has more than twice the zones of another: ties may prevent it.
bool classes_are_even(const std::vector<double>& values, const std::vector<double>& limits) {
    std::vector<std::size_t> sizes(limits.size() + 1);
    for (const double value : values) {
        ++sizes[class_of(value, limits)];
    }
    const auto [fewest, most] = std::minmax_element(sizes.begin(), sizes.end());
    return *most <= 2 * *fewest;
}

/// Zones without people look as if they had no crime; empty: there are none.
std::string unknown_text(const MapContent& content, const MapChoices& choices) {
    const auto unknown =
        std::count_if(content.zones.begin(), content.zones.end(), [](const ZoneValue& zone) {
            return zone.crimes > 0 && std::isnan(zone.value);
        });
    if (choices.value != MapValue::per_1000 || unknown == 0) {
        return "";
    }
    return fmt::format("The people of {} with crimes are not known: {} no colour.",
                       quantity_label(static_cast<double>(unknown), "zone"),
                       unknown == 1 ? "it has" : "they have");
}

std::vector<std::string> notes(const MapContent& content, const std::vector<double>& values,
                               const MapChoices& choices) {
    std::vector<std::string> notes;
    if (!content.limits.empty() && classes_are_even(values, content.limits)) {
        notes.emplace_back("Each colour covers about the same number of zones.");
    }
    for (const std::string& note :
         {content.missing, unknown_text(content, choices), choices.source}) {
        if (!note.empty()) {
            notes.push_back(note);
        }
    }
    return notes;
}

/// Crimes in zones that are not drawn.
std::int64_t crimes_elsewhere(const MapCounts& counts, const MapPlane& plane) {
    std::int64_t elsewhere =
        std::accumulate(counts.crimes.begin(), counts.crimes.end(), std::int64_t{0});
    for (const DrawnZone& drawn : plane.zones) {
        elsewhere -= counts.crimes[drawn.zone];
    }
    return elsewhere;
}

/// What has no value cannot be coloured, and is drawn only where the map may be empty.
void require_values(const MapContent& content, const std::vector<double>& values,
                    const MapCounts& counts, const MapChoices& choices) {
    if (!values.empty() || choices.may_be_empty) {
        return;
    }
    if (choices.value == MapValue::per_1000 &&
        std::any_of(content.zones.begin(), content.zones.end(),
                    [](const ZoneValue& zone) { return zone.crimes > 0; })) {
        throw toolkit::DataError(fmt::format(
            "{}: no zone with crimes has people (⟨--population⟩), so there are no rates by head",
            counts.layer));
    }
    throw toolkit::DataError(fmt::format(
        "{}: no crime lies in a zone inside the boundary (⟨--boundary⟩)", counts.layer));
}

/// The legend's classes; none for an empty map.
std::vector<std::string> labels_of(const std::vector<double>& limits,
                                   const std::vector<double>& values, const MapCounts& counts,
                                   const MapChoices& choices) {
    if (values.empty()) {
        return {};
    }
    const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
    const bool whole = choices.value == MapValue::count && counts.replicates == 1;
    return class_labels(limits, *smallest, *largest,
                        whole ? ValueKind::whole : ValueKind::continuous);
}

} // namespace

std::string months_text(const wdd::Period& period) {
    static constexpr std::array names{"January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December"};
    const std::chrono::year_month_day first(period.start);
    const std::chrono::year_month_day last(period.end);
    const auto month = [](const std::chrono::year_month_day& day) {
        return names.at(static_cast<unsigned>(day.month()) - 1);
    };
    const auto year = [](const std::chrono::year_month_day& day) {
        return static_cast<int>(day.year());
    };
    if (first.year() != last.year()) {
        return fmt::format("{} {} to {} {}", month(first), year(first), month(last), year(last));
    }
    return first.month() == last.month()
               ? fmt::format("{} {}", month(first), year(first))
               : fmt::format("{} to {} {}", month(first), month(last), year(last));
}

MapContent compose_map(const MapCounts& counts, MapPlane plane, const MapChoices& choices) {
    MapContent content;
    content.zones = zone_values(counts, plane, choices);
    content.elsewhere = crimes_elsewhere(counts, plane);
    const std::vector<double> values = values_above_zero(content.zones);
    require_values(content, values, counts, choices);
    if (!values.empty()) {
        content.limits = class_limits(values, choices.classes);
    }
    content.period =
        choices.period.empty() && counts.dates ? months_text(*counts.dates) : choices.period;
    content.missing = missing_text(counts, content.elsewhere);
    Choropleth& picture = content.picture;
    picture.width = choices.size.width;
    picture.height = choices.size.height;
    picture.title = title_text(choices, counts.simulated);
    picture.subtitle = subtitle_text(counts, content.period, says_simulated(picture.title));
    picture.legend_title = fmt::format("{}{}", value_name(choices.value),
                                       content.period.empty() ? "" : " in the period");
    picture.class_labels = labels_of(content.limits, values, counts, choices);
    picture.notes = notes(content, values, choices);
    picture.metres_a_unit = plane.metres_a_unit;
    if (!plane.boundary.rings.empty()) {
        picture.boundary_label = choices.boundary.empty() ? "boundary" : choices.boundary;
    }
    picture.boundary = std::move(plane.boundary);
    for (std::size_t i = 0; i < plane.zones.size(); ++i) {
        ZoneValue& zone = content.zones[i];
        if (zone.value > 0) {
            zone.colour_class = class_of(zone.value, content.limits);
        }
        picture.zones.push_back(
            {.shape = std::move(plane.zones[i].shape), .colour_class = zone.colour_class});
    }
    return content;
}

} // namespace crims_tool
