// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "crims_tool/http/host_check.hpp"
#include "crims_tool/http/reply.hpp"
#include "crims_tool/http/request.hpp"
#include "crims_tool/serve/endpoint.hpp"
#include "crims_tool/serve/resources.hpp"

namespace crims_tool {

/// Answers requests from models: finds the endpoint of an address, reads its parameters, and turns
/// what went wrong into an answer. Any number of threads may ask at once.
class Service {
  public:
    Service(std::shared_ptr<Resources> resources, const std::vector<std::string>& host_names);

    Reply answer(const HttpRequest& request) const;

  private:
    Reply find_and_answer(const HttpRequest& request) const;
    void check_sender(const HttpRequest& request) const;

    std::shared_ptr<Resources> m_resources;
    HostNames m_hosts;
    EndpointList m_endpoints;
};

} // namespace crims_tool
