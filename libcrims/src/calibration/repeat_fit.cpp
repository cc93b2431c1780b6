// SPDX-License-Identifier: MIT
#include "crims/repeat_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <Eigen/LU>

#include "calibration/repeat_law.hpp"
#include "calibration/repeat_pairs.hpp"

namespace crims {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int longest_days = 60;

/// Pairs of the same day are left out: they are often one spree, or reports of one event.
constexpr std::size_t first_day_apart = 1;
constexpr std::size_t jackknife_groups = 20;
constexpr std::size_t fewest_events = 50;

/// Metres. Blocks of a town are some 100 m: finer bands would ask where its streets are.
const std::vector<double>& fit_distances() {
    static const std::vector<double> ends{0, 100, 200, 300, 400, 600, 800, 1000};
    return ends;
}

// What is fitted: the followers on a scale without borders, then local ups and downs; after them
// the logarithm of each band's level.
enum RepeatShape : std::uint8_t {
    ratio_logit,
    place_logit,
    log_spread,
    log_lag,
    by_month,
    by_half_year,
    log_reach
};

constexpr std::size_t shapes = 7;

/// Means and standard deviations of normal priors: so weak that 200 pairs beyond chance rule.
struct Prior {
    double mean;
    double deviation;
};

constexpr std::array<Prior, shapes> priors{{{-2.9, 3},  // a ratio of 0.05
                                            {-0.4, 2},  // 0.4
                                            {4.3, 0.7}, // 75 m
                                            {1.9, 0.8}, // 7 days
                                            {0, 0.5},
                                            {0, 0.5},
                                            {6.2, 0.7}}}; // 500 m

double logistic(double value) {
    return 1 / (1 + std::exp(-value));
}

NearRepeat law_of(const VectorXd& parameters) {
    const auto value = [&parameters](RepeatShape shape) { return parameters(Index{shape}); };
    constexpr double most = 0.95;
    return {.ratio = most * logistic(value(ratio_logit)),
            .mean_lag_days = std::exp(std::clamp(value(log_lag), -2.0, 6.0)),
            .spread = std::exp(std::clamp(value(log_spread), 0.0, 9.0)),
            .same_place = logistic(value(place_logit))};
}

/// Pairs expected of a fit: of chains, and of everything else for a band's level of 1.
struct ExpectedPairs {
    VectorXd chains;
    VectorXd others;
};

/// What two places so far apart share of local ups and downs.
std::vector<double> shared_variation(const std::vector<double>& distances,
                                     const VectorXd& parameters) {
    const double reach = std::exp(std::clamp(parameters(Index{log_reach}), 4.0, 9.0));
    std::vector<double> shares;
    double before = 0;
    for (const double end : distances) {
        shares.push_back(std::exp(-(before + end) / 2 / reach));
        before = end;
    }
    return shares;
}

ExpectedPairs expected_pairs(const RepeatPairs& pairs, const VectorXd& parameters,
                             bool with_chains) {
    const auto days = static_cast<std::size_t>(pairs.days) + 1;
    const auto cells = static_cast<Index>(pairs.in_band.size());
    ExpectedPairs expected{VectorXd::Zero(cells), VectorXd::Zero(cells)};
    ChainPairs chains{std::vector<double>(days, 0), std::vector<double>(pairs.in_band.size(), 0)};
    if (with_chains) {
        chains = chain_pairs(law_of(parameters), pairs.distances, pairs.days);
    }
    const std::vector<double> near = shared_variation(pairs.distances, parameters);
    for (std::size_t day = first_day_apart; day < days; ++day) {
        constexpr double month = 30.4;
        constexpr double half_year = 182.6;
        constexpr double least = 0.05;
        const auto apart = static_cast<double>(day);
        const double crimes = pairs.events * std::max(1 - (apart / pairs.span), 0.0);
        const double local =
            (parameters(Index{by_month}) * std::max(1 - (apart / month), 0.0)) +
            (parameters(Index{by_half_year}) * std::max(1 - (apart / half_year), 0.0));
        const double elsewhere =
            std::max(pairs.all[day] - (crimes * chains.all[day]), least * pairs.all[day]);
        for (std::size_t band = 0; band < pairs.distances.size(); ++band) {
            const auto at = static_cast<Index>(pairs.at(band, day));
            expected.chains(at) = crimes * chains.in_band[pairs.at(band, day)];
            expected.others(at) = elsewhere * std::max(1 + (local * near[band]), least);
        }
    }
    return expected;
}

/// Poisson regression of pairs by damped Fisher scoring.
class PairFit {
  public:
    PairFit(const RepeatPairs& pairs, bool with_chains)
        : m_pairs(pairs), m_with_chains(with_chains),
          m_counts(Eigen::Map<const VectorXd>(pairs.in_band.data(),
                                              static_cast<Index>(pairs.in_band.size()))) {
        for (std::size_t band = 0; band < bands(); ++band) {
            m_counts
                .segment(static_cast<Index>(pairs.at(band, 0)), static_cast<Index>(first_day_apart))
                .setZero();
        }
    }

