// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "crims/population.hpp"
#include "population/marginal_cells.hpp"

namespace crims {

namespace {

/// A number as people write it: whole where it is.
std::string shown(double value) {
    std::string text = std::to_string(value);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') {
            text.pop_back();
        }
    }
    return text;
}

std::string name(std::size_t marginal) {
    return "marginal " + std::to_string(marginal + 1);
}

void check_dimensions(std::span<const std::size_t> shape, const Marginal& marginal,
                      std::size_t number) {
    std::size_t next = 0;
    std::size_t size = 1;
    for (const MarginalDimension& one : marginal.dimensions) {
        if (one.dimension < next || one.dimension >= shape.size()) {
            throw std::invalid_argument(name(number) +
                                        " does not name dimensions of the table in their order");
        }
        next = one.dimension + 1;
        std::size_t groups = shape[one.dimension];
        if (!one.groups.empty()) {
            if (one.groups.size() != shape[one.dimension]) {
                throw std::invalid_argument(name(number) + " does not group all categories");
            }
            groups = *std::max_element(one.groups.begin(), one.groups.end()) + 1;
            if (groups > shape[one.dimension]) {
                throw std::invalid_argument(name(number) + " has more groups than categories");
            }
        }
        size *= groups;
    }
    if (size != marginal.totals.size()) {
        throw std::invalid_argument(name(number) + " has " +
                                    std::to_string(marginal.totals.size()) + " totals, but " +
                                    std::to_string(size) + " combinations of categories");
    }
}

void check_totals(const Marginal& marginal, std::size_t number) {
    for (const double total : marginal.totals) {
        if (!std::isfinite(total) || total < 0) {
            throw std::invalid_argument(name(number) + " has the total " + shown(total) +
                                        ", which is not a number of people");
        }
    }
}

/// A marginal's totals as a table of its own groups.
class Totals {
  public:
    Totals(std::span<const std::size_t> shape, const Marginal& marginal)
        : m_grouping(shape, marginal), m_totals(marginal.totals) {}

    const Grouping& grouping() const { return m_grouping; }

    /// Summed by a coarser grouping.
    std::vector<double> by(const Grouping& coarser) const {
        std::vector<std::uint32_t> index{0};
        for (std::size_t d = 0; d < m_grouping.dimensions(); ++d) {
            // A group of the finer lies in one of the coarser: any of its categories tells which.
            std::vector<std::size_t> outer(m_grouping.groups(d));
            for (std::size_t i = 0; i < m_grouping.of(d).size(); ++i) {
                outer[m_grouping.of(d)[i]] = coarser.of(d)[i];
            }
            std::vector<std::uint32_t> longer;
            for (const std::uint32_t before : index) {
                for (const std::size_t group : outer) {
                    longer.push_back(
                        static_cast<std::uint32_t>(before * coarser.groups(d) + group));
                }
            }
            index = std::move(longer);
        }
        return sums_by<double>(index, m_totals, coarser.size());
    }

  private:
    Grouping m_grouping;
    std::span<const double> m_totals;
};

/// The categories of each dimension that a combination of groups consists of.
std::vector<std::vector<std::size_t>> categories_of(const Grouping& grouping, std::size_t at) {
    std::vector<std::vector<std::size_t>> categories(grouping.dimensions());
    for (std::size_t d = grouping.dimensions(); d-- > 0;) {
        const std::size_t group = at % grouping.groups(d);
        at /= grouping.groups(d);
        for (std::size_t i = 0; grouping.groups(d) > 1 && i < grouping.of(d).size(); ++i) {
            if (grouping.of(d)[i] == group) {
                categories[d].push_back(i);
            }
        }
    }
    return categories;
}

/// Fractions of people are sums of rounded numbers; whole people are exact.
bool differ(double a, double b) {
    constexpr double rounding = 1e-7;
    return std::abs(a - b) > rounding * std::max({a, b, 1.0});
}

} // namespace

MarginalConflict::MarginalConflict(std::size_t first, std::size_t second, double first_sum,
                                   double second_sum,
                                   std::vector<std::vector<std::size_t>> categories)
    : std::invalid_argument(name(first) + " and " + name(second) +
                            " contradict each other: the same cells sum to " + shown(first_sum) +
                            " and to " + shown(second_sum)),
      m_first(first), m_second(second), m_first_sum(first_sum), m_second_sum(second_sum),
      m_categories(std::move(categories)) {}

void check_marginals(std::span<const std::size_t> shape, std::span<const Marginal> marginals) {
    cell_count(shape);
    std::vector<Totals> tables;
    for (std::size_t m = 0; m < marginals.size(); ++m) {
        check_dimensions(shape, marginals[m], m);
        check_totals(marginals[m], m);
        tables.emplace_back(shape, marginals[m]);
    }
    for (std::size_t b = 1; b < tables.size(); ++b) {
        for (std::size_t a = 0; a < b; ++a) {
            const Grouping shared = Grouping::common(tables[a].grouping(), tables[b].grouping());
            const std::vector<double> first = tables[a].by(shared);
            const std::vector<double> second = tables[b].by(shared);
            for (std::size_t i = 0; i < first.size(); ++i) {
                if (differ(first[i], second[i])) {
                    throw MarginalConflict(a, b, first[i], second[i], categories_of(shared, i));
                }
            }
        }
    }
}

} // namespace crims
