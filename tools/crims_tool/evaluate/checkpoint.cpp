// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/checkpoint.hpp"

#include <limits>

#include <fmt/format.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

using toolkit::Statement;

EvaluationCheckpoint::EvaluationCheckpoint(const std::string& path, const std::string& design)
    : m_path(path) {
    toolkit::require_writable_folder(path);
    sqlite3* connection = nullptr;
    const int status = sqlite3_open_v2(path.c_str(), &connection,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    m_connection.reset(connection);
    if (status != SQLITE_OK) {
        fail(sqlite3_errmsg(connection));
    }
    try {
        claim(design);
    } catch (const toolkit::SqliteError& error) {
        fail(fmt::format("this is not the checkpoint of an evaluation ({})", error.what()));
    }
}

void EvaluationCheckpoint::fail(const std::string& problem) const {
    throw toolkit::DataError(
        fmt::format("⟨--checkpoint⟩ {}: {}; remove it, or name another file", m_path, problem));
}

void EvaluationCheckpoint::execute(const std::string& sql) const {
    Statement(m_connection.get(), sql).execute();
}

void EvaluationCheckpoint::claim(const std::string& design) {
    execute("BEGIN IMMEDIATE");
    execute("CREATE TABLE IF NOT EXISTS evaluation (design TEXT NOT NULL)");
    execute("CREATE TABLE IF NOT EXISTS block (number INTEGER PRIMARY KEY, results BLOB NOT NULL)");
    {
        Statement query(m_connection.get(), "SELECT design FROM evaluation");
        if (query.step()) {
            if (query.text(0) != design) {
                fail("it belongs to an evaluation with other inputs or options");
            }
        } else {
            Statement insert(m_connection.get(), "INSERT INTO evaluation VALUES (?)");
            insert.bind(1, std::string_view(design));
            insert.execute();
        }
    }
    execute("COMMIT");
}

std::vector<EvaluationCheckpoint::Block> EvaluationCheckpoint::read() const {
    try {
        std::vector<Block> blocks;
        Statement query(m_connection.get(), "SELECT number, results FROM block ORDER BY number");
        while (query.step()) {
            blocks.push_back(block_of(query));
            // A number that stood twice would count as two blocks that are done.
            if (blocks.size() > 1 && blocks.back().number <= blocks[blocks.size() - 2].number) {
                fail("it is damaged: a block is listed twice");
            }
        }
        return blocks;
    } catch (const toolkit::SqliteError& error) {
        fail(fmt::format("it is damaged ({})", error.what()));
    }
}

EvaluationCheckpoint::Block EvaluationCheckpoint::block_of(const Statement& row) const {
    const std::int64_t number = row.integer(0);
    const std::span<const std::byte> bytes = row.bytes(1);
    if (row.type(0) != SQLITE_INTEGER || number < 0 ||
        number > std::numeric_limits<std::uint32_t>::max() || row.type(1) != SQLITE_BLOB) {
        fail(fmt::format("it is damaged: the block {} is not valid", row.text(0)));
    }
    return {.number = static_cast<std::uint32_t>(number), .results = {bytes.begin(), bytes.end()}};
}

void EvaluationCheckpoint::add(std::uint32_t number, std::span<const std::byte> results) {
    m_waiting.push_back({number, {results.begin(), results.end()}});
    // A commit waits for the disk: one per second costs nothing and loses little.
    if (std::chrono::steady_clock::now() - m_written > std::chrono::seconds(1)) {
        flush();
    }
}

void EvaluationCheckpoint::flush() {
    try {
        execute("BEGIN IMMEDIATE");
        Statement insert(m_connection.get(), "INSERT OR REPLACE INTO block VALUES (?, ?)");
        for (const Block& block : m_waiting) {
            insert.bind(1, static_cast<std::int64_t>(block.number));
            insert.bind(2, std::span<const std::byte>(block.results));
            insert.execute();
        }
        execute("COMMIT");
    } catch (const toolkit::SqliteError& error) {
        throw toolkit::DataError(fmt::format("⟨--checkpoint⟩ {}: {}", m_path, error.what()));
    }
    m_waiting.clear();
    m_written = std::chrono::steady_clock::now();
}

void EvaluationCheckpoint::remove() {
    m_connection.reset();
    toolkit::remove_file(m_path);
}

} // namespace crims_tool
