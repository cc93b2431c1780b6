// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "toolkit/command/option_list.hpp"
#include "toolkit/incidents/incident_layer.hpp"

namespace toolkit {

/// The options that name a layer of incidents and tell how it is read.
struct IncidentLayerOptions {
    Given<LayerReference> layer = {};
    std::string where = {};
    std::string date_field = {};
    std::string type_field = {};
    std::string id_field = {};
    std::string x = {};
    std::string y = {};
    Given<Crs> points_crs = {};
    Given<TimeZone> time_zone = {};
    Given<DateFormat> date_format = {};
    bool skip_bad_dates = false;
};

// Each declares some of them. `own` says what is the command's own; the name, help or parent that
// it leaves empty is the common one.

/// --incidents.
void declare_incident_layer(OptionList& options, IncidentLayerOptions& o, Option own = {});

/// --where.
void declare_incident_where(OptionList& options, IncidentLayerOptions& o, Option own = {});

/// --date-field.
void declare_date_field(OptionList& options, IncidentLayerOptions& o, Option own = {});

/// --type-field.
void declare_type_field(OptionList& options, IncidentLayerOptions& o, Option own = {});

/// --x, --y and --points-crs. `parent` is the option that names the layer.
void declare_coordinates(OptionList& options, IncidentLayerOptions& o,
                         const std::string& parent = "--incidents",
                         const std::vector<std::string>& goes_with = {});

/// --time-zone, always advanced.
void declare_time_zone(OptionList& options, IncidentLayerOptions& o, Option own = {});

/// --date-format, always advanced.
void declare_date_format(OptionList& options, IncidentLayerOptions& o, Option own = {});

/// --skip-bad-dates, always advanced.
void declare_bad_dates(OptionList& options, IncidentLayerOptions& o, Option own = {});

/// --assume-crs, for all layers of a command; always advanced.
Option assumed_crs_option(Option own);

template<class Target>
void declare_assumed_crs(OptionList& options, Target& target, Option own = {}) {
    options.add(assumed_crs_option(std::move(own)), &target);
}

/// Whether the columns of coordinates and their system make sense together. Throws UsageError.
void check_incident_layer(const IncidentLayerOptions& o, const std::string& assumed_crs);

/// What was given, as the layer to read. `assumed_crs` is of a layer that has none.
IncidentLayer incident_layer(const IncidentLayerOptions& o,
                             const std::optional<Crs>& assumed_crs = std::nullopt);

} // namespace toolkit
