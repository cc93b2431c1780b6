// SPDX-License-Identifier: MIT
#include "toolkit/incidents/geopackage_incidents.hpp"

#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <sqlite3.h>

#include "toolkit/geopackage/geopackage_geometry.hpp"
#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/incidents/incident_source.hpp"
#include "toolkit/incidents/point_index.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/polygon_reader.hpp"

namespace toolkit {

namespace {

constexpr std::pair no_place{std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::quiet_NaN()};

/// Rows fetched in any order come back to the same pages: 16 MiB of them are kept, in place of 2.
void enlarge_cache(const Layer& layer) {
    sqlite3_exec(geopackage_connection(layer), "PRAGMA cache_size = -16384", nullptr, nullptr,
                 nullptr);
}

std::string geometry_column(const Layer& layer) {
    return layer.ogr().GetGeometryColumn();
}

/// Whether the index is to choose the rows. Fetching a row by its number costs sixteen times what
/// the next row of a scan does, so beyond a sixteenth of the rows the whole table is read in order.
bool is_worth_it(const PointIndex& index, const wdd::Box& box, std::int64_t features) {
    constexpr std::int64_t rows_scanned_a_row_fetched = 8;
    constexpr std::int64_t many = 100'000; // to count the entries of a box takes too long
    if (!index.exists()) {
        return false;
    }
    return features < many
               ? index.selects_fewer(box, features / rows_scanned_a_row_fetched)
               : index.share_in(box) * static_cast<double>(rows_scanned_a_row_fetched) < 1;
}

/// Rows of id, geometry, date; of the whole table, or those that the index gives for the box.
Statement prepare_rows(const Layer& layer, const IncidentRequest& request,
                       const PointIndex* index) {
    const std::string id = in_quotes(layer.ogr().GetFIDColumn());
    const std::string where = index != nullptr
                                  ? fmt::format(" WHERE {} IN ({}){}", id, index->selection(),
                                                layer.condition_after("AND"))
                                  : layer.condition_after("WHERE");
    const auto column = [](const std::string& field) {
        return field.empty() ? "NULL" : in_quotes(field);
    };
    const std::string sql =
        fmt::format("SELECT {}, {}, {}, {}, {} FROM {}{}", id, in_quotes(geometry_column(layer)),
                    request.date.sql(), column(request.id_field), column(request.type_field),
                    layer.quoted_name(), where);
    Statement statement(geopackage_connection(layer), sql);
    if (index != nullptr) {
        PointIndex::bind_box(statement, *request.box);
    }
    return statement;
}

/// Rows with a place in the whole table, whatever the layer's conditions.
std::int64_t count_placed(const Layer& layer) {
    const std::string geometry = in_quotes(geometry_column(layer));
    Statement count(
        geopackage_connection(layer),
        fmt::format("SELECT count(*) FROM {0} WHERE {1} IS NOT NULL AND NOT ST_IsEmpty({1})",
                    layer.quoted_name(), geometry));
    return count.step() ? count.integer(0) : 0;
}

/// Says so if the index that was not trusted is wrong indeed, and not only without the rows that
/// have no place.
void check_index(const Layer& layer, const PointIndex& index, IncidentSummary& summary) {
    const std::int64_t placed =
        layer.condition().empty() ? summary.read - summary.null_geometry : count_placed(layer);
    if (index.matches(placed)) {
        return;
    }
    summary.warnings.push_back(fmt::format(
        "{}: the spatial index does not match the incidents, so it was not used and every incident was read. The counts are complete. To rebuild the index, export the layer to a new file.",
        layer.text()));
}

/// Dates as texts, of which many in a row are the same: downloads are sorted by month or day.
class DateReader {
  public:
    explicit DateReader(const DateField& field) : m_field(field), m_date(field.read_text("")) {}

    const FieldDate& read(std::string_view text) {
        if (text != m_text) {
            m_text = text;
            m_date = m_field.read_text(text);
        }
        return m_date;
    }

