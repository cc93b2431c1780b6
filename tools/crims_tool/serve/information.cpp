// SPDX-License-Identifier: MIT
#include "crims_tool/serve/information.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "crims_gpkg/model_table_writer.hpp"
#include "crims_tool/options/process_options.hpp"
#include "crims_tool/serve/parameters.hpp"
#include "crims_tool/serve/replies.hpp"

namespace crims_tool {

namespace {

using Json = nlohmann::ordered_json;

Json months_of(const crims::Model& model) {
    if (!model.data) {
        return {{"first", nullptr}, {"last", nullptr}};
    }
    return {{"first", month_text(model.data->first)}, {"last", month_text(model.data->last)}};
}

Json force_of(const ServedModel& served, const ForceMaps& maps) {
    const crims::Model& model = served.model();
    return {{"force", served.force()},     {"name", served.force()},
            {"months", months_of(model)},  {"crime_types", model.crime_types},
            {"zones", model.zones.size()}, {"seed", ProcessOptions{}.seed},
            {"map", maps.has(served)},     {"people", served.has_people()}};
}

/// The path of whoever calibrated the model is nobody's business.
std::string without_folder(const std::string& text) {
    const std::size_t end = text.find(" (SHA-256");
    const std::size_t slash = text.substr(0, end).rfind('/');
    return slash == std::string::npos ? text : text.substr(slash + 1);
}

/// What the model's file tells of its making, but for paths and what files of others contain.
Json made_from(const std::map<std::string, std::string>& metadata) {
    Json json = {{"sources", Json::array()}};
    for (const auto& [key, value] : metadata) {
        if (key.starts_with("source ")) {
            json["sources"].push_back(without_folder(value));
        }
    }
    for (const char* key : {"version", "format", "months", "months missing", "months excluded",
                            "crimes", "crimes without zone"}) {
        if (const auto found = metadata.find(key); found != metadata.end()) {
            json[key] = found->second;
        }
    }
    return json;
}

/// A reply that changes only with its content.
Reply tagged(const HttpRequest& request, const Json& json,
             const std::shared_ptr<BodyMemory>& memory) {
    Reply reply = json_reply(json, memory);
    const std::string etag = etag_of(reply.body->text());
    if (has_already(request, etag)) {
        return not_modified(etag);
    }
    reply.fields = {{"ETag", etag}, {"Cache-Control", "no-cache"}};
    return reply;
}

class ForcesEndpoint : public Endpoint {
  public:
    explicit ForcesEndpoint(std::shared_ptr<Resources> resources)
        : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {.path = "/forces",
                .summary = "The forces: months of their data, crime types, number of zones",
                .types = {"application/json"},
                .failures = {http_status::not_modified}};
    }

    Reply answer(const HttpRequest& request, const std::string& /*id*/) override {
        Json json = Json::array();
        for (const ModelPointer& model : m_resources->models->all()) {
            json.push_back(force_of(*model, *m_resources->maps));
        }
        return tagged(request, json, m_resources->memory);
    }

  private:
    std::shared_ptr<Resources> m_resources;
};

class ModelEndpoint : public Endpoint {
  public:
    explicit ModelEndpoint(std::shared_ptr<Resources> resources)
        : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {.path = "/model",
                .summary = "What the model of a force knows, and what it was made from",
                .types = {"application/json"},
                .failures = {http_status::not_modified, http_status::not_found}};
    }

    void declare(toolkit::OptionList& parameters) override { declare_force(parameters, m_force); }

    Reply answer(const HttpRequest& request, const std::string& /*id*/) override {
        const ModelPointer served = m_resources->models->find(m_force);
        const crims::Model& model = served->model();
        Json json = force_of(*served, *m_resources->maps);
        json["sha256"] = served->hash();
        json["zone_codes"] = model.zones;
        json["offences"] = Json::array();
        for (const crims::Offence& offence : model.offences) {
            json["offences"].push_back({{"code", offence.code},
                                        {"description", offence.description},
                                        {"crime_type", model.crime_types.at(offence.crime_type)},
                                        {"share", offence.share},
                                        {"severity", offence.severity}});
        }
        json["crimes_per_year"] = crims::crimes_per_year(model);
        json["made_from"] = made_from(served->stored().metadata);
        return tagged(request, json, m_resources->memory);
    }

  private:
    std::shared_ptr<Resources> m_resources;
    std::string m_force;
};

class HealthEndpoint : public Endpoint {
  public:
    explicit HealthEndpoint(std::shared_ptr<Resources> resources)
        : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {.path = "/health",
                .summary = "Whether the service works, and how busy it is",
                .types = {"application/json"}};
    }

    Reply answer(const HttpRequest& /*request*/, const std::string& /*id*/) override {
        Reply reply = json_reply({{"status", "ok"},
                                  {"version", CRIMEKIT_VERSION},
                                  {"simulators", m_resources->simulators->count()},
                                  {"answer_bytes", m_resources->memory->used()}},
                                 m_resources->memory);
        reply.fields = {{"Cache-Control", "no-store"}};
        return reply;
    }

  private:
    std::shared_ptr<Resources> m_resources;
};

} // namespace

void add_information_endpoints(EndpointList& endpoints,
                               const std::shared_ptr<Resources>& resources) {
    endpoints.emplace_back([resources] { return std::make_unique<ForcesEndpoint>(resources); });
    endpoints.emplace_back([resources] { return std::make_unique<ModelEndpoint>(resources); });
    endpoints.emplace_back([resources] { return std::make_unique<HealthEndpoint>(resources); });
}

} // namespace crims_tool
