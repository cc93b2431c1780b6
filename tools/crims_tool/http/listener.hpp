// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "toolkit/files/output_file.hpp"

namespace crims_tool {

/// Where a service listens.
struct ListenAddress {
    std::string host = {}; ///< a name or an IP address, without brackets
    std::uint16_t port = 0;

    /// "127.0.0.1:5000", "[::1]:5000".
    std::string text() const;
};

/// Reads HOST:PORT. Throws std::invalid_argument.
ListenAddress parse_listen_address(const std::string& text);

/// Sockets that take connections.
struct Listeners {
    std::vector<toolkit::Descriptor> sockets = {};
    std::vector<ListenAddress> addresses = {}; ///< with the port that port 0 has become
};

/// Throws toolkit::DataError if nobody may listen there.
Listeners listen_at(const ListenAddress& address);

/// The sockets with which systemd has started this process; none without systemd.
Listeners listeners_of_systemd();

} // namespace crims_tool
