// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "toolkit/command/command.hpp"
#include "toolkit/features/feature_target.hpp"
#include "wdd_tool/result/layer.hpp"
#include "wdd_tool/result/output.hpp"
#include "wdd_tool/study/crime_types.hpp"
#include "wdd_tool/study/evaluation_options.hpp"
#include "wdd_tool/study/options.hpp"
#include "wdd_tool/study/zone_weights.hpp"

namespace wdd_tool {

/// The options of `wdd test`.
struct TestOptions {
    StudyOptions study;
    EvaluationOptions test;
    ZoneWeightOptions zone_weights;
    std::string weights; ///< a table
    std::string output;
    std::string comparison_output;
    MessageFiles files;
};

/// `wdd test`: areas, incidents and dates in, verdict out.
class TestCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

    const TestOptions& options() const { return m_options; }

  private:
    void declare_outputs(toolkit::OptionList& options);
    void check_outputs();
    void require_outputs() const;
    int report(const wdd::Evaluation& evaluation, const std::optional<wdd::TypesFinding>& types,
               const wdd::Message& message, const StudyAreas& areas, const wdd::ZoneGeometry& zones,
               toolkit::Console& console) const;

    TestOptions m_options;
    StudyDesign m_design;
    std::optional<toolkit::FeatureTarget> m_target;
    std::optional<toolkit::FeatureTarget> m_comparison_target;
};

} // namespace wdd_tool
