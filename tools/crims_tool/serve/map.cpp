// SPDX-License-Identifier: MIT
#include "crims_tool/serve/map.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "crims_tool/serve/crime_summary.hpp"
#include "crims_tool/serve/page_files.hpp"
#include "crims_tool/serve/replies.hpp"
#include "crims_tool/zone_maps/content.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/nearest.hpp"
#include "toolkit/text/xml_text.hpp"

namespace crims_tool {

namespace {

enum class MapFormat : std::uint8_t { page, svg, png };

wdd::Period period_of(const MonthRange& months) {
    return {.start = std::chrono::sys_days(months.from / std::chrono::day(1)),
            .end = std::chrono::sys_days(months.to / std::chrono::last)};
}

/// Crimes of one type, or of all, by the zones of a map.
MapCounts counts_of(const CrimeSummary& summary, const SimulationQuery& query, const ForceMap& map,
                    const std::optional<std::size_t>& crime_type) {
    const crims::Model& model = query.model().model();
    MapCounts counts{.crimes = std::vector<std::int64_t>(map.zone_count),
                     .simulated = true,
                     .zone_field = "MSOA",
                     .layer = query.model().force(),
                     .dates = period_of(query.months())};
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        std::int64_t crimes = 0;
        for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
            if (!crime_type || *crime_type == type) {
                crimes += static_cast<std::int64_t>(summary.by_cell[model.cell(zone, type)]);
            }
        }
        counts.read += crimes;
        if (map.layer_zone_of[zone]) {
            counts.crimes[*map.layer_zone_of[zone]] += crimes;
        } else {
            counts.outside += crimes;
        }
    }
    return counts;
}

std::string filled(std::string_view text, const std::string& place, const std::string& value) {
    std::string result(text);
    for (std::size_t at = result.find(place); at != std::string::npos;
         at = result.find(place, at + value.size())) {
        result.replace(at, place.size(), value);
    }
    return result;
}

