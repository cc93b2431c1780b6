// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "toolkit/command/command.hpp"
#include "wdd_tool/batch/evaluations.hpp"
#include "wdd_tool/batch/outputs.hpp"
#include "wdd_tool/result/output.hpp"
#include "wdd_tool/study/zone_weights.hpp"

namespace wdd_tool {

/// The options of `wdd batch`.
struct BatchOptions {
    StudyOptions study;
    EachOptions each;
    EvaluationOptions test;
    ZoneWeightOptions zone_weights;
    std::string weights; ///< a table
    std::string output;
    std::string comparison_output = {};
    std::string table;
    MessageFiles files;
};

/// `wdd batch`: one evaluation for each area of a layer, and their sum.
class BatchCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    void declare_each(toolkit::OptionList& options);
    void declare_outputs(toolkit::OptionList& options);
    void require_two_layers() const;
    void require_comparison_apart() const;
    void require_outputs() const;
    void report(const BatchResult& result, const IncidentSources& incidents,
                toolkit::Console& console) const;
    void write(const BatchResult& result, const wdd::Message& message, nlohmann::ordered_json json,
               const RecordedParameters& parameters) const;

    BatchOptions m_options;
    StudyDesign m_design;
    BatchTargets m_targets;
};

} // namespace wdd_tool
