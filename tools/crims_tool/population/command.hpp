// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/options/result_files.hpp"
#include "crims_tool/population/synthesis.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/geopackage/layer_description.hpp"

namespace crims_tool {

/// The options of `crims population`.
struct PopulationOptions {
    std::vector<std::string> census;
    std::string projection;
    std::vector<std::string> totals;
    std::string lookup;
    std::optional<int> year;
    std::uint64_t seed = 1;
    toolkit::Given<toolkit::LayerReference> output;
    std::string people;
    ResultFiles files;
};

/// `crims population`: census tables to people of any year.
class PopulationCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    void require_outputs() const;
    toolkit::LayerDescription description_of_layer() const;
    nlohmann::ordered_json result(const Synthesis& synthesis,
                                  const PopulationCategories& categories) const;

    PopulationOptions m_options;
};

} // namespace crims_tool
