// SPDX-License-Identifier: MIT
#include "crims_tool/population/synthesis.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

bool is_whole(double people) {
    constexpr double rounding = 1e-6;
    return std::abs(people - std::round(people)) <= rounding;
}

/// Totals as whole people: each is rounded up or down, and so is every sum of those that follow
/// each other.
bool round_totals(crims::Marginal& marginal) {
    if (std::all_of(marginal.totals.begin(), marginal.totals.end(), is_whole)) {
        return false;
    }
    double so_far = 0;
    double given = 0;
    for (double& total : marginal.totals) {
        so_far += total;
        total = std::max(0.0, std::round(so_far) - given);
        given += total;
    }
    return true;
}

std::vector<crims::Marginal> marginals(const std::vector<SourcedMarginal>& sourced) {
    std::vector<crims::Marginal> result;
    std::transform(sourced.begin(), sourced.end(), std::back_inserter(result),
                   [](const SourcedMarginal& one) { return one.marginal; });
    return result;
}

bool tells(const crims::Marginal& marginal, std::size_t dimension) {
    return std::any_of(
        marginal.dimensions.begin(), marginal.dimensions.end(),
        [dimension](const crims::MarginalDimension& one) { return one.dimension == dimension; });
}

bool tells_ethnicity(const crims::Marginal& marginal) {
    return tells(marginal, 3);
}

class Synthesizer {
  public:
    Synthesizer(const SynthesisInput& input, const PopulationCategories& categories)
        : m_input(input), m_categories(categories), m_shape(categories.shape()) {}

    Synthesis run() {
        m_result.expected.assign(cells(), 1.0);
        fit(m_input.census);
        if (m_input.projection) {
            scale_to_projection();
        }
        std::vector<SourcedMarginal> wanted = m_input.totals;
        if (m_input.projection) {
            wanted.insert(wanted.begin(), *m_input.projection);
        }
        if (!m_input.totals.empty()) {
            for (const SourcedMarginal& one : wanted) {
                fill_empty_groups(one);
            }
            fit(wanted);
        }
        if (wanted.empty()) {
            wanted = m_input.census;
        }
        draw(std::move(wanted));
        return std::move(m_result);
    }

  private:
    /// A fit that tables make impossible ends after about half a minute.
    int most_rounds(std::size_t tables) const {
        constexpr std::size_t most_work = 3'000'000'000;
        constexpr std::size_t least = 100;
        constexpr std::size_t most = 20'000;
        const std::size_t a_round = std::max<std::size_t>(m_result.expected.size() * tables, 1);
        return static_cast<int>(std::clamp(most_work / a_round, least, most));
    }

    std::size_t cells() const {
        std::size_t count = 1;
        for (const std::size_t size : m_shape) {
            // Each cell takes some 60 bytes.
            constexpr std::size_t most = 100'000'000;
            count *= size;
            if (count > most) {
                throw DataError(fmt::format(
                    "{} zones, {} sexes, {} ages and {} ethnicities are more than {} groups; use tables with fewer ages or zones",
                    m_shape[0], m_shape[1], m_shape[2], m_shape[3], most));
            }
        }
        return count;
    }

    void fit(const std::vector<SourcedMarginal>& to) {
        crims::FittedTable fitted;
        const int rounds = most_rounds(to.size());
        try {
            fitted = crims::fit_to_marginals(m_shape, std::move(m_result.expected), marginals(to),
                                             {.most_rounds = rounds});
        } catch (const crims::MarginalConflict& conflict) {
            throw DataError(conflict_text(conflict, to, m_categories));
        }
        m_result.rounds = fitted.rounds;
        m_result.expected = std::move(fitted.cells);
        if (!fitted.converged) {
            m_result.warnings.push_back(fmt::format(
                "After {} rounds the fit is still {:.2f} people from a total: some groups have nobody who could be counted.",
                fitted.rounds, fitted.largest_difference));
        }
    }

    void scale_to_projection() {
        fill_empty_groups(*m_input.projection);
        crims::ScaledTable scaled = crims::scale_to_totals(m_shape, std::move(m_result.expected),
                                                           m_input.projection->marginal);
        m_result.expected = std::move(scaled.cells);
    }

