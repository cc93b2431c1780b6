// SPDX-License-Identifier: MIT
#include "crims_tool/fetch/neighbourhoods.hpp"

#include <cmath>
#include <memory>
#include <optional>

#include <cpl_string.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ogrsf_frmts.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/geopackage/feature_class_writer.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using nlohmann::json;
using toolkit::DataError;

constexpr int ok = 200;
constexpr int bad_request = 400;
constexpr int not_found = 404;

struct Neighbourhood {
    std::string code;
    std::string name;
};

std::string escaped(const std::string& part) {
    const std::unique_ptr<char, decltype(&VSIFree)> text(
        CPLEscapeString(part.c_str(), static_cast<int>(part.size()), CPLES_URL), &VSIFree);
    return text.get();
}

json parsed(const std::string& body, const std::string& address) {
    json tree = json::parse(body, nullptr, false);
    if (!tree.is_array()) {
        throw DataError(
            fmt::format("{}: the answer is not what the police API gives (a JSON array)",
                        toolkit::without_password(address)));
    }
    return tree;
}

std::string text_of(const json& object, const char* key) {
    const auto value = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && value != object.end() && value->is_string()
               ? value->get<std::string>()
               : "";
}

/// Numbers, as texts or as they are.
std::optional<double> number_of(const json& object, const char* key) {
    if (!object.is_object() || !object.contains(key)) {
        return std::nullopt;
    }
    const json& value = object.at(key);
    return value.is_number() ? std::optional(value.get<double>())
                             : toolkit::read_number(text_of(object, key));
}

/// A polygon of the points; none if they enclose nothing.
std::unique_ptr<OGRGeometry> polygon_of(const json& points, const std::string& address) {
    auto ring = std::make_unique<OGRLinearRing>();
    for (const json& point : points) {
        const auto x = number_of(point, "longitude");
        const auto y = number_of(point, "latitude");
        if (!x || !y || std::abs(*x) > 180 || std::abs(*y) > 90) {
            throw DataError(fmt::format(
                "{}: point {} of the boundary has no latitude and longitude that can be",
                toolkit::without_password(address), ring->getNumPoints() + 1));
        }
        ring->addPoint(*x, *y);
    }
    ring->closeRings();
    constexpr int corners_of_a_triangle = 4; // the first is the last
    if (ring->getNumPoints() < corners_of_a_triangle) {
        return nullptr;
    }
    OGRPolygon polygon;
    polygon.addRingDirectly(ring.release());
    const toolkit::GdalErrors errors;
    std::unique_ptr<OGRGeometry> valid(polygon.IsValid() != 0 ? polygon.clone()
                                                              : polygon.MakeValid());
    if (!valid) {
        return nullptr;
    }
    std::unique_ptr<OGRGeometry> result(OGRGeometryFactory::forceToMultiPolygon(valid.release()));
    return result->IsEmpty() != 0 || wkbFlatten(result->getGeometryType()) != wkbMultiPolygon
               ? nullptr
               : std::move(result);
}

class NeighbourhoodFetcher {
  public:
    NeighbourhoodFetcher(const NeighbourhoodRequest& request, toolkit::HttpClient& client,
                         toolkit::Console& console)
        : m_request(request), m_client(client), m_console(console) {}

    FetchedNeighbourhoods take() {
        m_result.path = neighbourhoods_file(m_request);
        m_result.force = find_force();
        m_kept =
            toolkit::in_folder(m_request.output, fmt::format(".neighbourhoods-{}", m_result.force));
        if (const std::error_code error = toolkit::make_folders(m_kept)) {
            throw DataError(
                fmt::format("{}: the folder cannot be made: {}", m_kept, error.message()));
        }
        write(list());
        toolkit::remove_tree(m_kept);
        return std::move(m_result);
    }

  private:
    std::string got(const std::string& address) {
        const toolkit::HttpAnswer answer = m_client.get(address);
        if (answer.status != ok) {
            refuse(address, answer.status);
        }
        return answer.body;
    }

    [[noreturn]] static void refuse(const std::string& address, int status) {
        throw DataError(fmt::format(
            "{}: {}{}", toolkit::without_password(address), toolkit::status_text(status),
            status == bad_request
                ? ", the police API does not understand the request: it does not know the force or neighbourhood, or its address has changed; check ⟨--force⟩ and ⟨--api⟩"
            : status == not_found ? ", the police API has nothing there; check ⟨--api⟩"
                                  : ", the police API refuses the request"));
    }

