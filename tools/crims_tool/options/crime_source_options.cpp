// SPDX-License-Identifier: MIT
#include "crims_tool/options/crime_source_options.hpp"

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

using toolkit::OptionType;
using toolkit::UsageError;

void declare_download(toolkit::OptionList& options, const DownloadTargets& targets,
                      toolkit::Option crimes, toolkit::Option force) {
    crimes.name = "--crimes";
    crimes.type = OptionType::file;
    crimes.value = "PATH";
    crimes.may_be_folder = true;
    force.name = "--force";
    force.type = OptionType::text;
    force.value = "NAME";
    options.add(crimes, targets.crimes);
    options.add(force, targets.force);
}

void declare_crime_source(toolkit::OptionList& options, CrimeSourceOptions& o,
                          const std::string& default_force) {
    options.group("Crimes");
    declare_download(
        options, {&o.crimes, &o.force},
        {.help =
             "The download of data.police.uk: the archive .zip, its address, or a folder with its files."},
        {.help =
             "The force: its usual name ('Avon & Somerset') or the name in the files ('avon-and-somerset').",
         .default_words = default_force});
    declare_months(options, o.months);
    toolkit::declare_incident_layer(
        options, o.incidents,
        {.help = "Incidents with a date and a place, instead of ⟨--crimes⟩.", .advanced = true});
    const std::vector<std::string> with_incidents = {"--incidents"};
    toolkit::declare_incident_where(options, o.incidents,
                                    {.goes_with = with_incidents, .advanced = true});
    toolkit::declare_date_field(options, o.incidents,
                                {.goes_with = with_incidents, .advanced = true});
    toolkit::declare_type_field(options, o.incidents,
                                {.goes_with = with_incidents, .advanced = true});
    toolkit::declare_coordinates(options, o.incidents, "--incidents", with_incidents);
    toolkit::declare_time_zone(
        options, o.incidents,
        {.help =
             "Turns date-times of incidents with UTC or an offset into local time of this zone (Europe/London, +02:00)."});
    toolkit::declare_date_format(options, o.incidents);
}

void declare_lookup(toolkit::OptionList& options, CrimeSourceOptions& o,
                    const std::string& default_words) {
    options.add({.name = "--lookup",
                 .type = OptionType::file,
                 .value = "TABLE",
                 .help = "Table with the columns LSOA and MSOA (or another zone under that name).",
                 .default_words = default_words},
                &o.lookup);
}

void check_crime_source(const CrimeSourceOptions& o) {
    const toolkit::IncidentLayerOptions& incidents = o.incidents;
    if (o.crimes.empty() == incidents.layer.empty()) {
        throw UsageError(
            "give either ⟨--crimes⟩ (with ⟨--force⟩) or ⟨--incidents⟩ (with ⟨--date-field⟩ and ⟨--zones⟩)");
    }
    if (!incidents.layer.empty() && incidents.date_field.empty()) {
        throw UsageError("⟨--incidents⟩ needs ⟨--date-field⟩ and ⟨--zones⟩");
    }
    if (!incidents.layer.empty()) {
        toolkit::check_incident_layer(incidents, o.assume_crs);
        if (!o.lookup.empty()) {
            throw UsageError("⟨--lookup⟩ goes with ⟨--crimes⟩: incidents have no LSOA");
        }
    }
    require_ordered(o.months);
    constexpr std::size_t most_months = 1200;
    if (o.months.size() > most_months) {
        throw UsageError(fmt::format("⟨--from⟩ {} ⟨--to⟩ {}: that is more than a hundred years",
                                     month_text(o.months.from), month_text(o.months.to)));
    }
}

std::optional<toolkit::IncidentLayer> incident_layer(const CrimeSourceOptions& o) {
    return o.incidents.layer.empty()
               ? std::nullopt
               : std::optional(toolkit::incident_layer(o.incidents, o.assume_crs.value()));
}

} // namespace crims_tool
