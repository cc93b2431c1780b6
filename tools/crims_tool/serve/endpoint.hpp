// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "crims_tool/http/request.hpp"
#include "toolkit/command/option_list.hpp"

namespace crims_tool {

/// A request that cannot be answered as it stands.
class HttpError : public std::runtime_error {
  public:
    HttpError(int status, const std::string& what) : std::runtime_error(what), m_status(status) {}

    int status() const { return m_status; }

  private:
    int m_status;
};

namespace http_status {
inline constexpr int ok = 200;
inline constexpr int created = 201;
inline constexpr int no_content = 204;
inline constexpr int not_modified = 304;
inline constexpr int bad_request = 400;
inline constexpr int forbidden = 403;
inline constexpr int not_found = 404;
inline constexpr int method_not_allowed = 405;
inline constexpr int conflict = 409;
inline constexpr int too_large = 413;
inline constexpr int unsupported_type = 415;
inline constexpr int server_error = 500;
inline constexpr int unavailable = 503;
} // namespace http_status

/// What an address answers, for its description.
struct EndpointDescription {
    std::string method = "GET";
    std::string path; ///< "/simulators/{id}/advance"
    std::string summary;
    std::vector<std::string> types = {}; ///< media types of the answer
    bool parameters_in_body = false;     ///< as a JSON object, not in the address
    std::string body_schema = {};        ///< of another body: JSON Schema; empty: it has none
    int success = http_status::ok;
    std::vector<int> failures = {}; ///< besides 400 and 503
};

/// What is asked for at one address: describe, declare the parameters, answer. Made anew for each
/// request, as a command is for each run.
class Endpoint {
  public:
    Endpoint() = default;
    virtual ~Endpoint() = default;
    Endpoint(const Endpoint&) = delete;
    Endpoint(Endpoint&&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;
    Endpoint& operator=(Endpoint&&) = delete;

    virtual EndpointDescription description() const = 0;

    /// Binds the parameters to members. `--crime-type` is the parameter `crime_type`.
    virtual void declare(toolkit::OptionList& /*parameters*/) {}

    /// The query is for a script of the page, which reads it from the browser's address.
    virtual bool leaves_query_to_page() const { return false; }

    /// `id` is what stands in the path for {id}. Throws HttpError, toolkit::UsageError for a
    /// parameter, toolkit::DataError for what the service itself lacks.
    virtual Reply answer(const HttpRequest& request, const std::string& id) = 0;
};

using EndpointList = std::vector<std::function<std::unique_ptr<Endpoint>()>>;

} // namespace crims_tool
