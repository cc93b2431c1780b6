// SPDX-License-Identifier: MIT
#include "crims_tool/serve/service.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "crims_tool/http/message.hpp"
#include "crims_tool/serve/page.hpp"
#include "crims_tool/serve/parameters.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/visible.hpp"

namespace crims_tool {

namespace {

constexpr std::string_view id_place = "{id}";

/// What stands for {id} where a path is of this form; no value: it is of another.
std::optional<std::string> match(std::string_view form, std::string_view path) {
    const std::size_t place = form.find(id_place);
    if (place == std::string_view::npos) {
        return path == form ? std::optional<std::string>("") : std::nullopt;
    }
    const std::string_view before = form.substr(0, place);
    const std::string_view after = form.substr(place + id_place.size());
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) ||
        !path.ends_with(after)) {
        return std::nullopt;
    }
    const std::string_view id =
        path.substr(before.size(), path.size() - before.size() - after.size());
    return id.find('/') == std::string_view::npos ? std::optional<std::string>(id) : std::nullopt;
}

/// Scripts, styles and pictures come from this service alone, and nobody shows its pages in a
/// frame.
constexpr const char* page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Cairo's pictures have styles in them; nothing of them may run.
constexpr const char* picture_policy =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

void add_safety(Reply& reply) {
    const bool is_picture = reply.type == "image/svg+xml";
    reply.fields.emplace_back("Content-Security-Policy", is_picture ? picture_policy : page_policy);
    reply.fields.emplace_back("X-Content-Type-Options", "nosniff");
    reply.fields.emplace_back("Referrer-Policy", "no-referrer");
    reply.fields.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
}

bool only_reads(const std::string& method) {
    return method == "GET" || method == "HEAD";
}

} // namespace

Service::Service(std::shared_ptr<Resources> resources, const std::vector<std::string>& host_names)
    : m_resources(std::move(resources)), m_hosts(host_names) {
    add_page_endpoints(m_endpoints, m_resources);
}

/// A page of somebody else's in a browser can send requests here, too.
void Service::check_sender(const HttpRequest& request) const {
    if (request.count("host") != 1) {
        throw HttpError(http_status::bad_request,
                        "the header field Host is missing, or there twice");
    }
    const std::string_view host = request.field("host");
    if (!m_hosts.has(host)) {
        throw HttpError(
            http_status::forbidden,
            fmt::format(
                "this service is not called '{}'; whoever runs it can add the name with --host-name",
                host_name(host)));
    }
    const std::string_view site = request.field("sec-fetch-site");
    if (!only_reads(request.method) && (site == "cross-site" || site == "same-site")) {
        throw HttpError(http_status::forbidden,
                        "a page of another service cannot change anything here");
    }
}

Reply Service::answer(const HttpRequest& request) const {
    const auto refuse = [this](int status, std::string_view what) {
        return error_reply(status,
                           toolkit::visible_line(in_parameter_words(what), toolkit::longest_shown),
                           m_resources->memory);
    };
    Reply reply;
    try {
        reply = find_and_answer(request);
    } catch (const HttpError& error) {
        reply = refuse(error.status(), error.what());
    } catch (const BadQuery& error) {
        reply = refuse(http_status::bad_request, error.what());
    } catch (const toolkit::UsageError& error) {
        reply = refuse(http_status::bad_request, error.what());
    }
    if (reply.status == http_status::unavailable) {
        reply.fields.emplace_back("Retry-After", "1");
    }
    add_safety(reply);
    return reply;
}

Reply Service::find_and_answer(const HttpRequest& request) const {
    check_sender(request);
    std::set<std::string> methods;
    for (const auto& make : m_endpoints) {
        const std::unique_ptr<Endpoint> endpoint = make();
        const EndpointDescription description = endpoint->description();
        const auto id = match(description.path, request.path);
        if (!id) {
            continue;
        }
        if (description.method != (only_reads(request.method) ? "GET" : request.method)) {
            methods.insert(description.method);
            continue;
        }
        if (endpoint->leaves_query_to_page()) {
            return endpoint->answer(request, *id);
        }
        toolkit::OptionList parameters;
        endpoint->declare(parameters);
        read_parameters(parameters, parse_query(request.query));
        return endpoint->answer(request, *id);
    }
    if (methods.empty()) {
        throw HttpError(http_status::not_found,
                        fmt::format("there is nothing at '{}'; /openapi.json tells what there is",
                                    request.path));
    }
    Reply reply = error_reply(http_status::method_not_allowed,
                              fmt::format("'{}' takes {}", request.path, fmt::join(methods, ", ")),
                              m_resources->memory);
    reply.fields.emplace_back("Allow", fmt::format("{}", fmt::join(methods, ", ")));
    return reply;
}

} // namespace crims_tool