    /// Begins at parameters without levels, or with them.
    VectorXd fit(VectorXd parameters) {
        if (parameters.size() == Index{shapes}) {
            parameters = with_levels(parameters);
        }
        double badness = badness_of(parameters);
        double damping = 1e-3;
        constexpr int most_steps = 60;
        for (int step = 0; step < most_steps && damping < 1e8; ++step) {
            const Step next = step_from(parameters);
            const VectorXd tried = parameters + damped(next, damping);
            const double found = badness_of(tried);
            if (!(found < badness)) {
                damping *= 10;
                continue;
            }
            const bool has_converged = badness - found < 1e-7;
            parameters = tried;
            badness = found;
            damping = std::max(damping / 10, 1e-9);
            if (has_converged) {
                break;
            }
        }
        m_badness = badness;
        return parameters;
    }

    /// Minus the logarithm of likelihood and priors, but for a constant.
    double badness() const { return m_badness; }

  private:
    struct Step {
        VectorXd gradient;
        MatrixXd information;
    };

    std::size_t bands() const { return m_pairs.distances.size(); }

    VectorXd with_levels(const VectorXd& shape) const {
        VectorXd parameters(shape.size() + static_cast<Index>(bands()));
        parameters.head(shape.size()) = shape;
        const ExpectedPairs expected = expected_pairs(m_pairs, shape, m_with_chains);
        for (std::size_t band = 0; band < bands(); ++band) {
            const auto first = static_cast<Index>(m_pairs.at(band, 0));
            const Index days = Index{m_pairs.days} + 1;
            const double counts = m_counts.segment(first, days).sum();
            const double others = expected.others.segment(first, days).sum();
            parameters(shape.size() + static_cast<Index>(band)) =
                std::log((counts + 0.5) / std::max(others, 1e-300));
        }
        return parameters;
    }

    VectorXd means(const VectorXd& parameters, const ExpectedPairs& expected) const {
        VectorXd means = expected.chains;
        const Index days = Index{m_pairs.days} + 1;
        for (std::size_t band = 0; band < bands(); ++band) {
            const auto first = static_cast<Index>(m_pairs.at(band, 0));
            means.segment(first, days) +=
                std::exp(parameters(Index{shapes} + static_cast<Index>(band))) *
                expected.others.segment(first, days);
        }
        return means.cwiseMax(1e-12);
    }

    VectorXd means(const VectorXd& parameters) const {
        return means(parameters, expected_pairs(m_pairs, parameters, m_with_chains));
    }

    double badness_of(const VectorXd& parameters) const {
        const VectorXd mean = means(parameters);
        double sum = mean.sum() - m_counts.dot(mean.array().log().matrix());
        for (std::size_t i = 0; i < shapes; ++i) {
            const double z =
                (parameters(static_cast<Index>(i)) - priors.at(i).mean) / priors.at(i).deviation;
            sum += z * z / 2;
        }
        return sum;
    }

    /// How the means change with the parameters.
    MatrixXd slopes(const VectorXd& parameters, const VectorXd& mean) const {
        constexpr double small = 1e-5;
        MatrixXd slopes = MatrixXd::Zero(mean.size(), parameters.size());
        for (std::size_t i = m_with_chains ? 0 : std::size_t{by_month}; i < shapes; ++i) {
            VectorXd moved = parameters;
            moved(static_cast<Index>(i)) += small;
            slopes.col(static_cast<Index>(i)) = (means(moved) - mean) / small;
        }
        const ExpectedPairs expected = expected_pairs(m_pairs, parameters, m_with_chains);
        const Index days = Index{m_pairs.days} + 1;
        for (std::size_t band = 0; band < bands(); ++band) {
            const auto first = static_cast<Index>(m_pairs.at(band, 0));
            const Index column = Index{shapes} + static_cast<Index>(band);
            slopes.col(column).segment(first, days) =
                std::exp(parameters(column)) * expected.others.segment(first, days);
        }
        return slopes;
    }

