// SPDX-License-Identifier: MIT
#include "toolkit/incidents/geopackage_turns.hpp"

#include <algorithm>
#include <cstdint>
#include <future>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <sqlite3.h>

#include "toolkit/incidents/geopackage_rows.hpp"
#include "toolkit/incidents/point_index.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/system/file_system.hpp"

namespace toolkit {

namespace {

struct CloseConnection {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};

using Connection = std::unique_ptr<sqlite3, CloseConnection>;

/// Null if the file cannot be opened.
Connection open_again(const std::string& path) {
    sqlite3* connection = nullptr;
    const int status = sqlite3_open_v2(path.c_str(), &connection,
                                       SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    Connection owned(connection);
    return status == SQLITE_OK ? std::move(owned) : nullptr;
}

struct Ids {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// Of a table whose ids have no large gaps.
std::optional<Ids> dense_ids(const Layer& layer, std::int64_t features) {
    Statement ends(geopackage_connection(layer),
                   fmt::format("SELECT (SELECT min({0}) FROM {1}), (SELECT max({0}) FROM {1})",
                               in_quotes(layer.ogr().GetFIDColumn()), layer.quoted_name()));
    if (!ends.step() || ends.type(0) == SQLITE_NULL) {
        return std::nullopt;
    }
    const Ids ids{ends.integer(0), ends.integer(1)};
    // without a sign: from the lowest possible id to the highest is more than a signed number holds
    const std::uint64_t span =
        static_cast<std::uint64_t>(ids.last) - static_cast<std::uint64_t>(ids.first);
    constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max() / 2; // no sum overflows
    const bool is_dense = span < 4 * static_cast<std::uint64_t>(features);
    return is_dense && -far < ids.first && ids.last < far ? std::optional(ids) : std::nullopt;
}

bool is_table(const Layer& layer) {
    Statement found(geopackage_connection(layer),
                    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1");
    const std::string name = layer.name();
    found.bind(1, name);
    return found.step();
}

/// With a write-ahead log two connections may see two states.
bool has_log(const Layer& layer) {
    Statement mode(geopackage_connection(layer), "PRAGMA journal_mode");
    return mode.step() && mode.text(0) == "wal";
}

bool may_take_turns(const Layer& layer, std::int64_t features) {
    constexpr std::int64_t few = 100'000;
    return features >= few && std::thread::hardware_concurrency() > 1 &&
           layer.condition().empty() && is_regular_file(layer.path()) && is_table(layer) &&
           !has_log(layer);
}

/// What is read on a connection does not change while this lives.
class ReadLock {
  public:
    ReadLock(sqlite3* connection, const Layer& layer) : m_connection(connection) {
        run("SAVEPOINT crimekit_reading");
        Statement(connection, fmt::format("SELECT 1 FROM {} LIMIT 1", layer.quoted_name())).step();
    }

    ~ReadLock() { run("RELEASE crimekit_reading"); }

    ReadLock(const ReadLock&) = delete;
    ReadLock(ReadLock&&) = delete;
    ReadLock& operator=(const ReadLock&) = delete;
    ReadLock& operator=(ReadLock&&) = delete;

  private:
    void run(const char* sql) const { sqlite3_exec(m_connection, sql, nullptr, nullptr, nullptr); }

    sqlite3* m_connection;
};

/// The rows of one turn.
struct Turn {
    IncidentBatch batch;
    IncidentSummary summary;
};

/// One of the two who read.
class TurnReader {
  public:
    TurnReader(const Layer& layer, const IncidentRequest& request, sqlite3* connection)
        : m_request(request), m_rows(layer, request),
          m_statement(connection,
                      fmt::format("{} WHERE {} BETWEEN ?1 AND ?2", select_rows(layer, request),
                                  in_quotes(layer.ogr().GetFIDColumn()))) {}

    /// Keeps the memory of what was read before.
    void read(const Ids& ids, Turn& turn) {
        m_statement.reset();
        m_statement.bind(1, ids.first);
        m_statement.bind(2, ids.last);
        turn.batch.clear();
        turn.summary = {};
        IncidentRow row;
        while (m_statement.step()) {
            if (!m_rows.read(m_statement, turn.summary, row)) {
                continue;
            }
            if (!m_request.id_field.empty()) {
                turn.batch.add_key(std::string(row.key));
            }
            if (!m_request.type_field.empty()) {
                turn.batch.add_type(std::string(row.type));
            }
            turn.batch.add(row.x, row.y, row.date, row.id);
        }
    }

  private:
    const IncidentRequest& m_request;
    IncidentRows m_rows;
    Statement m_statement;
};

Ids ids_of_turn(const Ids& all, std::int64_t turn) {
    const std::int64_t first = all.first + turn * std::int64_t{incidents_a_batch};
    return {first, std::min(first + std::int64_t{incidents_a_batch} - 1, all.last)};
}

} // namespace

std::optional<IncidentSummary> read_in_turns(const Layer& layer, const IncidentRequest& request,
                                             const IncidentHandler& handle,
                                             const ReadingProgress& progress,
                                             std::int64_t features) {
    if (!may_take_turns(layer, features) || request.date.has_time_zone()) {
        return std::nullopt;
    }
    const std::optional<Ids> ids = dense_ids(layer, features);
    const Connection second = ids ? open_again(layer.path()) : nullptr;
    if (!second) {
        return std::nullopt;
    }
    const ReadLock lock_here(geopackage_connection(layer), layer);
    const ReadLock lock_there(second.get(), layer);
    TurnReader here(layer, request, geopackage_connection(layer));
    TurnReader there(layer, request, second.get());
    Turn turn_here;
    Turn turn_there;
    const std::int64_t turns = (ids->last - ids->first) / std::int64_t{incidents_a_batch} + 1;
    const auto start_there = [&](std::int64_t turn) {
        return std::async(std::launch::async | std::launch::deferred,
                          [&, turn] { there.read(ids_of_turn(*ids, turn), turn_there); });
    };
    IncidentSummary summary;
    const auto take = [&](Turn& turn) {
        summary.read += turn.summary.read;
        summary.null_geometry += turn.summary.null_geometry;
        handle(turn.batch);
        progress(summary.read, features);
    };
    std::future<void> reading_there = start_there(1);
    for (std::int64_t turn = 0; turn < turns; turn += 2) {
        here.read(ids_of_turn(*ids, turn), turn_here);
        take(turn_here);
        if (turn + 1 < turns) {
            reading_there.get();
            take(turn_there);
            reading_there = start_there(turn + 3);
        }
    }
    return summary;
}

} // namespace toolkit
