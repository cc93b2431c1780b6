// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims_tool/evaluate/design/plan.hpp"
#include "crims_tool/evaluate/incident_history.hpp"
#include "crims_tool/evaluate/ranks.hpp"
#include "crims_tool/evaluate/report/result.hpp"
#include "crims_tool/evaluate/run.hpp"
#include "crims_tool/model/file.hpp"
#include "crims_tool/options/input_options.hpp"
#include "crims_tool/options/process_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "crims_tool/scenario/file.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/command/incident_options.hpp"
#include "toolkit/layers/distance.hpp"
#include "toolkit/layers/layer_reference.hpp"

namespace crims_tool {

/// The options of `crims evaluate` as they are written.
struct EvaluateOptions {
    std::string model;
    toolkit::IncidentLayerOptions incidents;
    ScenarioOptions scenario;
    std::string control;
    std::string control_where;
    std::string displacement;
    std::string crime_types;
    std::string effects;
    std::string displaced;
    std::string months;
    ProcessOptions process = {.replicates = 2000};
    std::string alpha = "0.05";
    std::string power = "0.8";
    std::string confidence = "0.95";
    std::string observed_z;
    std::string route; ///< empty: counts with a model, points with incidents
    std::string recorded = "1";
    std::string missing;
    bool month_only = false;
    std::string snap = "0";
    std::string checkpoint;
    std::string output;
    std::string html;
    std::string csv;
    ResultFiles files;
};

/// `crims evaluate`: tells whether a planned evaluation would detect an effect.
class EvaluateCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;
    toolkit::Processes processes() const override;

  private:
    void declare_inputs(toolkit::OptionList& options);
    void declare_design(toolkit::OptionList& options);
    void declare_world(toolkit::OptionList& options);
    void declare_records(toolkit::OptionList& options);
    void declare_output(toolkit::OptionList& options);
    void check_inputs();
    void check_design();
    void check_world();
    void check_records();
    void check_outputs() const;
    void require_writable() const;
    InjectionLayer incident_layer() const;

    /// The model and, where real incidents stand for it, these.
    IncidentHistory read_world(std::chrono::sys_days start, toolkit::Console& console) const;

    /// Reads the inputs and makes the design; its table is empty yet.
    EvaluationResult prepare(IncidentHistory& world, toolkit::Console& console) const;
    ForecastDesign forecast_design(const StoredModel& stored, const EvaluationAreas& areas,
                                   const EvaluationPlan& plan,
                                   const EvaluationDesign& design) const;
    ReplicateCounter counter(const EvaluationResult& result, const IncidentHistory& world) const;
    void count(EvaluationResult& result, const IncidentHistory& world, const Ranks& ranks,
               std::optional<EvaluationCheckpoint>& checkpoint, toolkit::Console& console) const;
    void publish(const EvaluationResult& result) const;
    std::string fingerprint(const EvaluationResult& result, const IncidentHistory& world) const;

    bool through_points() const { return m_options.route == "points"; }

    EvaluateOptions m_options;
    EvaluationPlan m_plan;
    bool m_own_effect = true; ///< the scenario's own is among the effects
    toolkit::LayerReference m_control;
    std::vector<toolkit::Distance> m_rings;
    std::size_t m_threads = 0;
};

} // namespace crims_tool
