// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crims_tool/inject/incident_places.hpp"
#include "crims_tool/inject/report.hpp"
#include "crims_tool/options/input_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "crims_tool/options/scenario_options.hpp"
#include "crims_tool/scenario/injected_incidents.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/command/incident_options.hpp"
#include "toolkit/features/feature_target.hpp"
#include "toolkit/geopackage/layer_description.hpp"
#include "toolkit/layers/layer.hpp"

namespace crims_tool {

/// The options of `crims inject`.
struct InjectOptions {
    toolkit::IncidentLayerOptions incidents;
    ScenarioOptions scenario;
    std::uint64_t seed = 1;
    std::optional<toolkit::Crs> crs;
    toolkit::Given<toolkit::Crs> assume_crs;
    std::vector<std::string> place_fields;
    ZoneOptions zones;
    std::string output;
    bool keep_prevented = false;
    ResultFiles files;
};

/// `crims inject`: a simulated intervention in real or simulated incidents.
class InjectCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    void declare_incidents(toolkit::OptionList& options);
    void declare_places(toolkit::OptionList& options);
    void declare_scenario(toolkit::OptionList& options);
    void require_outputs() const;
    std::optional<PlaceZones> place_zones() const;
    toolkit::LayerDescription description_of_layer(const toolkit::Layer& incidents) const;
    nlohmann::ordered_json result_json(const InjectionReport& report) const;

    InjectOptions m_options;
    std::optional<toolkit::FeatureTarget> m_target;
};

} // namespace crims_tool
