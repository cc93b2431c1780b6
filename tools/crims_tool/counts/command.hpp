// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/counts/crimes.hpp"
#include "crims_tool/counts/output.hpp"
#include "crims_tool/options/input_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/command/incident_options.hpp"

namespace crims_tool {

/// The options of `crims counts`.
struct CountsOptions {
    std::string model;
    std::string loading;
    std::string crimes;
    std::string force;
    std::string lookup;
    toolkit::IncidentLayerOptions incidents;
    LayerColumns columns;
    std::optional<crims::Month> from;
    std::optional<crims::Month> to;
    PeriodKind period = PeriodKind::month;
    ZoneOptions zones;
    toolkit::Given<toolkit::Crs> assume_crs;
    bool polygons = false;
    bool skip_zeros = false;
    std::string output;
    ResultFiles files;
};

/// `crims counts`: crimes by zone, crime type, and month or week.
class CountsCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    /// What was counted, and what there is to say about it.
    struct Counted {
        CountTable table;
        std::uint64_t other_months = 0;
        std::uint64_t without_date = 0;
        std::uint64_t without_type = 0;
        std::vector<crims::Month> absent = {};
        std::vector<Source> sources = {};
        std::vector<std::string> warnings = {};
    };

    void declare_incidents(toolkit::OptionList& options);
    void declare_output(toolkit::OptionList& options);
    void check_source() const;
    void check_months() const;
    void require_outputs() const;
    CountsOutput output() const;
    std::optional<MonthRange> months() const;
    Counted count(const std::optional<ZoneLayer>& zones, toolkit::Console& console) const;
    Counted count_model() const;
    nlohmann::ordered_json result(const Counted& counted, std::uint64_t rows) const;
    std::string summary(const Counted& counted, std::uint64_t rows) const;

    CountsOptions m_options;
};

} // namespace crims_tool
