// SPDX-License-Identifier: MIT
#include "crims_tool/http/host_check.hpp"

#include <algorithm>

#include <arpa/inet.h>

#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

namespace {

bool is_number_address(const std::string& name) {
    in6_addr address{};
    return inet_pton(AF_INET, name.c_str(), &address) == 1 ||
           inet_pton(AF_INET6, name.c_str(), &address) == 1;
}

bool is_port(std::string_view text) {
    constexpr std::size_t most_digits = 5;
    return text.size() <= most_digits &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::string host_name(std::string_view host) {
    std::string_view name = host;
    std::string_view port;
    if (host.starts_with('[')) {
        const std::size_t end = host.find(']');
        if (end == std::string_view::npos) {
            return "";
        }
        name = host.substr(1, end - 1);
        port = host.substr(end + 1);
    } else {
        const std::size_t colon = std::min(host.find(':'), host.size());
        name = host.substr(0, colon);
        port = host.substr(colon);
    }
    if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1)))) {
        return "";
    }
    std::string lower = toolkit::lower_case(name);
    if (lower.ends_with('.')) {
        lower.pop_back();
    }
    return lower;
}

HostNames::HostNames(const std::vector<std::string>& names) : m_names{"localhost"} {
    for (const std::string& name : names) {
        m_names.insert(host_name(name));
    }
}

bool HostNames::has(std::string_view host) const {
    const std::string name = host_name(host);
    return !name.empty() && (m_names.contains(name) || is_number_address(name));
}

} // namespace crims_tool
