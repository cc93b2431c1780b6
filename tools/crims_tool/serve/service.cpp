// SPDX-License-Identifier: MIT
#include "crims_tool/serve/service.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "crims_tool/http/message.hpp"
#include "crims_tool/serve/data.hpp"
#include "crims_tool/serve/information.hpp"
#include "crims_tool/serve/map.hpp"
#include "crims_tool/serve/open_api.hpp"
#include "crims_tool/serve/page.hpp"
#include "crims_tool/serve/parameters.hpp"
#include "crims_tool/serve/replies.hpp"
#include "crims_tool/serve/summary.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
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

class DescriptionEndpoint : public Endpoint {
  public:
    DescriptionEndpoint(const std::string& text, std::shared_ptr<BodyMemory> memory)
        : m_text(text), m_memory(std::move(memory)) {}

    EndpointDescription description() const override {
        return {.path = "/openapi.json",
                .summary = "This description",
                .types = {"application/json"},
                .failures = {http_status::not_modified}};
    }

    Reply answer(const HttpRequest& request, const std::string& /*id*/) override {
        const std::string etag = etag_of(m_text);
        if (has_already(request, etag)) {
            return not_modified(etag);
        }
        Reply reply = text_reply(m_text, "application/json", m_memory);
        reply.fields = {{"ETag", etag}, {"Cache-Control", "no-cache"}};
        return reply;
    }

  private:
    const std::string& m_text;
    std::shared_ptr<BodyMemory> m_memory;
};

/// The members of a JSON object as the parameters that they are.
QueryParameters parameters_of(const std::string& body) {
    const nlohmann::ordered_json json = nlohmann::ordered_json::parse(body, nullptr, false);
    if (!json.is_object()) {
        throw HttpError(http_status::bad_request,
                        R"(the body must be a JSON object such as {"force": "Durham"})");
    }
    QueryParameters parameters;
    for (const auto& [name, value] : json.items()) {
        if (value.is_structured() || value.is_null()) {
            throw HttpError(http_status::bad_request,
                            fmt::format("'{}' must be a text, a number, true or false", name));
        }
        parameters.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
    }
    return parameters;
}

/// A body of this type comes from no form of another site's.
void require_json(const HttpRequest& request) {
    const std::string_view type = request.field("content-type");
    if (toolkit::lower_case(toolkit::trimmed(type.substr(0, type.find(';')))) !=
        "application/json") {
        throw HttpError(http_status::unsupported_type,
                        "the body must be JSON, and Content-Type say so: application/json");
    }
}

bool only_reads(const std::string& method) {
    return method == "GET" || method == "HEAD";
}

} // namespace

Service::Service(std::shared_ptr<Resources> resources, const std::vector<std::string>& host_names)
    : m_resources(std::move(resources)), m_hosts(host_names) {
    add_page_endpoints(m_endpoints, m_resources);
    add_data_endpoint(m_endpoints, m_resources);
    add_map_endpoint(m_endpoints, m_resources);
    add_summary_endpoints(m_endpoints, m_resources);
    add_information_endpoints(m_endpoints, m_resources);
    add_simulator_endpoints(m_endpoints, m_resources);
    m_endpoints.emplace_back([this] {
        return std::make_unique<DescriptionEndpoint>(m_description, m_resources->memory);
    });
    m_description = open_api(m_endpoints);
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
                "this service is not called '{}'; whoever runs it can add the name with ⟨--host-name⟩",
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

Reply Service::answer_with(Endpoint& endpoint, const EndpointDescription& description,
                           const HttpRequest& request, const std::string& id) {
    toolkit::OptionList parameters;
    endpoint.declare(parameters);
    QueryParameters given = parse_query(request.query);
    if (description.parameters_in_body || !description.body_schema.empty()) {
        require_json(request);
    }
    if (description.parameters_in_body) {
        const QueryParameters in_body = parameters_of(request.body);
        given.insert(given.end(), in_body.begin(), in_body.end());
    }
    read_parameters(parameters, given);
    return endpoint.answer(request, id);
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
        return answer_with(*endpoint, description, request, *id);
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