    Step step_from(const VectorXd& parameters) const {
        const VectorXd mean = means(parameters);
        const MatrixXd slope = slopes(parameters, mean);
        const MatrixXd weighted = mean.cwiseInverse().asDiagonal() * slope;
        Step step{weighted.transpose() * (m_counts - mean), slope.transpose() * weighted};
        for (std::size_t i = 0; i < shapes; ++i) {
            const auto at = static_cast<Index>(i);
            const double weight = 1 / (priors.at(i).deviation * priors.at(i).deviation);
            step.gradient(at) -= weight * (parameters(at) - priors.at(i).mean);
            step.information(at, at) += weight;
        }
        return step;
    }

    static VectorXd damped(const Step& step, double damping) {
        MatrixXd matrix = step.information;
        matrix.diagonal() += damping * (matrix.diagonal().array() + 1e-6).matrix();
        return matrix.partialPivLu().solve(step.gradient);
    }

    const RepeatPairs& m_pairs;
    bool m_with_chains;
    VectorXd m_counts;
    double m_badness = std::numeric_limits<double>::infinity();
};

VectorXd usual_parameters() {
    VectorXd parameters(Index{shapes});
    for (std::size_t i = 0; i < shapes; ++i) {
        parameters(static_cast<Index>(i)) = priors.at(i).mean;
    }
    return parameters;
}

/// Best of several begins: short and long lags, of few and many.
VectorXd best_fit(const RepeatPairs& pairs, double& badness) {
    VectorXd best;
    badness = std::numeric_limits<double>::infinity();
    for (const double lag : {2.0, 8.0, 25.0}) {
        VectorXd begin = usual_parameters();
        begin(Index{log_lag}) = std::log(lag);
        PairFit fit(pairs, true);
        const VectorXd found = fit.fit(begin);
        if (fit.badness() < badness) {
            badness = fit.badness();
            best = found;
        }
    }
    return best;
}

double squared(double value) {
    return value * value;
}

/// By the jackknife over groups.
NearRepeat errors_of(const GroupedPairs& pairs, const VectorXd& parameters) {
    std::vector<NearRepeat> laws;
    NearRepeat mean{0, 0, 0, 0};
    constexpr double share = 1.0 / jackknife_groups;
    for (std::size_t group = 0; group < jackknife_groups; ++group) {
        const RepeatPairs rest = without_group(pairs, group);
        const NearRepeat law = law_of(PairFit(rest, true).fit(parameters));
        laws.push_back(law);
        mean.ratio += share * law.ratio;
        mean.mean_lag_days += share * law.mean_lag_days;
        mean.spread += share * law.spread;
        mean.same_place += share * law.same_place;
    }
    NearRepeat sum{0, 0, 0, 0};
    for (const NearRepeat& law : laws) {
        sum.ratio += squared(law.ratio - mean.ratio);
        sum.mean_lag_days += squared(law.mean_lag_days - mean.mean_lag_days);
        sum.spread += squared(law.spread - mean.spread);
        sum.same_place += squared(law.same_place - mean.same_place);
    }
    const auto error = [](double squares) { return std::sqrt((1 - share) * squares); };
    return {error(sum.ratio), error(sum.mean_lag_days), error(sum.spread), error(sum.same_place)};
}

double chained_pairs(const RepeatPairs& pairs, const NearRepeat& law) {
    const ChainPairs chains = chain_pairs(law, pairs.distances, pairs.days);
    double sum = 0;
    for (std::size_t day = 0; day < chains.all.size(); ++day) {
        sum += pairs.events * chains.all[day] *
               std::max(1 - (static_cast<double>(day) / pairs.span), 0.0);
    }
    return sum;
}

} // namespace

RepeatFit fit_near_repeats(std::span<const KnoxEvent> events) {
    const GroupedPairs pairs =
        grouped_pairs(events, fit_distances(), longest_days, jackknife_groups);
    RepeatFit result{.events = events.size()};
    if (events.size() < fewest_events) {
        return result;
    }
    double badness = 0;
    const VectorXd best = best_fit(pairs.whole, badness);
    PairFit without(pairs.whole, false);
    without.fit(usual_parameters());
    const NearRepeat law = law_of(best);
    const NearRepeat error = errors_of(pairs, best);
    constexpr double far = 2; // standard errors
    constexpr double noticeable = 0.1;
    constexpr double likelier = 6; // logarithm of the likelihood, for four more parameters
    result.ratio_error = error.ratio;
    if (law.ratio > far * error.ratio && without.badness() - badness > likelier) {
        result.verdict = RepeatVerdict::clear;
        result.law = law;
        result.standard_error = error;
        result.pairs = chained_pairs(pairs.whole, law);
    } else if (law.ratio + (far * error.ratio) < noticeable) {
        result.verdict = RepeatVerdict::none;
    }
    return result;
}

} // namespace crims
