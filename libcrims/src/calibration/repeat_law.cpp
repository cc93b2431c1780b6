// SPDX-License-Identifier: MIT
#include "calibration/repeat_law.hpp"

#include <array>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>

namespace crims {

namespace {

using Complex = std::complex<double>;

/// Moves between two crimes of a chain that are told apart; more are hardly ever there.
constexpr std::size_t moves = 32;
constexpr std::size_t half_circle = moves / 2;

/// Days between a crime and one that follows it directly.
struct DayLag {
    explicit DayLag(double mean_days)
        : next_day(std::exp(-1 / mean_days)), same_day(1 - ((1 - next_day) * mean_days)),
          after_one(((1 - next_day) * (1 - next_day)) * mean_days) {}

    double next_day;
    double same_day;
    double after_one;
};

/// Pairs by days apart of a chain in which each crime has `ratio` followers; these may be weighted
/// with a complex number, for the power series.
class PairsByDay {
  public:
    PairsByDay(const DayLag& lag, Complex ratio) {
        const Complex now = 1.0 / (1.0 - (ratio * lag.same_day));
        m_decay = lag.next_day + (ratio * lag.after_one * now);
        const Complex jump = m_decay - lag.next_day;
        const Complex square = m_decay * m_decay;
        m_same_day = ((now * now * (1.0 + (jump * jump / (1.0 - square)))) - 1.0) / 2.0;
        m_of_day = now * now * (jump + (jump * jump * m_decay / (1.0 - square)));
    }

    /// Must be asked day by day.
    Complex next() {
        if (m_day++ == 0) {
            return m_same_day;
        }
        const Complex pairs = m_of_day;
        m_of_day *= m_decay;
        return pairs;
    }

  private:
    Complex m_decay;
    Complex m_same_day;
    Complex m_of_day;
    int m_day = 0;
};

Complex on_circle(std::size_t i) {
    constexpr double turn = 2 * std::numbers::pi;
    return std::polar(1.0, turn * static_cast<double>(i % moves) / moves);
}

const std::array<Complex, moves>& circle() {
    static const std::array<Complex, moves> points = [] {
        std::array<Complex, moves> all;
        for (std::size_t i = 0; i < moves; ++i) {
            all.at(i) = on_circle(i);
        }
        return all;
    }();
    return points;
}

/// The coefficients of a power series from its values on the upper half of the circle.
std::array<double, moves> coefficients(const std::array<Complex, half_circle + 1>& values) {
    const std::array<Complex, moves>& points = circle();
    std::array<double, moves> found = {};
    for (std::size_t n = 0; n < moves; ++n) {
        double sum =
            values.front().real() + (n % 2 == 0 ? values.back().real() : -values.back().real());
        for (std::size_t i = 1; i < half_circle; ++i) {
            sum += 2 * (values.at(i) * std::conj(points.at(i * n % moves))).real();
        }
        found.at(n) = sum / moves;
    }
    return found;
}

/// Probability that n moves end within each band.
std::vector<double> in_bands(double spread, std::size_t n, const std::vector<double>& distances) {
    std::vector<double> shares(distances.size(), 0);
    if (n == 0 || spread == 0) {
        shares.front() = 1;
        return shares;
    }
    const double twice_variance = 2 * spread * spread * static_cast<double>(n);
    for (std::size_t band = 1; band < distances.size(); ++band) {
        const double from = distances[band - 1];
        const double to = distances[band];
        shares[band] =
            std::exp(-from * from / twice_variance) - std::exp(-to * to / twice_variance);
    }
    return shares;
}

} // namespace

ChainPairs chain_pairs(const NearRepeat& law, const std::vector<double>& distances, int days) {
    const DayLag lag(law.mean_lag_days);
    std::vector<PairsByDay> on_the_circle;
    for (std::size_t i = 0; i <= half_circle; ++i) {
        on_the_circle.emplace_back(
            lag, law.ratio * (law.same_place + ((1 - law.same_place) * circle().at(i))));
    }
    std::vector<std::vector<double>> bands;
    for (std::size_t n = 0; n < moves; ++n) {
        bands.push_back(in_bands(law.spread, n, distances));
    }
    const auto columns = static_cast<std::size_t>(days) + 1;
    ChainPairs pairs{.all = {}, .in_band = std::vector<double>(distances.size() * columns, 0)};
    for (std::size_t day = 0; day < columns; ++day) {
        std::array<Complex, half_circle + 1> values;
        for (std::size_t i = 0; i < values.size(); ++i) {
            values.at(i) = on_the_circle[i].next();
        }
        pairs.all.push_back(values.front().real());
        const std::array<double, moves> of_moves = coefficients(values);
        for (std::size_t n = 0; n < moves; ++n) {
            for (std::size_t band = 0; band < distances.size(); ++band) {
                pairs.in_band[(band * columns) + day] += of_moves.at(n) * bands[n][band];
            }
        }
    }
    return pairs;
}

} // namespace crims
