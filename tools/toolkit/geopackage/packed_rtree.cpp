// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/packed_rtree.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "toolkit/layers/layer.hpp"

namespace toolkit {

namespace {

constexpr std::int64_t root_number = 1;
constexpr std::size_t header_bytes = 4; // depth (of the root) and number of cells
constexpr std::size_t cell_bytes = 8 + 4 * sizeof(float);

float rounded_down(double value) {
    const auto near = static_cast<float>(value);
    return near > value ? std::nextafter(near, -std::numeric_limits<float>::infinity()) : near;
}

float rounded_up(double value) {
    return -rounded_down(-value);
}

/// How far along a Hilbert curve that fills a square of 65,536 x 65,536 steps a point lies.
std::uint32_t hilbert_key(std::uint32_t x, std::uint32_t y) {
    constexpr std::uint32_t side = 1U << 16U;
    std::uint32_t key = 0;
    for (std::uint32_t step = side / 2; step > 0; step /= 2) {
        const bool right = (x & step) != 0;
        const bool up = (y & step) != 0;
        key += step * step * ((right ? 3U : 0U) ^ (up ? 1U : 0U));
        if (!up) {
            if (right) {
                x = side - 1 - x;
                y = side - 1 - y;
            }
            std::swap(x, y);
        }
    }
    return key;
}

/// Places a value on the steps of the curve's square.
class Steps {
  public:
    Steps(double low, double high)
        : m_low(low), m_factor(high > low ? last_step / (high - low) : 0) {}

    std::uint32_t of(double value) const {
        const double steps = (value - m_low) * m_factor;
        return steps > 0 ? static_cast<std::uint32_t>(std::min(steps, last_step)) : 0;
    }

