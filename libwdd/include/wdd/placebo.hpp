// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "wdd/evaluation.hpp"
#include "wdd/message.hpp"

namespace wdd {

/// Where or when nothing was done: at earlier dates, with both areas moved and turned at random, in
/// other zones.
enum class PlaceboKind { date, relocation, candidate };

/// "date", "relocation", "candidate".
std::string_view placebo_name(PlaceboKind kind);

/// The observed z among those of the placebos, and how these compare with the normal distribution
/// that the test takes them to have.
struct PlaceboDistribution {
    double observed = 0;
    std::vector<double> z;       ///< ascending
    std::size_t at_or_below = 0; ///< placebos with z <= observed (equal but for rounding included)
    std::size_t at_or_above = 0; ///< likewise
    double p_empirical = 1;      ///< (1 + at_or_below) / (placebos + 1), one-tailed: a reduction
    double p_increase = 1;       ///< (1 + at_or_above) / (placebos + 1): the other tail
    std::optional<double> mean;  ///< none without placebos
    std::optional<double> deviation;     ///< standard deviation (n - 1); none for fewer than two
    std::optional<double> share_p_005;   ///< with one-tailed p <= 0.05; 0.05 if z is normal
    std::optional<double> share_two_005; ///< with |z| >= 1.96; 0.05 if z is normal
};

/// Throws std::invalid_argument for a z that is not finite. O(n log n).
PlaceboDistribution compare_with_placebos(double observed, std::vector<double> z);

/// Quantile of ascending values by linear interpolation (Hyndman & Fan 1996, type 7, as R does).
/// Throws std::invalid_argument for no values or a share outside [0, 1].
double quantile(std::span<const double> ascending, double share);

/// Quantile of the standard normal distribution, 0 < share < 1.
double normal_quantile(double share);

/// One kind of placebos, tested. Those that share days or ground with each other, or with the real
/// study, say partly the same: however many are tried, they are no more comparisons than there are
/// apart. So the verdict rests on the latter, and all are only shown.
struct PlaceboFamily {
    PlaceboKind kind = PlaceboKind::date;
    PlaceboDistribution distribution; ///< of all that were tried
    PlaceboDistribution apart;        ///< of those that share no day, or no ground
    std::size_t without_test = 0;     ///< left out: not one incident in any zone, so there is no z
    std::vector<double> in_response;  ///< incidents of both periods in each one's response area
    std::vector<std::string> how;     ///< sentences of the caller's: how the placebos were chosen
};

/// Fewest placebos with which an empirical p of 0.05 can be reached.
inline constexpr std::size_t fewest_placebos = 19;

/// What placebos say of the observed z. Only a negative z can be unusually low.
enum class PlaceboVerdict {
    no_reduction, ///< the observed z is not negative: there is no reduction to judge
    too_few,      ///< fewer than `fewest_placebos` are apart
    unusual,      ///< empirical p <= 0.05
    not_unusual
};

PlaceboVerdict verdict_of(const PlaceboFamily& family);

/// "no reduction", "too few", "unusual", "not unusual".
std::string_view verdict_name(PlaceboVerdict verdict);

/// The verdict against the placebos in plain language, a table and a histogram of each kind, the
/// caveats that apply, and what the test itself counted. The observed test must have a z, else
/// std::invalid_argument.
Message describe_placebos(const Evaluation& observed, std::span<const PlaceboFamily> families);

} // namespace wdd