class MapEndpoint : public Endpoint {
  public:
    explicit MapEndpoint(std::shared_ptr<Resources> resources)
        : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {.path = "/map",
                .summary = "Simulated crimes by zone as a picture, or as a page with it",
                .types = {"text/html", "image/svg+xml", "image/png"},
                .failures = {http_status::not_modified, http_status::not_found,
                             http_status::too_large}};
    }

    void declare(toolkit::OptionList& parameters) override {
        m_query.declare(parameters, false);
        parameters.group("Map");
        parameters.add({.name = "--crime-type",
                        .value = "TYPE",
                        .help = "Crimes of one type alone, such as burglary."},
                       &m_crime_type);
        parameters.add_choice<MapValue>(
            {.name = "--value",
             .help =
                 "What the colours show: density (crimes per km² in the whole period), count (crimes), or per_1000 (crimes in the whole period per 1,000 people), where the model knows its zones' people.",
             .default_text = "density"},
            {{"density", MapValue::density},
             {"count", MapValue::count},
             {"per_1000", MapValue::per_1000}},
            &m_value);
        constexpr double most_classes = 9;
        parameters.add({.name = "--classes",
                        .type = toolkit::OptionType::integer,
                        .help = "Number of classes, 1 to 9.",
                        .range = {.least = 1, .most = most_classes},
                        .default_text = "6"},
                       &m_classes);
        parameters.add_choice<MapFormat>(
            {.name = "--format",
             .help = "page: HTML; svg or png: the picture alone.",
             .default_text = "page"},
            {{"page", MapFormat::page}, {"svg", MapFormat::svg}, {"png", MapFormat::png}},
            &m_format);
    }

    Reply answer(const HttpRequest& request, const std::string& /*id*/) override {
        m_query.resolve(*m_resources);
        const auto type = find_crime_type();
        require_people();
        if (!m_resources->maps->has(m_query.model())) {
            m_resources->maps->get(m_query.model()); // says why
        }
        const std::string key =
            fmt::format("map {} {} {} {} {}", m_query.key(), type ? *type + 1 : 0,
                        static_cast<int>(m_value), m_classes, static_cast<int>(m_format));
        const std::string etag =
            m_format == MapFormat::page
                ? etag_of(key + request.query + std::string(find_page_file("map.html")->content))
                : etag_of(key);
        if (has_already(request, etag)) {
            return not_modified(etag);
        }
        Reply reply = m_format == MapFormat::page ? page(request) : picture(key, type);
        HeaderFields fields = m_query.fields();
        fields.emplace_back("ETag", etag);
        reply.fields.insert(reply.fields.end(), fields.begin(), fields.end());
        return reply;
    }

  private:
    std::optional<std::size_t> find_crime_type() const {
        if (m_crime_type.empty()) {
            return std::nullopt;
        }
        const std::vector<std::string>& types = m_query.model().model().crime_types;
        const auto found = std::find(types.begin(), types.end(), m_crime_type);
        if (found == types.end()) {
            throw HttpError(http_status::not_found,
                            fmt::format("the model of {} has no crime type '{}'; the nearest is "
                                        "'{}', and all are: {}",
                                        m_query.model().force(), m_crime_type,
                                        toolkit::nearest(m_crime_type, types),
                                        fmt::join(types, ", ")));
        }
        return static_cast<std::size_t>(found - types.begin());
    }

    void require_people() const {
        if (m_value == MapValue::per_1000 && !m_query.model().has_people()) {
            throw toolkit::UsageError(fmt::format(
                "⟨--value⟩ 'per_1000': the model of {} does not know the people of its zones; ask for density or count, or calibrate the model with its population",
                m_query.model().force()));
        }
    }

    std::string title() const {
        const char* const value = m_value == MapValue::density    ? " density"
                                  : m_value == MapValue::per_1000 ? " per 1,000 people"
                                                                  : "";
        return fmt::format("Simulated {}{}, {}", m_crime_type.empty() ? "crime" : m_crime_type,
                           value, m_query.model().force());
    }

    std::string source() const {
        const std::string loading = m_query.loading_factor() == 1
                                        ? ""
                                        : fmt::format(", loading {}", m_query.loading_factor());
        return fmt::format(
            "Simulated by crimekit from a model (seed {}{}). No crime on this map happened.",
            m_query.options().seed, loading);
    }

    std::string draw(const std::optional<std::size_t>& type) const {
        const ForceMapPointer map = m_resources->maps->get(m_query.model());
        const MapCounts counts = counts_of(count_simulated(m_query), m_query, *map, type);
        const MapChoices choices{.value = m_value,
                                 .classes = m_classes,
                                 .title = title(),
                                 .source = source(),
                                 .people = map->people,
                                 .may_be_empty = true};
        const MapContent content = compose_map(counts, map->plane, choices);
        return draw_choropleth(content.picture, m_format == MapFormat::png ? PictureFormat::png
                                                                           : PictureFormat::svg);
    }

    Reply picture(const std::string& key, const std::optional<std::size_t>& type) {
        const auto make = [&] {
            require_memory(*m_resources);
            return std::make_shared<Body>(draw(type), m_resources->memory);
        };
        return {.type = m_format == MapFormat::png ? "image/png" : "image/svg+xml",
                .body = m_resources->cache->get(key, make)};
    }

    /// The page from the package, with the title and the address of the picture in their places.
    Reply page(const HttpRequest& request) const {
        QueryParameters picture = parse_query(request.query);
        std::erase_if(picture, [](const auto& one) { return one.first == "format"; });
        std::string text = filled(find_page_file("map.html")->content, "{{query}}",
                                  toolkit::xml_escaped(query_text(picture)));
        text = filled(text, "{{title}}", toolkit::xml_escaped(title()));
        text = filled(text, "{{period}}",
                      toolkit::xml_escaped(months_text(period_of(m_query.months()))));
        return text_reply(text, "text/html; charset=utf-8", m_resources->memory);
    }

    std::shared_ptr<Resources> m_resources;
    SimulationQuery m_query;
    std::string m_crime_type;
    MapValue m_value = MapValue::density;
    std::uint32_t m_classes = 6;
    MapFormat m_format = MapFormat::page;
};

} // namespace

void add_map_endpoint(EndpointList& endpoints, const std::shared_ptr<Resources>& resources) {
    endpoints.emplace_back([resources] { return std::make_unique<MapEndpoint>(resources); });
}

} // namespace crims_tool