  private:
    static constexpr double last_step = 65535;
    double m_low;
    double m_factor;
};

template<std::unsigned_integral Integer>
std::byte* put_big_endian(std::byte* to, Integer value) {
    for (std::size_t i = 0; i < sizeof value; ++i) {
        to[i] = static_cast<std::byte>(value >> (8 * (sizeof value - 1 - i)));
    }
    return to + sizeof value;
}

} // namespace

PackedRtree::PackedRtree(sqlite3* connection, const std::string& table, std::size_t batch)
    : m_insert_node(connection,
                    fmt::format("INSERT OR REPLACE INTO {} (nodeno, data) VALUES (?1, ?2)",
                                in_quotes(table + "_node"))),
      m_insert_rowid(connection, fmt::format("INSERT INTO {} (rowid, nodeno) VALUES (?1, ?2)",
                                             in_quotes(table + "_rowid"))),
      m_insert_parent(connection, fmt::format("INSERT INTO {} (nodeno, parentnode) VALUES (?1, ?2)",
                                              in_quotes(table + "_parent"))) {
    Statement root(connection,
                   fmt::format("SELECT length(data), (SELECT count(*) FROM {}) FROM {}",
                               in_quotes(table + "_rowid"), in_quotes(table + "_node")));
    if (!root.step() || root.integer(1) != 0) {
        throw SqliteError(fmt::format("the R-tree {} is not empty", table));
    }
    m_node.resize(static_cast<std::size_t>(root.integer(0)));
    m_capacity = (m_node.size() - header_bytes) / cell_bytes;
    m_batch_size = std::max(batch, 2 * m_capacity); // only the root may have a single child
}

void PackedRtree::add(std::int64_t id, double x, double y) {
    if (m_batch.size() == m_batch_size) {
        pack_leaves();
    }
    m_batch.push_back({id, rounded_down(x), rounded_up(x), rounded_down(y), rounded_up(y)});
}

void PackedRtree::finish() {
    if (m_leaves.empty() && m_batch.size() <= m_capacity) {
        write_root(0, m_batch, m_insert_rowid);
        return;
    }
    pack_leaves();
    int depth = 1;
    while (m_leaves.size() > m_capacity) {
        m_leaves = pack(m_leaves, m_insert_parent);
        ++depth;
    }
    write_root(depth, m_leaves, m_insert_parent);
}

void PackedRtree::pack_leaves() {
    const Cells leaves = pack(m_batch, m_insert_rowid);
    m_leaves.insert(m_leaves.end(), leaves.begin(), leaves.end());
    m_batch.clear();
}

/// Writes the nodes that hold `cells` and links each cell to its node. The nodes are as full as can
/// be, but none is much emptier than the others.
PackedRtree::Cells PackedRtree::pack(const Cells& cells, Statement& link) {
    const std::vector<std::uint32_t> order = hilbert_order(cells);
    const std::size_t count = (cells.size() + m_capacity - 1) / m_capacity;
    std::vector<std::int64_t> node_of(cells.size());
    Cells nodes;
    nodes.reserve(count);
    Cells members;
    for (std::size_t i = 0; i < count; ++i) {
        members.clear();
        const std::int64_t number = m_next_node++;
        const std::size_t end = (i + 1) * cells.size() / count;
        for (std::size_t k = i * cells.size() / count; k < end; ++k) {
            members.push_back(cells[order[k]]);
            node_of[order[k]] = number;
        }
        write_node(number, 0, members);
        nodes.push_back(around(members));
        nodes.back().id = number;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) { // in the order of the table
        link.bind(1, cells[i].id);
        link.bind(2, node_of[i]);
        link.execute();
    }
    return nodes;
}

void PackedRtree::write_root(int depth, const Cells& cells, Statement& link) {
    write_node(root_number, depth, cells);
    for (const Cell& cell : cells) {
        link.bind(1, cell.id);
        link.bind(2, root_number);
        link.execute();
    }
}

void PackedRtree::write_node(std::int64_t number, int depth, const Cells& cells) {
    std::byte* to = put_big_endian(m_node.data(), static_cast<std::uint16_t>(depth));
    to = put_big_endian(to, static_cast<std::uint16_t>(cells.size()));
    for (const Cell& cell : cells) {
        to = put_big_endian(to, static_cast<std::uint64_t>(cell.id));
        for (const float bound : {cell.min_x, cell.max_x, cell.min_y, cell.max_y}) {
            to = put_big_endian(to, std::bit_cast<std::uint32_t>(bound));
        }
    }
    std::fill(to, m_node.data() + m_node.size(), std::byte{0});
    m_insert_node.bind(1, number);
    m_insert_node.bind(2, std::span<const std::byte>(m_node));
    m_insert_node.execute();
}

PackedRtree::Cell PackedRtree::around(const Cells& cells) {
    Cell box = cells.front();
    for (const Cell& cell : cells) {
        box.min_x = std::min(box.min_x, cell.min_x);
        box.max_x = std::max(box.max_x, cell.max_x);
        box.min_y = std::min(box.min_y, cell.min_y);
        box.max_y = std::max(box.max_y, cell.max_y);
    }
    return box;
}

/// Ties keep their order, so that the same points give the same tree.
std::vector<std::uint32_t> PackedRtree::hilbert_order(const Cells& cells) {
    const Cell box = around(cells);
    const Steps x_steps(box.min_x, box.max_x);
    const Steps y_steps(box.min_y, box.max_y);
    const auto middle = [](double low, double high) { return low + (high - low) / 2; };
    std::vector<std::uint64_t> keys(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Cell& cell = cells[i];
        const std::uint64_t key = hilbert_key(x_steps.of(middle(cell.min_x, cell.max_x)),
                                              y_steps.of(middle(cell.min_y, cell.max_y)));
        keys[i] = key << 32U | i;
    }
    std::sort(keys.begin(), keys.end());
    std::vector<std::uint32_t> order(cells.size());
    std::transform(keys.begin(), keys.end(), order.begin(),
                   [](std::uint64_t key) { return static_cast<std::uint32_t>(key); });
    return order;
}

} // namespace toolkit
