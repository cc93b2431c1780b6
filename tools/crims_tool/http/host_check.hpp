// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace crims_tool {

/// Under which names a service answers. A page of somebody else's whose name suddenly leads to this
/// machine (DNS rebinding) asks under its own name, and gets nothing. Addresses that are numbers
/// cannot be rebound: they are always right, and so is localhost.
class HostNames {
  public:
    explicit HostNames(const std::vector<std::string>& names);

    /// `host` as the header field Host has it, with or without a port.
    bool has(std::string_view host) const;

  private:
    std::set<std::string, std::less<>> m_names;
};

/// The name in a Host header field, in lower case, without port and brackets; empty: it is none.
std::string host_name(std::string_view host);

} // namespace crims_tool
