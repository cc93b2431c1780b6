// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "common/command.hpp"
#include "common/feature_class_writer.hpp"
#include "result_layer.hpp"
#include "result_output.hpp"
#include "study.hpp"

namespace wdd_tool {

/// The options of `wdd test` as they are written.
struct TestOptions {
    std::string response;
    std::string where;
    std::string control;
    std::string control_where;
    std::string incidents;
    std::string incidents_where;
    std::string x;
    std::string y;
    std::string points_crs;
    std::string start_field;
    std::string end_field;
    std::string start;
    std::string end;
    std::string pre_start;
    std::string pre_end;
    std::string date_field;
    std::string time_zone;
    bool skip_bad_dates = false;
    std::string displacement;
    std::string overlap = "clip";
    bool test_suitability = false;
    double max_area_difference = 20;
    double max_count_difference = 20;
    double min_correlation = 0.7;
    std::string suitability_action = "fail";
    double confidence = 0.95;
    std::string crs;
    std::string assume_crs;
    std::string output;
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
    void declare_inputs(toolkit::OptionList& options);
    void declare_periods(toolkit::OptionList& options);
    void declare_test(toolkit::OptionList& options);
    void declare_outputs(toolkit::OptionList& options);
    void check_periods();
    void check_numbers() const;
    void check_outputs();
    void require_outputs() const;
    AreaOptions area_options() const;
    IncidentOptions incident_options() const;
    wdd::OverlapRule overlap_rule() const;
    std::vector<ResultParameter> parameters() const;
    int report(const wdd::Evaluation& evaluation, const StudyAreas& areas,
               const wdd::ZoneGeometry& zones, toolkit::Console& console) const;

    TestOptions m_options;
    toolkit::Distance m_displacement;
    PeriodEnd m_start;
    PeriodEnd m_end;
    std::optional<wdd::Period> m_pre;
    std::optional<toolkit::FeatureClassTarget> m_target;
};

} // namespace wdd_tool
