// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/command.hpp"
#include "feature_sink.hpp"
#include "injected_incidents.hpp"
#include "injection_report.hpp"
#include "result_files.hpp"

namespace crims_tool {

/// The options of `crims inject` as they are written.
struct InjectOptions {
    std::string incidents;
    std::string where;
    std::string date_field;
    std::string type_field;
    std::string time_zone;
    bool skip_bad_dates = false;
    std::string x;
    std::string y;
    std::string points_crs;
    std::string scenario;
    std::string seed = "1";
    std::string crs;
    std::string assume_crs;
    std::string output;
    bool keep_prevented = false;
    ResultFiles files;
};

/// `crims inject`: a simulated intervention in real or simulated incidents.
class InjectCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    void declare_incidents(toolkit::OptionList& options);
    void declare_scenario(toolkit::OptionList& options);
    void require_outputs() const;
    InjectionLayer incident_layer() const;
    nlohmann::ordered_json result_json(const InjectionReport& report) const;

    InjectOptions m_options;
    std::uint64_t m_seed = 1;
    std::optional<FeatureTarget> m_target;
};

} // namespace crims_tool
