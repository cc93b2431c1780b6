// SPDX-License-Identifier: MIT
#include <cstdio>
#include <fstream>
#include <set>
#include <string>

#include <unistd.h>

#include <sqlite3.h>

#include "crims_tool/evaluate/checkpoint.hpp"
#include "fuzzing.hpp"

// The blocks of replicates that a run which was killed has left: of this evaluation or another,
// whole or not, and files that are no checkpoints.

namespace {

using fuzzing::Pieces;
using fuzzing::require;

const std::string& scratch() {
    static const std::string path = (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") +
                                    std::string("/fuzz-checkpoint-") + std::to_string(getpid());
    return path;
}

/// A database with blocks whose numbers and bytes the input gives.
void write_blocks(Pieces& pieces) {
    sqlite3* file = nullptr;
    require(sqlite3_open(scratch().c_str(), &file) == SQLITE_OK);
    sqlite3_exec(
        file,
        "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; BEGIN; CREATE TABLE evaluation (design); CREATE TABLE block (number PRIMARY KEY, results); INSERT INTO evaluation VALUES ('design')",
        nullptr, nullptr, nullptr);
    sqlite3_stmt* insert = nullptr;
    require(sqlite3_prepare_v2(file, "INSERT OR REPLACE INTO block VALUES (?, ?)", -1, &insert,
                               nullptr) == SQLITE_OK);
    while (!pieces.empty()) {
        const bool is_large = (pieces.byte() & 1U) != 0;
        sqlite3_bind_int64(insert, 1, is_large ? pieces.number<std::int64_t>() : pieces.byte());
        const std::string_view bytes = pieces.bytes(pieces.byte());
        sqlite3_bind_blob(insert, 2, bytes.data(), static_cast<int>(bytes.size()),
                          SQLITE_TRANSIENT);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    sqlite3_exec(file, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_close(file);
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Pieces pieces(data, size);
    std::remove(scratch().c_str());
    const bool is_raw = pieces.byte() % 4 == 1;
    if (is_raw) {
        std::ofstream(scratch(), std::ios::binary) << pieces.bytes(size);
    } else {
        write_blocks(pieces);
    }
    fuzzing::read_or_refuse([&] {
        const crims_tool::EvaluationCheckpoint checkpoint(scratch(), "design");
        std::set<std::uint32_t> numbers;
        for (const auto& block : checkpoint.read()) {
            require(numbers.insert(block.number).second); // else a block counts twice
        }
    });
    std::remove(scratch().c_str());
    return 0;
}
