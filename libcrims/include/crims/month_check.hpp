// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace crims {

/// `unknown`: too few months around it to tell.
enum class MonthVerdict : std::uint8_t { unknown, plausible, drop, rise };

struct MonthCheck {
    /// What the months around it and the same calendar month of other years suggest; NaN: unknown.
    double expected = std::numeric_limits<double>::quiet_NaN();
    /// Robust z of the logarithm of count / expected; NaN: unknown.
    double score = std::numeric_limits<double>::quiet_NaN();
    MonthVerdict verdict = MonthVerdict::unknown;

    bool is_implausible() const noexcept {
        return verdict == MonthVerdict::drop || verdict == MonthVerdict::rise;
    }

    bool operator==(const MonthCheck&) const = default;
};

/// With fewer months than this no level is known, and only a stub can be told.
inline constexpr std::size_t fewest_months_to_judge = 7;

/// Which monthly totals of recorded crime are implausible beside the others: an incomplete file, a
/// change of recording, a lockdown. It says that a month is odd, not why.
///
/// The level of a month is the median of the months up to six before and six after it, itself left
/// out; at least six of them must be present. The season of a calendar month is the median
/// departure (of logarithms) from that level in the other years, where there are two or more, else
/// none. What remains is divided by the root of the squares of its median absolute deviation over
/// all months (times 1.4826) and of the Poisson error of the expected count. A month is implausible
/// beyond a score of 3.5, as Iglewicz and Hoaglin (1993) advise for such scores, if it also departs
/// from what is expected by a tenth or more: a large force's months are so regular that less would
/// do. A month with too few months around it is a drop if it has less than a tenth of the median of
/// all others, and that is ten or more; else nothing is known of it.
///
/// `counts` are those of consecutive months; `present` has one value a month, 0 for a month without
/// data, whose count is ignored and whose verdict is `unknown`. Throws std::invalid_argument if the
/// sizes differ.
std::vector<MonthCheck> check_months(std::span<const std::uint64_t> counts,
                                     std::span<const std::uint8_t> present);

} // namespace crims
