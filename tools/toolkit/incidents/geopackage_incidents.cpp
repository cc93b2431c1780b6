// SPDX-License-Identifier: MIT
#include "toolkit/incidents/geopackage_incidents.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "toolkit/geopackage/geopackage_geometry.hpp"
#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/incidents/incident_source.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/polygon_reader.hpp"

namespace toolkit {

namespace {

constexpr std::pair nowhere{std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::quiet_NaN()};

sqlite3* connection(const Layer& layer) {
    return static_cast<sqlite3*>(layer.dataset().GetInternalHandle("SQLITE_HANDLE"));
}

/// The R-tree's rows that meet a box, bound by bind_box.
constexpr std::string_view in_box = "maxx >= ?1 AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4";

void bind_box(Statement& statement, const wdd::Box& box) {
    const std::array bounds{box.min_x, box.max_x, box.min_y, box.max_y};
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        statement.bind(static_cast<int>(i) + 1, bounds.at(i));
    }
}

/// Rows fetched in any order come back to the same pages: 16 MiB of them are kept, in place of 2.
void enlarge_cache(const Layer& layer) {
    sqlite3_exec(connection(layer), "PRAGMA cache_size = -16384", nullptr, nullptr, nullptr);
}

std::string geometry_column(const Layer& layer) {
    return layer.ogr().GetGeometryColumn();
}

std::string rtree_name(const Layer& layer) {
    return fmt::format("rtree_{}_{}", layer.name(), geometry_column(layer));
}

/// A view has its table's R-tree at best, under another name.
bool has_rtree(const Layer& layer) {
    const std::string name = rtree_name(layer);
    Statement found(connection(layer), "SELECT 1 FROM sqlite_master WHERE name = ?1");
    found.bind(1, name);
    return found.step();
}

/// Whether the R-tree is to choose the rows. Fetching a row by its number costs sixteen times what
/// the next row of a scan does, so beyond a sixteenth of the rows the whole table is read in order.
bool use_rtree(const Layer& layer, const wdd::Box& box, std::int64_t features) {
    constexpr std::int64_t rows_scanned_a_row_fetched = 16;
    if (!has_rtree(layer)) {
        return false;
    }
    const std::int64_t limit = features / rows_scanned_a_row_fetched;
    Statement count(connection(layer),
                    fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {})",
                                in_quotes(rtree_name(layer)), in_box, limit));
    bind_box(count, box);
    return count.step() && count.integer(0) < limit;
}

/// Rows of id, geometry, date. The R-tree holds its boxes as floats rounded outwards, so it gives
/// somewhat more than the box.
Statement prepare_rows(const Layer& layer, const IncidentRequest& request, bool with_rtree) {
    const std::string id = in_quotes(layer.ogr().GetFIDColumn());
    const std::string where =
        with_rtree ? fmt::format(" WHERE {} IN (SELECT id FROM {} WHERE {}){}", id,
                                 in_quotes(rtree_name(layer)), in_box, layer.condition_after("AND"))
                   : layer.condition_after("WHERE");
    const std::string sql =
        fmt::format("SELECT {}, {}, {} FROM {}{}", id, in_quotes(geometry_column(layer)),
                    in_quotes(request.date.name()), layer.quoted_name(), where);
    Statement statement(connection(layer), sql);
    if (with_rtree) {
        bind_box(statement, *request.box);
    }
    return statement;
}

std::int64_t single_number(const Layer& layer, const std::string& sql) {
    Statement statement(connection(layer), sql);
    return statement.step() ? statement.integer(0) : 0;
}

/// Features without a place are not in the R-tree. Counting its entries is quick; only where some
/// are missing is the table looked through.
std::int64_t count_placeless(const Layer& layer) {
    const std::int64_t placed = single_number(
        layer, fmt::format("SELECT count(*) FROM {}", in_quotes(rtree_name(layer) + "_rowid")));
    layer.ogr().SetAttributeFilter(nullptr);
    const bool all_placed = placed == layer.feature_count();
    layer.restore_condition();
    if (all_placed) {
        return 0;
    }
    const std::string geometry = in_quotes(geometry_column(layer));
    return single_number(
        layer, fmt::format("SELECT count(*) FROM {} WHERE ({} IS NULL OR ST_IsEmpty({})){}",
                           layer.quoted_name(), geometry, geometry, layer.condition_after("AND")));
}

