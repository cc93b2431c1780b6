// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace crims {

// A population is a table of cells, one for each combination of categories: zone, sex, age,
// ethnicity, or any others. Tables of any dimension are stored with the last dimension fastest.

/// A dimension of a table as a marginal tells it: by the table's categories, or by groups of them.
struct MarginalDimension {
    std::size_t dimension = 0;
    std::vector<std::size_t> groups = {}; ///< group of each category, from 0; empty: no groups
};

/// Sums of a table's cells by some of its dimensions.
struct Marginal {
    std::vector<MarginalDimension> dimensions; ///< in ascending order; none: the sum of all
    std::vector<double> totals;                ///< the last dimension is fastest
};

/// Two marginals that no table can meet: they tell different sums of the same cells.
class MarginalConflict : public std::invalid_argument {
  public:
    MarginalConflict(std::size_t first, std::size_t second, double first_sum, double second_sum,
                     std::vector<std::vector<std::size_t>> categories);

    std::size_t first() const { return m_first; }

    std::size_t second() const { return m_second; }

    double first_sum() const { return m_first_sum; }

    double second_sum() const { return m_second_sum; }

    /// The cells that are summed: categories of each dimension of the table; empty: all.
    const std::vector<std::vector<std::size_t>>& categories() const { return m_categories; }

  private:
    std::size_t m_first;
    std::size_t m_second;
    double m_first_sum;
    double m_second_sum;
    std::vector<std::vector<std::size_t>> m_categories;
};

/// Throws std::invalid_argument for a marginal that does not fit the shape or has a total that is
/// negative or not finite, MarginalConflict for two that contradict each other.
void check_marginals(std::span<const std::size_t> shape, std::span<const Marginal> marginals);

struct FitOptions {
    double tolerance = 1e-12; ///< largest difference that ends the fit, by the table's sum
    int most_rounds = 20'000;
};

/// A table fitted to marginals.
struct FittedTable {
    std::vector<double> cells;
    int rounds = 0;
    bool converged = false;
    double largest_difference = 0; ///< of a sum from its marginal
};

/// Iterative proportional fitting (Deming and Stephan 1940): the table nearest to `seed` in
/// relative entropy that meets all marginals. A zero of the seed stays zero. Throws what
/// check_marginals throws, and std::invalid_argument for a seed that is negative, not finite or of
/// another size.
FittedTable fit_to_marginals(std::span<const std::size_t> shape, std::vector<double> seed,
                             std::span<const Marginal> marginals, const FitOptions& options = {});

/// A table of whole people.
struct WholeTable {
    std::vector<std::int64_t> cells;
    std::int64_t people = 0;
    std::int64_t largest_difference = 0; ///< of a sum from its marginal; 0: all are exact
    std::int64_t sum_of_differences = 0; ///< without their signs
};

/// Whole people from a fitted table by quasi-random integer sampling: points of a Sobol sequence,
/// shifted by `seed`, decide which cells are rounded up. Marginals are met one after another, each
/// within the cells that it shares with those before: all are met exactly, and no cell is far from
/// its expected number, unless marginals overlap in a loop. Then the sampler exchanges people
/// between cells until it finds nothing nearer, and says how near that is.
///
/// `expected` is what fit_to_marginals gives for the same marginals. Throws std::invalid_argument
/// for totals that are not whole numbers, besides what check_marginals throws.
WholeTable whole_people(std::span<const std::size_t> shape, std::span<const double> expected,
                        std::span<const Marginal> marginals, std::uint64_t seed);

/// A table by other totals: each cell is multiplied by the same factor as all cells of its group,
/// so that these sum to the group's total.
struct ScaledTable {
    std::vector<double> cells;
    std::vector<std::size_t> empty_groups; ///< a total above zero, but no people to scale
};

/// CriMS's way to another year: a factor by district, sex and age on every cell. Throws what
/// check_marginals throws for `totals`, and std::invalid_argument for cells that are not numbers of
/// people.
ScaledTable scale_to_totals(std::span<const std::size_t> shape, std::vector<double> cells,
                            const Marginal& totals);

} // namespace crims