    /// Where there is nobody to scale, people are put into all zones alike.
    void fill_empty_groups(const SourcedMarginal& to) {
        const crims::ScaledTable tried =
            crims::scale_to_totals(m_shape, m_result.expected, to.marginal);
        if (tried.empty_groups.empty()) {
            return;
        }
        std::vector<double> empty(to.marginal.totals.size());
        double people = 0;
        for (const std::size_t group : tried.empty_groups) {
            empty[group] = 1;
            people += to.marginal.totals[group];
        }
        // Ones in the empty groups' cells, zeros elsewhere.
        const crims::ScaledTable ones =
            crims::scale_to_totals(m_shape, std::vector<double>(m_result.expected.size(), 1.0),
                                   {.dimensions = to.marginal.dimensions, .totals = empty});
        for (std::size_t i = 0; i < m_result.expected.size(); ++i) {
            m_result.expected[i] += ones.cells[i];
        }
        m_result.warnings.push_back(fmt::format(
            "{}: {} of its groups, {:.0f} people, have nobody in the census; they are spread evenly over their zones.",
            to.source, tried.empty_groups.size(), people));
    }

    void draw(std::vector<SourcedMarginal> wanted) {
        for (SourcedMarginal& one : wanted) {
            if (round_totals(one.marginal)) {
                m_result.warnings.push_back(
                    fmt::format("{}: its numbers are not whole; they are rounded to whole people.",
                                one.source));
            }
        }
        std::vector<crims::Marginal> to = marginals(wanted);
        try {
            crims::check_marginals(m_shape, to);
            if (m_input.projection && m_input.totals.empty() && !tells_ethnicity(to.front())) {
                to.push_back(zones_by_sex(to.front()));
            }
            m_result.whole = crims::whole_people(m_shape, m_result.expected, to, m_input.seed);
        } catch (const crims::MarginalConflict& conflict) {
            throw DataError(conflict_text(conflict, wanted, m_categories));
        }
        m_result.met = std::move(wanted);
    }

    /// The projection says how many people a district has; so that each of its zones has its share
    /// to a person, zones and sexes are drawn first.
    crims::Marginal zones_by_sex(const crims::Marginal& projection) const {
        const std::vector<std::size_t> shape{m_shape[0], m_shape[1]};
        std::vector<double> expected(shape[0] * shape[1]);
        const std::size_t rest = m_shape[2] * m_shape[3];
        for (std::size_t i = 0; i < m_result.expected.size(); ++i) {
            expected[i / rest] += m_result.expected[i];
        }
        const bool by_sex = tells(projection, 1);
        const bool by_age = tells(projection, 2);
        const std::size_t ages =
            by_age ? projection.totals.size() / (areas(projection) * (by_sex ? shape[1] : 1)) : 1;
        crims::Marginal sums{.dimensions = {}, .totals = {}};
        for (const crims::MarginalDimension& one : projection.dimensions) {
            if (one.dimension < 2) {
                sums.dimensions.push_back(one);
            }
        }
        sums.totals.resize(projection.totals.size() / ages);
        for (std::size_t i = 0; i < projection.totals.size(); ++i) {
            sums.totals[i / ages] += projection.totals[i];
        }
        const crims::WholeTable drawn =
            crims::whole_people(shape, expected, {&sums, 1}, m_input.seed);
        crims::Marginal result{.dimensions = {{.dimension = 0}, {.dimension = 1}}, .totals = {}};
        result.totals.assign(drawn.cells.begin(), drawn.cells.end());
        return result;
    }

    std::size_t areas(const crims::Marginal& projection) const {
        const crims::MarginalDimension& place = projection.dimensions.front();
        if (place.dimension != 0) {
            return 1;
        }
        return place.groups.empty() ? m_shape[0] : m_categories.areas.size();
    }

    const SynthesisInput& m_input;
    const PopulationCategories& m_categories;
    std::vector<std::size_t> m_shape;
    Synthesis m_result;
};

} // namespace

Synthesis synthesise(const SynthesisInput& input, const PopulationCategories& categories) {
    return Synthesizer(input, categories).run();
}

} // namespace crims_tool
