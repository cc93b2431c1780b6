// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/command.hpp"
#include "placebo_families.hpp"
#include "result_output.hpp"
#include "study_options.hpp"

namespace wdd_tool {

/// The options of `wdd placebo` as they are written.
struct PlaceboOptions {
    StudyOptions study;
    std::string dates;
    std::string date_step = "auto";
    std::string dates_from;
    double relocations = 0;
    std::string region;
    std::string region_where;
    double seed = 1;
    std::string candidates;
    std::string candidates_where;
    std::string candidates_field;
    double min_count = 0;
    std::string output;
    MessageFiles files;
};

/// `wdd placebo`: the test where and when nothing was done.
class PlaceboCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    /// Where else to look, in the study's CRS.
    struct Places {
        std::optional<wdd::Area> region;
        std::vector<CandidateZone> candidates;

        bool any() const { return region || !candidates.empty(); }
    };

    void declare_placebos(toolkit::OptionList& options);
    void check_places() const;
    void check_output();
    void require_outputs() const;
    Places read_places(StudyAreas& areas, const std::optional<toolkit::Crs>& assumed) const;
    std::vector<TestedFamily> test(const ObservedStudy& study, const Places& places,
                                   const std::vector<DatedPoint>& points,
                                   toolkit::Console& console) const;
    std::vector<ResultParameter> parameters() const;
    void report(const ObservedStudy& study, const std::vector<TestedFamily>& families,
                toolkit::Console& console) const;

    PlaceboOptions m_options;
    StudyDesign m_design;
    DateOptions m_dates;
    std::optional<toolkit::FeatureClassTarget> m_target; ///< none: no output, or a CSV
    std::string m_csv;                                   ///< empty: none
};

} // namespace wdd_tool
