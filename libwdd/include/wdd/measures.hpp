// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "wdd/statistic.hpp"

namespace wdd {

/// The change in the response area relative to that in the control area: 1 no effect, 0.8 a fifth
/// fewer than expected if both had changed by the same share.
struct RelativeRateRatio {
    double ratio = 1;
    double low = 0; ///< two-sided interval
    double high = 0;
    double log_standard_error = 0;
};

/// (T1/T0) / (C1/C0), SE of the logarithm sqrt(1/T0 + 1/T1 + 1/C0 + 1/C1) (Wilson 2022, doi
/// 10.1007/s10940-021-09494-w). Half an incident is added to all four where one of them is 0, and
/// there is no value where all four are 0. Rings are left out, as there. Weights of the zones
/// cancel; those of the periods do too.
/// Throws as `weighted_displacement_difference` does for impossible counts and confidence.
std::optional<RelativeRateRatio> relative_rate_ratio(const Counts& counts,
                                                     double confidence = 0.95);

/// The test without the normal approximation, for small counts.
struct ExactTest {
    double p = 1;     ///< P(A or fewer)
    double p_mid = 1; ///< P(fewer than A) + P(A) / 2
};

/// With A = T1 + C0 + D1 + E0 and B = T0 + C1 + D0 + E1 (D, E the rings of treated and control) the
/// WDD is A - B, and without an effect A of A + B incidents is binomial with probability 1/2: the
/// conditional test of two Poisson counts (Przyborowski & Wilenski 1940, Biometrika 31, 313-323),
/// whose mid-p is Lancaster's (1961, doi 10.1080/01621459.1961.10482105).
/// No value where a weight is not 1 or a count is not whole, or all are 0.
/// Throws as `weighted_displacement_difference` does.
std::optional<ExactTest> exact_test(const Counts& counts, const Weights& weights = {});

/// The probability that the true WDD is below 0 if nothing was known before: with the prior of
/// Jeffreys (1946, doi 10.1098/rspa.1946.0056) for the share of A, I(1/2; A + 1/2, B + 1/2), A and
/// B as in `exact_test`. No value where that has none.
std::optional<double> probability_of_reduction(const Counts& counts, const Weights& weights = {});

/// Bowers & Johnson (2003, doi 10.1023/A:1024909009240) as Guerette (2009, POP Center Tool Guide
/// 10) puts them. R is the response area, D its ring, C the control area; b before, a after.
/// Unlike the WDD, they are positive where crime fell.
struct DisplacementQuotients {
    double gross_effect = 0;          ///< Rb - Ra
    std::optional<double> net_effect; ///< Rb/Cb - Ra/Ca
    /// (Da/Ca - Db/Cb) / (Ra/Ca - Rb/Cb): above 0 benefits spread to the ring, below 0 crime moved
    /// there, below -1 more of it than was prevented.
    std::optional<double> quotient;
    std::optional<double> total_net_effect; ///< [Rb Ca/Cb - Ra] + [Db Ca/Cb - Da]
};

/// The control's counts divide: where one is 0, what needs it is empty. The quotient is empty too
/// unless the net effect is above 0 (nothing was prevented that could have moved), and where the
/// ring has no incident at all. The ring of the control area has no part in them.
/// Throws as `weighted_displacement_difference` does for impossible counts.
DisplacementQuotients displacement_quotients(const Counts& counts);

/// The change as a share of what was to be expected after, if the response area had changed by as
/// many incidents as the control area, which is the expectation in equation 1 of Wheeler &
/// Ratcliffe (2018, doi 10.1186/s40163-018-0085-5): local / (T1 - local), -0.25 for a quarter
/// fewer. In the units of the estimate, weights applied. No value where nothing or less was to be
/// expected.
std::optional<double> share_of_expected(const Counts& counts, const Weights& weights = {});

/// All of them, for one design.
struct Measures {
    std::optional<double> share_of_expected;
    std::optional<RelativeRateRatio> rate_ratio;
    std::optional<ExactTest> exact;
    std::optional<double> probability_of_reduction;
    DisplacementQuotients quotients;
};

/// Throws as `weighted_displacement_difference` does.
Measures measures(const Counts& counts, const Weights& weights = {}, double confidence = 0.95);

} // namespace wdd
