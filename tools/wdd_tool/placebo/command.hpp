// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "toolkit/command/command.hpp"
#include "wdd_tool/placebo/options.hpp"

namespace wdd_tool {

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

    void check_output();
    void require_outputs() const;
    Places read_places(StudyAreas& areas, const std::optional<toolkit::Crs>& assumed) const;
    std::vector<TestedFamily> test(const ObservedStudy& study, const Places& places,
                                   const std::vector<DatedPoint>& points,
                                   toolkit::Console& console) const;
    void report(const ObservedStudy& study, const std::vector<TestedFamily>& families,
                toolkit::Console& console) const;

    PlaceboOptions m_options;
    StudyDesign m_design;
    PlaceboChoices m_choices;
    std::optional<toolkit::FeatureClassTarget> m_target; ///< none: no output, or a CSV
    std::string m_csv;                                   ///< empty: none
};

} // namespace wdd_tool
