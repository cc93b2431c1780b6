// SPDX-License-Identifier: MIT
#include "toolkit/incidents/point_index.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "toolkit/geopackage/geopackage_geometry.hpp"

namespace toolkit {

namespace {

/// The entries that meet a box, bound by bind_box.
constexpr std::string_view in_box = "maxx >= ?1 AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4";

std::string id_column_name(const Layer& layer) {
    return in_quotes(layer.ogr().GetFIDColumn());
}

/// Rows of the whole table, whatever the layer's conditions.
std::int64_t recorded_rows(const Layer& layer) {
    layer.ogr().SetAttributeFilter(nullptr);
    const std::int64_t rows = layer.feature_count();
    layer.restore_condition();
    return rows;
}

/// Ids at equal steps from the lowest to the highest; which of them exist is another matter.
std::vector<std::int64_t> sampled_ids(const Layer& layer, std::uint64_t samples) {
    Statement ends(geopackage_connection(layer),
                   fmt::format("SELECT (SELECT min({0}) FROM {1}), (SELECT max({0}) FROM {1})",
                               id_column_name(layer), layer.quoted_name()));
    if (!ends.step() || ends.type(0) == SQLITE_NULL) {
        return {};
    }
    // without a sign: from the lowest possible id to the highest is more than a signed number holds
    const auto first = static_cast<std::uint64_t>(ends.integer(0));
    const auto last = static_cast<std::uint64_t>(ends.integer(1));
    const std::uint64_t step = (last - first) / samples;
    std::vector<std::int64_t> ids;
    ids.reserve(samples + 1);
    for (std::uint64_t i = 0; i < samples; ++i) {
        ids.push_back(static_cast<std::int64_t>(first + i * step));
    }
    ids.push_back(static_cast<std::int64_t>(last));
    return ids;
}

bool has_place(const Statement& row) {
    const std::span<const std::byte> geometry = row.bytes(1);
    const auto point = wkb_point(geopackage_wkb(geometry));
    return geometry.data() != nullptr && !(point && std::isnan(point->first));
}

} // namespace

sqlite3* geopackage_connection(const Layer& layer) {
    return static_cast<sqlite3*>(layer.dataset().GetInternalHandle("SQLITE_HANDLE"));
}

PointIndex::PointIndex(const Layer& layer)
    : m_layer(layer),
      m_name(fmt::format("rtree_{}_{}", layer.name(), layer.ogr().GetGeometryColumn())) {}

bool PointIndex::exists() const {
    Statement found(geopackage_connection(m_layer), "SELECT 1 FROM sqlite_master WHERE name = ?1");
    found.bind(1, m_name);
    return found.step();
}

std::string PointIndex::selection() const {
    return fmt::format("SELECT id FROM {} WHERE {}", in_quotes(m_name), in_box);
}

void PointIndex::bind_box(Statement& statement, const wdd::Box& box) {
    const std::array bounds{box.min_x, box.max_x, box.min_y, box.max_y};
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        statement.bind(static_cast<int>(i) + 1, bounds.at(i));
    }
}

bool PointIndex::selects_fewer(const wdd::Box& box, std::int64_t limit) const {
    Statement count(geopackage_connection(m_layer),
                    fmt::format("SELECT count(*) FROM ({} LIMIT {})", selection(), limit));
    bind_box(count, box);
    return count.step() && count.integer(0) < limit;
}

double PointIndex::share_in(const wdd::Box& box) const {
    constexpr std::uint64_t samples = 512;
    Statement row(geopackage_connection(m_layer),
                  fmt::format("SELECT {0} FROM {1} WHERE {2} >= ?1 ORDER BY {2} LIMIT 1",
                              in_quotes(m_layer.ogr().GetGeometryColumn()), m_layer.quoted_name(),
                              id_column_name(m_layer)));
    const std::vector<std::int64_t> ids = sampled_ids(m_layer, samples);
    double inside = 0;
    for (const std::int64_t id : ids) {
        row.reset();
        row.bind(1, id);
        const auto point = row.step() ? wkb_point(geopackage_wkb(row.bytes(0))) : std::nullopt;
        inside += point && box.contains(point->first, point->second) ? 1 : 0;
    }
    return ids.empty() ? 0 : inside / static_cast<double>(ids.size());
}

std::int64_t PointIndex::size() const {
    Statement count(geopackage_connection(m_layer),
                    fmt::format("SELECT count(*) FROM {}", in_quotes(m_name + "_rowid")));
    return count.step() ? count.integer(0) : 0;
}

bool PointIndex::seems_whole() const {
    return size() == recorded_rows(m_layer) && has_sampled_rows(Placeless::is_no_match);
}

bool PointIndex::matches(std::int64_t placed_rows) const {
    return size() == placed_rows && has_sampled_rows(Placeless::missing_is_right);
}

bool PointIndex::has_sampled_rows(Placeless placeless) const {
    sqlite3* connection = geopackage_connection(m_layer);
    Statement row(connection,
                  fmt::format("SELECT {0}, {1} FROM {2} WHERE {0} >= ?1 ORDER BY {0} LIMIT 1",
                              id_column_name(m_layer), in_quotes(m_layer.ogr().GetGeometryColumn()),
                              m_layer.quoted_name()));
    Statement entry(connection, fmt::format("SELECT minx, maxx, miny, maxy FROM {} WHERE id = ?1",
                                            in_quotes(m_name)));
    const auto entry_holds = [&entry](const std::optional<std::pair<double, double>>& point) {
        return entry.step() &&
               (!point || (entry.real(0) <= point->first && point->first <= entry.real(1) &&
                           entry.real(2) <= point->second && point->second <= entry.real(3)));
    };
    constexpr std::uint64_t samples = 64;
    for (const std::int64_t id : sampled_ids(m_layer, samples)) {
        row.reset();
        row.bind(1, id);
        if (!row.step()) {
            return false;
        }
        if (!has_place(row)) {
            if (placeless == Placeless::is_no_match) {
                return false;
            }
            continue;
        }
        entry.reset();
        entry.bind(1, row.integer(0));
        if (!entry_holds(wkb_point(geopackage_wkb(row.bytes(1))))) {
            return false;
        }
    }
    return true;
}

} // namespace toolkit
