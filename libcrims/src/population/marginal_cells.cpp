// SPDX-License-Identifier: MIT
#include "population/marginal_cells.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace crims {

namespace {

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

/// Numbers 0, 1, ... in place of any, in order of their first appearance.
std::size_t renumber(std::vector<std::size_t>& groups, std::size_t least_unused) {
    std::vector<std::size_t> numbers(least_unused, none);
    std::size_t count = 0;
    for (std::size_t& group : groups) {
        if (numbers[group] == none) {
            numbers[group] = count++;
        }
        group = numbers[group];
    }
    return count;
}

/// Categories that are joined by a group of either.
std::vector<std::size_t> joined(const std::vector<std::size_t>& a, std::size_t a_groups,
                                const std::vector<std::size_t>& b, std::size_t b_groups) {
    // Groups of a, then groups of b; each category is an edge between two of them.
    std::vector<std::size_t> root(a_groups + b_groups);
    std::iota(root.begin(), root.end(), std::size_t{0});
    const auto find = [&root](std::size_t node) {
        while (root[node] != node) {
            root[node] = root[root[node]];
            node = root[node];
        }
        return node;
    };
    for (std::size_t i = 0; i < a.size(); ++i) {
        root[find(a[i])] = find(a_groups + b[i]);
    }
    std::vector<std::size_t> result(a.size());
    std::transform(a.begin(), a.end(), result.begin(), find);
    return result;
}

} // namespace

std::size_t cell_count(std::span<const std::size_t> shape) {
    std::size_t count = 1;
    for (const std::size_t size : shape) {
        if (size == 0 || size > std::numeric_limits<std::uint32_t>::max() / count) {
            throw std::invalid_argument("a table needs at least one cell, and at most 4294967295");
        }
        count *= size;
    }
    return count;
}

Grouping::Grouping(std::span<const std::size_t> shape) : m_counts(shape.size(), 1) {
    for (const std::size_t size : shape) {
        m_groups.emplace_back(size, 0);
    }
}

Grouping::Grouping(std::span<const std::size_t> shape, const Marginal& marginal) : Grouping(shape) {
    for (const MarginalDimension& one : marginal.dimensions) {
        std::vector<std::size_t>& groups = m_groups[one.dimension];
        if (one.groups.empty()) {
            std::iota(groups.begin(), groups.end(), std::size_t{0});
        } else {
            groups = one.groups;
        }
        m_counts[one.dimension] = *std::max_element(groups.begin(), groups.end()) + 1;
    }
}

Grouping Grouping::finest(std::span<const std::size_t> shape) {
    Grouping result(shape);
    for (std::vector<std::size_t>& groups : result.m_groups) {
        std::iota(groups.begin(), groups.end(), std::size_t{0});
    }
    result.m_counts.assign(shape.begin(), shape.end());
    return result;
}

std::size_t Grouping::size() const {
    return std::accumulate(m_counts.begin(), m_counts.end(), std::size_t{1}, std::multiplies<>());
}

std::vector<std::uint32_t> Grouping::index_of_cells() const {
    std::vector<std::uint32_t> index{0};
    for (std::size_t dimension = 0; dimension < m_groups.size(); ++dimension) {
        const std::vector<std::size_t>& groups = m_groups[dimension];
        std::vector<std::uint32_t> longer;
        longer.reserve(index.size() * groups.size());
        for (const std::uint32_t before : index) {
            for (const std::size_t group : groups) {
                longer.push_back(static_cast<std::uint32_t>(before * m_counts[dimension] + group));
            }
        }
        index = std::move(longer);
    }
    return index;
}

Grouping Grouping::refined(const Grouping& a, const Grouping& b) {
    Grouping result;
    for (std::size_t dimension = 0; dimension < a.dimensions(); ++dimension) {
        std::vector<std::size_t> pairs;
        for (std::size_t i = 0; i < a.m_groups[dimension].size(); ++i) {
            pairs.push_back(a.m_groups[dimension][i] * b.m_counts[dimension] +
                            b.m_groups[dimension][i]);
        }
        result.m_counts.push_back(renumber(pairs, a.m_counts[dimension] * b.m_counts[dimension]));
        result.m_groups.push_back(std::move(pairs));
    }
    return result;
}

Grouping Grouping::common(const Grouping& a, const Grouping& b) {
    Grouping result;
    for (std::size_t dimension = 0; dimension < a.dimensions(); ++dimension) {
        const std::size_t a_groups = a.m_counts[dimension];
        const std::size_t b_groups = b.m_counts[dimension];
        std::vector<std::size_t> groups =
            joined(a.m_groups[dimension], a_groups, b.m_groups[dimension], b_groups);
        result.m_counts.push_back(renumber(groups, a_groups + b_groups));
        result.m_groups.push_back(std::move(groups));
    }
    return result;
}

} // namespace crims
