// SPDX-License-Identifier: MIT
#include "toolkit/incidents/geopackage_incidents.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <sqlite3.h>

#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/incidents/geopackage_rows.hpp"
#include "toolkit/incidents/geopackage_turns.hpp"
#include "toolkit/incidents/incident_source.hpp"
#include "toolkit/incidents/point_index.hpp"

namespace toolkit {

namespace {

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

/// The whole table, or the rows that the index gives for the box.
Statement prepare_rows(const Layer& layer, const IncidentRequest& request,
                       const PointIndex* index) {
    const std::string id = in_quotes(layer.ogr().GetFIDColumn());
    const std::string where = index != nullptr
                                  ? fmt::format(" WHERE {} IN ({}){}", id, index->selection(),
                                                layer.condition_after("AND"))
                                  : layer.condition_after("WHERE");
    Statement statement(geopackage_connection(layer), select_rows(layer, request) + where);
    if (index != nullptr) {
        PointIndex::bind_box(statement, *request.box);
    }
    return statement;
}

/// Rows with a place in the whole table, whatever the layer's conditions.
std::int64_t count_placed(const Layer& layer) {
    const std::string geometry = in_quotes(layer.ogr().GetGeometryColumn());
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

/// The rows of one statement, and what they tell of the layer as far as they are read.
IncidentSummary handle_rows(const Layer& layer, Statement& statement,
                            const IncidentRequest& request, Batcher& batcher, std::int64_t total) {
    IncidentSummary summary;
    IncidentRows rows(layer, request);
    IncidentRow row;
    while (statement.step()) {
        if (!rows.read(statement, summary, row)) {
            continue;
        }
        if (!request.id_field.empty()) {
            batcher.add_key(std::string(row.key));
        }
        if (!request.type_field.empty()) {
            batcher.add_type(std::string(row.type));
        }
        batcher.add(row.x, row.y, row.date, row.id, total);
    }
    batcher.finish();
    return summary;
}

/// The rows that the index gives, if there is one; else the whole table.
IncidentSummary read_with(const PointIndex* index, const Layer& layer,
                          const IncidentRequest& request, const IncidentHandler& handle,
                          const ReadingProgress& progress, std::int64_t features) {
    if (index == nullptr) {
        if (auto summary = read_in_turns(layer, request, handle, progress, features)) {
            return *summary;
        }
    }
    Statement rows = prepare_rows(layer, request, index);
    Batcher batcher(handle, progress);
    return handle_rows(layer, rows, request, batcher, features);
}

IncidentSummary read_rows(const Layer& layer, const IncidentRequest& request,
                          const IncidentHandler& handle, const ReadingProgress& progress) {
    const std::int64_t features = layer.feature_count();
    const PointIndex index(layer);
    const bool is_wanted = request.box && is_worth_it(index, *request.box, features);
    const bool is_used = is_wanted && index.seems_whole();
    IncidentSummary summary =
        read_with(is_used ? &index : nullptr, layer, request, handle, progress, features);
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
