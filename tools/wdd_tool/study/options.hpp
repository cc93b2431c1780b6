// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/command/incident_options.hpp"
#include "toolkit/features/feature_target.hpp"
#include "wdd_tool/result/output.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// The options that every command with areas, incidents and dates shares.
struct StudyOptions {
    toolkit::Given<toolkit::LayerReference> response = {};
    std::string where = {};
    std::string name_field = {};
    toolkit::Given<toolkit::LayerReference> control = {};
    std::string control_where = {};
    std::vector<toolkit::Given<toolkit::LayerReference>> incident_layers = {};
    std::vector<std::string> downloads = {};      ///< of data.police.uk
    std::vector<std::string> crime_types = {};    ///< of downloads
    toolkit::IncidentLayerOptions incidents = {}; ///< how the layers are read
    std::string start_field = {};
    std::string end_field = {};
    std::optional<std::chrono::sys_days> start = {};
    std::optional<std::chrono::sys_days> end = {};
    std::optional<std::chrono::sys_days> pre_start = {};
    std::optional<std::chrono::sys_days> pre_end = {};
    bool baseline_year = false;
    toolkit::Given<toolkit::Distance> displacement = {};
    wdd::OverlapRule overlap = wdd::OverlapRule::clip;
    std::optional<toolkit::Crs> crs = {};         ///< to compute in
    toolkit::Given<toolkit::Crs> assume_crs = {}; ///< of layers that have none
};

void declare_study_layers(toolkit::OptionList& options, StudyOptions& o);
void declare_study_periods(toolkit::OptionList& options, StudyOptions& o);

/// The displacement distance and the rule of overlaps.
void declare_zones(toolkit::OptionList& options, StudyOptions& o);

/// Coordinate systems.
void declare_systems(toolkit::OptionList& options, StudyOptions& o);

/// What the options say of dates.
struct StudyDesign {
    PeriodEnd start = {};
    PeriodEnd end = {};
    std::optional<wdd::Period> pre = {};
    bool baseline_year = false; ///< the pre-treatment period is the same days a year earlier
};

/// What the options say together; no file is touched. Throws UsageError.
StudyDesign check_study(const StudyOptions& o);

AreaOptions area_options(const StudyOptions& o);
IncidentOptions incident_options(const StudyOptions& study);

/// The periods, once the areas have been read. Throws DataError if the pre-treatment period does
/// not end before the treatment.
PeriodOptions period_options(const StudyAreas& areas, const StudyDesign& design);

/// Every input that the options name, as it is written.
std::vector<std::string> named_inputs(const StudyOptions& o);

/// Throws UsageError if two outputs are one, or one would replace an input. `output` is the target
/// of the option as it is written; a GeoPackage may hold both, an input and the target.
void require_outputs_apart(std::vector<toolkit::NamedOutput> files,
                           const std::vector<std::string>& inputs,
                           const std::optional<toolkit::FeatureTarget>& target,
                           const std::string& output, const std::string& option = "--output");

} // namespace wdd_tool
