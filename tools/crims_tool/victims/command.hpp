// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/options/result_files.hpp"
#include "crims_tool/victims/crime_copy.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/features/feature_target.hpp"

namespace crims_tool {

/// The options of `crims victims`.
struct VictimOptions {
    toolkit::Given<toolkit::LayerReference> crimes;
    std::string zone_field;
    std::string population;
    std::string risks;
    std::string recorded;
    std::uint64_t seed = 1;
    toolkit::Given<toolkit::LayerReference> output;
    std::string save_risks;
    ResultFiles files;
};

/// `crims victims`: who the victims of simulated crimes are.
class VictimsCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    void declare_output(toolkit::OptionList& options);
    toolkit::FeatureTarget target() const;
    void require_outputs() const;
    nlohmann::ordered_json result(const VictimCounts& counts) const;

    VictimOptions m_options;
};

} // namespace crims_tool
