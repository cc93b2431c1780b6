// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "toolkit/geopackage/sqlite_statement.hpp"

namespace toolkit {

/// Fills an empty R-tree of SQLite's with points, some ten times as fast as inserting them: its
/// nodes are written whole, from the leaves up, into the tables behind it (the format is described
/// at the head of SQLite's rtree.c). Points are packed in the order of a Hilbert curve (Kamel and
/// Faloutsos 1993, On packing R-trees), in batches, so that memory holds one batch and one box a
/// leaf.
///
/// The result is a tree as any other; it can be searched and changed as always.
class PackedRtree {
  public:
    /// `table` is a virtual table made as rtree(id, minx, maxx, miny, maxy), empty, in
    /// `connection`. Throws SqliteError, also if it is another kind of table.
    PackedRtree(sqlite3* connection, const std::string& table, std::size_t batch = default_batch);

    /// Each id once, in ascending order; the coordinates must be finite. Throws SqliteError.
    void add(std::int64_t id, double x, double y);

    /// Writes the upper levels: only now it is a tree. Throws SqliteError.
    void finish();

    static constexpr std::size_t default_batch = 500'000;

  private:
    /// An entry of a node: a point or a child, with its box rounded outwards.
    struct Cell {
        std::int64_t id;
        float min_x, max_x, min_y, max_y;
    };

    using Cells = std::vector<Cell>;

    static std::vector<std::uint32_t> hilbert_order(const Cells& cells);
    static Cell around(const Cells& cells);

    void pack_leaves();
    Cells pack(const Cells& cells, Statement& link);
    void write_node(std::int64_t number, int depth, const Cells& cells);
    void write_root(int depth, const Cells& cells, Statement& link);

    Statement m_insert_node;
    Statement m_insert_rowid;
    Statement m_insert_parent;
    std::size_t m_batch_size;
    std::vector<std::byte> m_node; ///< of the size SQLite has chosen
    std::size_t m_capacity = 0;    ///< cells a node
    std::int64_t m_next_node = 2;  ///< 1 is the root
    Cells m_batch;                 ///< points
    Cells m_leaves;
};

} // namespace toolkit
