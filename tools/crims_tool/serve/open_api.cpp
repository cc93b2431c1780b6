// SPDX-License-Identifier: MIT
#include "crims_tool/serve/open_api.hpp"

#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "crims_tool/serve/parameters.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using Json = nlohmann::ordered_json;
using toolkit::Option;
using toolkit::OptionType;

Json number_schema(const char* type, const Option& option) {
    Json schema = {{"type", type}};
    if (option.range.least) {
        schema["minimum"] = *option.range.least;
    } else if (option.type == OptionType::integer) {
        schema["minimum"] = 0;
    }
    if (option.range.most) {
        schema["maximum"] = *option.range.most;
    }
    return schema;
}

Json default_of(const Option& option) {
    if (option.type == OptionType::flag) {
        return option.default_text == "on";
    }
    const auto number = toolkit::read_number(option.default_text);
    if (option.type == OptionType::integer && number) {
        return static_cast<std::int64_t>(*number);
    }
    if (option.type == OptionType::number && number) {
        return *number;
    }
    return option.default_text;
}

Json schema_of(const Option& option) {
    Json schema;
    switch (option.type) {
    case OptionType::integer:
        schema = number_schema("integer", option);
        break;
    case OptionType::number:
        schema = number_schema("number", option);
        break;
    case OptionType::flag:
        schema = {{"type", "boolean"}};
        break;
    case OptionType::month:
        schema = {{"type", "string"}, {"pattern", "^[0-9]{4}-(0[1-9]|1[0-2])$"}};
        break;
    default:
        schema = {{"type", "string"}};
        break;
    }
    if (!option.choices.empty()) {
        schema["enum"] = option.choices;
    }
    if (!option.default_text.empty()) {
        schema["default"] = default_of(option);
    }
    return schema;
}

std::string sentence(std::string text) {
    if (!text.empty()) {
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    }
    return in_parameter_words(text);
}

Json query_parameters(const toolkit::OptionList& parameters) {
    Json list = Json::array();
    for (const auto& entry : parameters.entries()) {
        list.push_back({{"name", parameter_name(entry.option.name)},
                        {"in", "query"},
                        {"required", entry.option.required},
                        {"description", sentence(entry.option.help)},
                        {"schema", schema_of(entry.option)}});
    }
    return list;
}

Json body_of(const Json& schema) {
    return {{"required", true}, {"content", {{"application/json", {{"schema", schema}}}}}};
}

Json body_of(const toolkit::OptionList& parameters) {
    Json schema = {{"type", "object"}, {"required", Json::array()}, {"properties", Json::object()}};
    for (const auto& entry : parameters.entries()) {
        const std::string name = parameter_name(entry.option.name);
        Json property = schema_of(entry.option);
        property["description"] = sentence(entry.option.help);
        schema["properties"][name] = property;
        if (entry.option.required) {
            schema["required"].push_back(name);
        }
    }
    schema["additionalProperties"] = false;
    return body_of(schema);
}

const char* meaning_of(int status) {
    switch (status) {
    case http_status::not_modified:
        return "What the client has is still right";
    case http_status::bad_request:
        return "A parameter or the body is wrong; the error says which, and what to do";
    case http_status::forbidden:
        return "The service is not called as the client calls it";
    case http_status::not_found:
        return "There is no such force, crime type, map or simulator";
    case http_status::conflict:
        return "The simulator is busy with another request";
    case http_status::too_large:
        return "More crimes than the service gives at once";
    case http_status::unsupported_type:
        return "The body is not application/json";
    case http_status::unavailable:
        return "The service is too busy; try again after the seconds of Retry-After";
    default:
        return "Done";
    }
}

Json responses_of(const EndpointDescription& description) {
    Json success = {{"description", meaning_of(description.success)}};
    for (const std::string& type : description.types) {
        success["content"][type] = Json::object();
    }
    Json responses = {{std::to_string(description.success), success}};
    std::vector<int> failures = description.failures;
    for (const int status :
         {http_status::bad_request, http_status::forbidden, http_status::unavailable}) {
        failures.push_back(status);
    }
    std::sort(failures.begin(), failures.end());
    for (const int status : failures) {
        Json& response = responses[std::to_string(status)] = {{"description", meaning_of(status)}};
        if (status != http_status::not_modified) {
            response["content"] = {
                {"application/json", {{"schema", {{"$ref", "#/components/schemas/Error"}}}}}};
        }
    }
    return responses;
}

Json operation_of(Endpoint& endpoint, const EndpointDescription& description) {
    toolkit::OptionList parameters;
    endpoint.declare(parameters);
    Json operation = {{"summary", description.summary}};
    operation["parameters"] =
        description.parameters_in_body ? Json::array() : query_parameters(parameters);
    if (description.path.find("{id}") != std::string::npos) {
        operation["parameters"].push_back(
            {{"name", "id"}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    }
    if (description.parameters_in_body) {
        operation["requestBody"] = body_of(parameters);
    } else if (!description.body_schema.empty()) {
        operation["requestBody"] = body_of(Json::parse(description.body_schema));
    }
    operation["responses"] = responses_of(description);
    return operation;
}

} // namespace

std::string open_api(const EndpointList& endpoints) {
    Json json = {
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "crims serve"},
          {"version", CRIMEKIT_VERSION},
          {"description", "Simulated crime. No crime that this service tells of happened."}}},
        {"paths", Json::object()},
        {"components",
         {{"schemas",
           {{"Error",
             {{"type", "object"},
              {"required", {"error"}},
              {"properties", {{"error", {{"type", "string"}}}}}}}}}}}};
    for (const auto& make : endpoints) {
        const std::unique_ptr<Endpoint> endpoint = make();
        const EndpointDescription description = endpoint->description();
        json["paths"][description.path][toolkit::lower_case(description.method)] =
            operation_of(*endpoint, description);
    }
    return json.dump(1) + "\n";
}

} // namespace crims_tool
