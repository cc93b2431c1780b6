// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims_tool/evaluate/design/plan.hpp"
#include "crims_tool/evaluate/incident_history.hpp"
#include "crims_tool/evaluate/report/result.hpp"
#include "crims_tool/evaluate/run.hpp"
#include "crims_tool/model/file.hpp"
#include "crims_tool/options/input_options.hpp"
#include "crims_tool/options/process_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "crims_tool/options/scenario_options.hpp"
#include "crims_tool/ranks/ranks.hpp"
#include "crims_tool/scenario/file.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/command/incident_options.hpp"
#include "toolkit/layers/distance.hpp"
#include "toolkit/layers/layer_reference.hpp"

namespace crims_tool {

/// How replicates are drawn.
enum class EvaluationRoute { counts, points };

/// The options of `crims evaluate` that are not in its plan.
struct EvaluateOptions {
    std::string model;
    toolkit::IncidentLayerOptions incidents;
    ScenarioOptions scenario;
    toolkit::LayerReference control;
    std::string control_where;
    std::vector<toolkit::Distance> rings;
    std::vector<std::string> crime_types;
    std::vector<double> effects; ///< empty: the usual ones and the scenario's own
    ProcessOptions process = {.replicates = 2000};
    std::optional<EvaluationRoute> route; ///< none: counts with a model, points with incidents
    toolkit::Distance snap = {};
    std::string checkpoint;
    std::string output;
    std::string html;
    std::string csv;
    std::string saved_scenario;
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
    void check_inputs() const;
    void check_intervention();
    void check_world();
    void check_records() const;
    void check_outputs() const;
    void require_writable() const;

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
    void report(EvaluationResult& result, toolkit::Console& console) const;
    void publish(const EvaluationResult& result) const;
    std::string fingerprint(const EvaluationResult& result, const IncidentHistory& world) const;

    bool through_points() const {
        return m_options.route.value_or(m_options.incidents.layer.empty()
                                            ? EvaluationRoute::counts
                                            : EvaluationRoute::points) == EvaluationRoute::points;
    }

    EvaluateOptions m_options;
    EvaluationPlan m_plan; ///< as far as the command line tells it
};

} // namespace crims_tool
