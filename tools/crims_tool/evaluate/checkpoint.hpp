// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "toolkit/geopackage/sqlite_statement.hpp"

namespace crims_tool {

/// Replicates of an evaluation that are done, kept in a file, so that a run that was killed goes
/// on where it was. A small SQLite database: what it holds is whole, whenever the power went.
class EvaluationCheckpoint {
  public:
    /// Opens or makes the file. `design` tells evaluations apart whose replicates differ. Throws
    /// toolkit::DataError if the file belongs to another one, or is not a checkpoint.
    EvaluationCheckpoint(const std::string& path, const std::string& design);

    struct Block {
        std::uint32_t number = 0;
        std::vector<std::byte> results;
    };

    /// The blocks that the file holds, in order of their numbers, each once. Throws
    /// toolkit::DataError if it is damaged.
    std::vector<Block> read() const;

    /// Adds a block. It is on the disk at the latest a second after, if others follow.
    void add(std::uint32_t number, std::span<const std::byte> results);

    /// Writes what `add` has not written yet.
    void flush();

    /// The evaluation is done: the file is not needed any more.
    void remove();

  private:
    struct Close {
        void operator()(sqlite3* connection) const { sqlite3_close(connection); }
    };

    void execute(const std::string& sql) const;
    Block block_of(const toolkit::Statement& row) const;
    void claim(const std::string& design);
    [[noreturn]] void fail(const std::string& problem) const;

    std::string m_path;
    std::unique_ptr<sqlite3, Close> m_connection;
    std::vector<Block> m_waiting;
    std::chrono::steady_clock::time_point m_written = std::chrono::steady_clock::now();
};

} // namespace crims_tool