    std::string find_force() {
        const std::string address = m_request.api + "/forces";
        std::vector<std::string> slugs;
        for (const json& force : parsed(got(address), address)) {
            slugs.push_back(text_of(force, "id"));
        }
        return toolkit::find_force(m_request.force, slugs);
    }

    std::vector<Neighbourhood> list() {
        const std::string address =
            fmt::format("{}/{}/neighbourhoods", m_request.api, m_result.force);
        std::vector<Neighbourhood> neighbourhoods;
        for (const json& each : parsed(got(address), address)) {
            neighbourhoods.push_back({text_of(each, "id"), text_of(each, "name")});
        }
        if (neighbourhoods.empty()) {
            throw DataError(fmt::format("{}: the police API has no neighbourhoods of {}",
                                        toolkit::without_password(address), m_result.force));
        }
        return neighbourhoods;
    }

    /// The answer's text; empty where there is no boundary.
    std::string boundary(const std::string& code, const std::string& address) {
        const std::string kept = toolkit::in_folder(m_kept, escaped(code) + ".json");
        if (toolkit::path_exists(kept)) {
            return toolkit::read_whole_file(kept, kept);
        }
        const toolkit::HttpAnswer answer = m_client.get(address);
        if (answer.status != ok && answer.status != not_found) {
            refuse(address, answer.status);
        }
        std::string body = answer.status == not_found ? "[]" : answer.body;
        parsed(body, address);
        toolkit::OutputFile(kept, body, true).publish();
        return body;
    }

    void write(const std::vector<Neighbourhood>& neighbourhoods) {
        OGRFieldDefn code("code", OFTString);
        OGRFieldDefn name("name", OFTString);
        std::vector<std::pair<Neighbourhood, std::unique_ptr<OGRGeometry>>> rows;
        for (const Neighbourhood& each : neighbourhoods) {
            m_console.progress(static_cast<std::int64_t>(rows.size()),
                               static_cast<std::int64_t>(neighbourhoods.size()));
            const std::string address =
                fmt::format("{}/{}/{}/boundary", m_request.api, m_result.force, escaped(each.code));
            auto polygon = polygon_of(parsed(boundary(each.code, address), address), address);
            if (polygon) {
                rows.emplace_back(each, std::move(polygon));
            } else {
                m_result.without_boundary.push_back(each.code);
            }
        }
        if (rows.empty()) {
            throw DataError(fmt::format("{}: no neighbourhood of {} has a boundary",
                                        toolkit::without_password(m_request.api), m_result.force));
        }
        toolkit::FeatureClassWriter writer(
            toolkit::feature_class_target(m_result.path, m_request.overwrite, "--output"),
            toolkit::Crs::from_text("EPSG:4326", "the police API"), wkbMultiPolygon,
            {&code, &name});
        for (auto& [neighbourhood, polygon] : rows) {
            const toolkit::FeaturePointer feature = writer.new_feature();
            feature->SetField("code", neighbourhood.code.c_str());
            feature->SetField("name", neighbourhood.name.c_str());
            feature->SetGeometryDirectly(polygon.release());
            writer.write(*feature);
        }
        writer.describe(m_request.description);
        writer.finish();
        writer.publish();
        m_result.count = rows.size();
    }

    const NeighbourhoodRequest& m_request;
    toolkit::HttpClient& m_client;
    toolkit::Console& m_console;
    std::string m_kept;
    FetchedNeighbourhoods m_result;
};

} // namespace

std::string neighbourhoods_file(const NeighbourhoodRequest& request) {
    std::string path = toolkit::in_folder(request.output, "neighbourhoods.gpkg");
    if (toolkit::path_exists(path) && !request.overwrite) {
        throw DataError(
            fmt::format("{}: it is there already; replace it with ⟨--overwrite⟩", path));
    }
    return path;
}

FetchedNeighbourhoods fetch_neighbourhoods(const NeighbourhoodRequest& request,
                                           toolkit::HttpClient& client, toolkit::Console& console) {
    return NeighbourhoodFetcher(request, client, console).take();
}

} // namespace crims_tool
