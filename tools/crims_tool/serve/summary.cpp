// SPDX-License-Identifier: MIT
#include "crims_tool/serve/summary.hpp"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/records/month_warnings.hpp"
#include "crims_tool/serve/crime_summary.hpp"
#include "crims_tool/serve/parameters.hpp"
#include "crims_tool/serve/replies.hpp"

namespace crims_tool {

namespace {

using Json = nlohmann::ordered_json;

/// Counts of a row of a matrix.
Json row(const std::vector<std::uint64_t>& counts, std::size_t number, std::size_t columns) {
    Json json = Json::array();
    for (std::size_t i = 0; i < columns; ++i) {
        json.push_back(counts[(number * columns) + i]);
    }
    return json;
}

/// Crimes of a type in all zones.
std::uint64_t crimes_of_type(const crims::Model& model, const CrimeSummary& summary,
                             std::size_t type) {
    std::uint64_t crimes = 0;
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        crimes += summary.by_cell[model.cell(zone, type)];
    }
    return crimes;
}

Json by_type(const crims::Model& model, const CrimeSummary& summary) {
    Json json = Json::array();
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        json.push_back({{"crime_type", model.crime_types[type]},
                        {"crimes", crimes_of_type(model, summary, type)},
                        {"hours", row(summary.by_hour, type, CrimeSummary::hours_a_week)}});
    }
    return json;
}

Json by_hour(const CrimeSummary& summary) {
    std::vector<std::uint64_t> hours(CrimeSummary::hours_a_week);
    for (std::size_t i = 0; i < summary.by_hour.size(); ++i) {
        hours[i % CrimeSummary::hours_a_week] += summary.by_hour[i];
    }
    return hours;
}

Json by_zone(const crims::Model& model, const CrimeSummary& summary) {
    Json json = Json::array();
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        json.push_back(row(summary.by_cell, zone, model.crime_types.size()));
    }
    return json;
}

Json warnings_of(const SimulationQuery& query) {
    Json warnings = Json::array();
    if (std::string warning = beyond_data_warning(query.model().model(), query.months());
        !warning.empty()) {
        warnings.push_back(std::move(warning));
    }
    return warnings;
}

std::string summary_text(const SimulationQuery& query) {
    const crims::Model& model = query.model().model();
    const CrimeSummary summary = count_simulated(query);
    const Json json = {{"simulated", true},
                       {"force", query.model().force()},
                       {"month", month_text(query.months().from)},
                       {"from", month_text(query.months().from)},
                       {"to", month_text(query.months().to)},
                       {"seed", query.options().seed},
                       {"replicate", query.options().replicate},
                       {"loading", query.loading_factor()},
                       {"crimes", summary.crimes},
                       {"expected", query.expected()},
                       {"warnings", warnings_of(query)},
                       {"crime_types", model.crime_types},
                       {"by_type", by_type(model, summary)},
                       {"hours", by_hour(summary)},
                       {"zones", model.zones},
                       {"counts", by_zone(model, summary)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

class SummaryEndpoint : public Endpoint {
  public:
    explicit SummaryEndpoint(std::shared_ptr<Resources> resources)
        : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {
            .path = "/summary",
            .summary =
                "The crimes that /data gives, counted by zone and crime type, by crime type, and by hour of the week (Monday 00:00 first)",
            .types = {"application/json"},
            .failures = {http_status::not_modified, http_status::not_found,
                         http_status::too_large}};
    }

    void declare(toolkit::OptionList& parameters) override { m_query.declare(parameters, false); }

    Reply answer(const HttpRequest& request, const std::string& /*id*/) override {
        m_query.resolve(*m_resources);
        const std::string key = "summary " + m_query.key();
        const std::string etag = etag_of(key);
        if (has_already(request, etag)) {
            return not_modified(etag);
        }
        const auto make = [this] {
            require_memory(*m_resources);
            return std::make_shared<Body>(summary_text(m_query), m_resources->memory);
        };
        Reply reply{.type = "application/json", .body = m_resources->cache->get(key, make)};
        reply.fields = m_query.fields();
        reply.fields.emplace_back("ETag", etag);
        return reply;
    }

  private:
    std::shared_ptr<Resources> m_resources;
    SimulationQuery m_query;
};

class ZonesEndpoint : public Endpoint {
  public:
    explicit ZonesEndpoint(std::shared_ptr<Resources> resources)
        : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {.path = "/zones",
                .summary =
                    "Outlines of a force's zones: GeoJSON in degrees (EPSG:4326), simplified",
                .types = {"application/geo+json"},
                .failures = {http_status::not_modified, http_status::not_found}};
    }

    void declare(toolkit::OptionList& parameters) override { declare_force(parameters, m_force); }

    Reply answer(const HttpRequest& request, const std::string& /*id*/) override {
        const ModelPointer model = m_resources->models->find(m_force);
        const std::string key = fmt::format("zones {} {}", CRIMEKIT_VERSION, model->hash());
        const std::string etag = etag_of(key);
        if (has_already(request, etag)) {
            return not_modified(etag);
        }
        const auto make = [&] {
            return std::make_shared<Body>(m_resources->maps->get(*model)->outlines,
                                          m_resources->memory);
        };
        return {.type = "application/geo+json",
                .fields = {{"ETag", etag}, {"Cache-Control", "no-cache"}},
                .body = m_resources->cache->get(key, make)};
    }

  private:
    std::shared_ptr<Resources> m_resources;
    std::string m_force;
};

} // namespace

void add_summary_endpoints(EndpointList& endpoints, const std::shared_ptr<Resources>& resources) {
    endpoints.emplace_back([resources] { return std::make_unique<SummaryEndpoint>(resources); });
    endpoints.emplace_back([resources] { return std::make_unique<ZonesEndpoint>(resources); });
}

} // namespace crims_tool