class RowReader {
  public:
    explicit RowReader(const Layer& layer) : m_layer(layer) {}

    /// NaN for a geometry that is null or empty.
    std::pair<double, double> place(const Statement& row) const {
        const std::span<const std::byte> geometry = row.bytes(1);
        if (geometry.data() == nullptr) {
            return nowhere;
        }
        const auto wkb = geopackage_wkb(geometry);
        if (const auto point = wkb_point(wkb)) {
            return *point;
        }
        return unusual_place(row.integer(0), wkb);
    }

  private:
    /// A multipoint of one point will do; anything else is an error.
    std::pair<double, double> unusual_place(std::int64_t id, std::span<const std::byte> wkb) const {
        const GdalErrors errors;
        const OGRGeometryUniquePtr geometry = geometry_of(wkb);
        if (!geometry) {
            throw not_a_point(m_layer, id, "a geometry that cannot be read");
        }
        if (geometry->IsEmpty() != 0) {
            return nowhere;
        }
        const OGRPoint* point = single_point(*geometry);
        if (point == nullptr) {
            throw not_a_point(m_layer, id, geometry->getGeometryName());
        }
        return {point->getX(), point->getY()};
    }

    const Layer& m_layer;
};

/// First and last date of the whole layer, or as much as shows that they cover the window.
std::optional<wdd::Period> scan_rows_for_dates(const Layer& layer, const IncidentRequest& request) {
    Statement rows(connection(layer),
                   fmt::format("SELECT {} FROM {}{}", in_quotes(request.date.name()),
                               layer.quoted_name(), layer.condition_after("WHERE")));
    std::optional<wdd::Period> dates;
    while (!covers(dates, request.window) && rows.step()) {
        widen(dates, request.date.read_text(rows.text_view(0)));
    }
    return dates;
}

IncidentSummary read_rows(const Layer& layer, const IncidentRequest& request,
                          const IncidentHandler& handle, const ReadingProgress& progress) {
    enlarge_cache(layer);
    IncidentSummary summary;
    summary.read = layer.feature_count();
    const bool with_rtree = request.box && use_rtree(layer, *request.box, summary.read);
    Statement rows = prepare_rows(layer, request, with_rtree);
    const RowReader reader(layer);
    Batcher batcher(handle, progress);
    while (rows.step()) {
        const auto [x, y] = reader.place(rows);
        if (std::isnan(x) || std::isnan(y)) {
            ++summary.null_geometry;
            continue;
        }
        if (request.box && !request.box->contains(x, y)) {
            continue;
        }
        const FieldDate date = request.date.read_text(rows.text_view(2));
        widen(summary.dates, date);
        batcher.add(x, y, date, rows.integer(0), summary.read);
    }
    batcher.finish();
    if (with_rtree) {
        summary.null_geometry = count_placeless(layer);
    }
    if (request.box && !covers(summary.dates, request.window)) {
        summary.dates = scan_rows_for_dates(layer, request);
    }
    return summary;
}

} // namespace

bool is_geopackage_table(const Layer& layer, const IncidentRequest& request) {
    const char* id = layer.ogr().GetFIDColumn();
    return layer.driver() == "GPKG" && !request.coordinates && layer.has_geometry() &&
           connection(layer) != nullptr && id != nullptr && *id != '\0';
}

IncidentSummary read_geopackage(const Layer& layer, const IncidentRequest& request,
                                const IncidentHandler& handle, const ReadingProgress& progress) {
    try {
        return read_rows(layer, request, handle, progress);
    } catch (const SqliteError& error) {
        throw DataError(fmt::format("{}: cannot be read: {}", layer.text(), error.what()));
    }
}

} // namespace toolkit
