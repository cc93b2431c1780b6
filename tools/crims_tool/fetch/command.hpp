// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/fetch/archives.hpp"
#include "crims_tool/fetch/neighbourhoods.hpp"
#include "crims_tool/options/result_files.hpp"
#include "toolkit/command/command.hpp"

namespace crims_tool {

/// The options of `crims fetch`.
struct FetchOptions {
    std::string force;
    std::optional<crims::Month> from;
    std::optional<crims::Month> to;
    std::optional<crims::Month> archive;
    bool neighbourhoods = false;
    std::string output;
    std::string address;
    std::string api;
    std::uint32_t retries = 0;
    ResultFiles files;
};

/// `crims fetch`: what is needed of data.police.uk, by byte ranges.
class FetchCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    void declare_server(toolkit::OptionList& options);
    ArchiveRequest archive_request() const;
    NeighbourhoodRequest neighbourhood_request() const;

    FetchOptions m_options;
};

} // namespace crims_tool
