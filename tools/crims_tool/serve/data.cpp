// SPDX-License-Identifier: MIT
#include "crims_tool/serve/data.hpp"

#include <utility>

#include <fmt/format.h>

#include "crims_tool/serve/crime_package.hpp"
#include "crims_tool/serve/month_text_stream.hpp"
#include "crims_tool/serve/replies.hpp"
#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

namespace {

enum class DataFormat : std::uint8_t { json, csv, gpkg };

/// "avon-and-somerset-2022-07"
std::string file_stem(const SimulationQuery& query) {
    std::string stem;
    for (const char c : toolkit::lower_case(query.model().force())) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_plain) {
            stem += c;
        } else if (!stem.empty() && stem.back() != '-') {
            stem += '-';
        }
    }
    const MonthRange& months = query.months();
    stem += (stem.ends_with('-') ? "" : "-") + month_text(months.from);
    return months.size() > 1 ? stem + "-to-" + month_text(months.to) : stem;
}

class DataEndpoint : public Endpoint {
  public:
    explicit DataEndpoint(std::shared_ptr<Resources> resources)
        : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {
            .path = "/data",
            .summary =
                "Simulated crimes of a force in a month or several, byte for byte what crims simulate writes",
            .types = {"application/json", "text/csv", "application/geopackage+sqlite3"},
            .failures = {http_status::not_modified, http_status::not_found,
                         http_status::too_large}};
    }

    void declare(toolkit::OptionList& parameters) override {
        m_query.declare(parameters, true);
        parameters.group("Answer");
        parameters.add_choice<DataFormat>(
            {.name = "--format",
             .help = "json: pandas' \"table\" orientation; csv; gpkg: a layer for QGIS.",
             .default_text = "json"},
            {{"json", DataFormat::json}, {"csv", DataFormat::csv}, {"gpkg", DataFormat::gpkg}},
            &m_format);
    }

    Reply answer(const HttpRequest& request, const std::string& /*id*/) override {
        m_query.resolve(*m_resources);
        const bool is_package = m_format == DataFormat::gpkg;
        const std::string key =
            fmt::format("data {} {}", static_cast<int>(m_format), m_query.key());
        // A GeoPackage has the time of writing in it.
        const std::string etag = (is_package ? "W/" : "") + etag_of(key);
        if (has_already(request, etag)) {
            return not_modified(etag);
        }
        Reply reply = is_package                     ? package()
                      : m_query.months().size() == 1 ? month(key)
                                                     : text_stream();
        HeaderFields fields = m_query.fields();
        fields.emplace_back("ETag", etag);
        if (m_format != DataFormat::json) {
            fields.emplace_back("Content-Disposition",
                                fmt::format("attachment; filename=\"{}.{}\"", file_stem(m_query),
                                            is_package ? "gpkg" : "csv"));
        }
        reply.fields.insert(reply.fields.end(), fields.begin(), fields.end());
        return reply;
    }

  private:
    TextFormat text_format() const {
        return m_format == DataFormat::csv ? TextFormat::csv : TextFormat::json;
    }

    std::string text_type() const {
        return m_format == DataFormat::csv ? "text/csv; charset=utf-8" : "application/json";
    }

    /// All of it is in memory, for those who ask for the same.
    Reply month(const std::string& key) {
        const auto make = [this] {
            require_memory(*m_resources);
            return std::make_shared<Body>(MonthTextStream(m_query, text_format()).next().value(),
                                          m_resources->memory);
        };
        return {.type = text_type(), .body = m_resources->cache->get(key, make)};
    }

    /// A month of it is in memory.
    Reply text_stream() {
        require_memory(*m_resources);
        auto stream = std::make_shared<MonthTextStream>(m_query, text_format());
        return {.type = text_type(), .further = [stream, memory = m_resources->memory] {
                    std::optional<std::string> text = stream->next();
                    return text ? std::make_shared<Body>(std::move(*text), memory) : nullptr;
                }};
    }

    Reply package() {
        require_memory(*m_resources);
        return {.type = "application/geopackage+sqlite3",
                .further = crime_package(m_query, file_stem(m_query), m_resources->memory)};
    }

    std::shared_ptr<Resources> m_resources;
    SimulationQuery m_query;
    DataFormat m_format = DataFormat::json;
};

} // namespace

void add_data_endpoint(EndpointList& endpoints, const std::shared_ptr<Resources>& resources) {
    endpoints.emplace_back([resources] { return std::make_unique<DataEndpoint>(resources); });
}

} // namespace crims_tool