  private:
    const DateField& m_field;
    std::string m_text;
    FieldDate m_date;
};

class RowReader {
  public:
    explicit RowReader(const Layer& layer) : m_layer(layer) {}

    /// NaN for a geometry that is null or empty.
    std::pair<double, double> place(const Statement& row) const {
        const std::span<const std::byte> geometry = row.bytes(1);
        if (geometry.data() == nullptr) {
            return no_place;
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
        const GeometryPointer geometry = geometry_of(wkb);
        if (!geometry) {
            throw not_a_point(m_layer, id, "a geometry that cannot be read");
        }
        if (geometry->IsEmpty() != 0) {
            return no_place;
        }
        const OGRPoint* point = single_point(*geometry);
        if (point == nullptr) {
            throw not_a_point(m_layer, id, geometry->getGeometryName());
        }
        return {point->getX(), point->getY()};
    }

    const Layer& m_layer;
};

/// Rows, and what they tell of the layer as far as they are read.
IncidentSummary handle_rows(const Layer& layer, Statement& rows, const IncidentRequest& request,
                            Batcher& batcher, std::int64_t total) {
    IncidentSummary summary;
    const RowReader reader(layer);
    DateReader dates(request.date);
    while (rows.step()) {
        ++summary.read;
        const auto [x, y] = reader.place(rows);
        if (std::isnan(x) || std::isnan(y)) {
            ++summary.null_geometry;
            if (!request.placeless) {
                continue;
            }
        } else if (request.box && !request.box->contains(x, y)) {
            continue;
        }
        const FieldDate& date = dates.read(rows.text_view(2));
        if (!request.id_field.empty()) {
            batcher.add_key(std::string(rows.text_view(3)));
        }
        if (!request.type_field.empty()) {
            batcher.add_type(std::string(rows.text_view(4)));
        }
        batcher.add(x, y, date, rows.integer(0), total);
    }
    batcher.finish();
    return summary;
}

IncidentSummary read_rows(const Layer& layer, const IncidentRequest& request,
                          const IncidentHandler& handle, const ReadingProgress& progress) {
    const std::int64_t features = layer.feature_count();
    const PointIndex index(layer);
    const bool is_wanted = request.box && is_worth_it(index, *request.box, features);
    const bool is_used = is_wanted && index.seems_whole();
    if (is_used) {
        enlarge_cache(layer);
    }
    Statement rows = prepare_rows(layer, request, is_used ? &index : nullptr);
    Batcher batcher(handle, progress);
    IncidentSummary summary = handle_rows(layer, rows, request, batcher, features);
    if (is_used) {
        summary.read = features; // all of them with a place
    } else if (is_wanted) {
        check_index(layer, index, summary);
    }
    summary.whole = !request.box;
    return summary;
}

} // namespace

bool is_geopackage_table(const Layer& layer, bool has_coordinate_fields) {
    const char* id = layer.ogr().GetFIDColumn();
    return layer.driver() == "GPKG" && !has_coordinate_fields && layer.has_geometry() &&
           geopackage_connection(layer) != nullptr && id != nullptr && *id != '\0';
}

IncidentSummary read_geopackage(const Layer& layer, const IncidentRequest& request,
                                const IncidentHandler& handle, const ReadingProgress& progress) {
    try {
        return read_rows(layer, request, handle, progress);
    } catch (const SqliteError& error) {
        throw DataError(fmt::format("{}: cannot be read: {}", layer.text(), error.what()));
    }
}

void read_geopackage_dates(const Layer& layer, const DateField& date, const DateHandler& handle) {
    try {
        Statement rows(geopackage_connection(layer),
                       fmt::format("SELECT {} FROM {}{}", date.sql(), layer.quoted_name(),
                                   layer.condition_after("WHERE")));
        DateReader dates(date);
        while (rows.step()) {
            handle(dates.read(rows.text_view(0)), 1);
        }
    } catch (const SqliteError& error) {
        throw DataError(fmt::format("{}: cannot be read: {}", layer.text(), error.what()));
    }
}

} // namespace toolkit
