// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims_tool/http/listener.hpp"
#include "crims_tool/options/input_options.hpp"
#include "toolkit/command/command.hpp"

namespace crims_tool {

/// The options of `crims serve`.
struct ServeOptions {
    std::string models;
    ZoneOptions zones;
    std::optional<toolkit::LayerReference> boundary;
    ListenAddress listen{.host = "127.0.0.1", .port = 5000};
    std::vector<std::string> host_names;
    std::uint32_t threads = 0;
    std::uint32_t most_crimes = 1'000'000;
    std::uint32_t cache_megabytes = 256;
    std::uint32_t most_simulators = 16;
    std::uint32_t idle_minutes = 15;
};

/// `crims serve`: simulated crimes, maps and stepping over HTTP, with a web page.
class ServeCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    void declare_models(toolkit::OptionList& options);
    void declare_network(toolkit::OptionList& options);
    void declare_limits(toolkit::OptionList& options);

    ServeOptions m_options;
};

} // namespace crims_tool
