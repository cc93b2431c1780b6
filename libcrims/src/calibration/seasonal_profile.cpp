// SPDX-License-Identifier: MIT
#include "calibration/seasonal_profile.hpp"

#include <algorithm>
#include <numeric>

namespace crims {

namespace {

double total(const SeasonalCounts& counts) {
    return std::accumulate(counts.begin(), counts.end(), 0.0);
}

/// How much of a zone's own profile is kept.
double own_weight(double located, const ZoneVariation& variation) {
    if (located == 0 || variation.profile == 0) {
        return 0;
    }
    const double signal = variation.profile * located;
    return signal / (signal + 1 - variation.profile + (variation.profile_noise * located));
}

} // namespace

Profiles shrunk_profiles(std::vector<SeasonalCounts> crimes, std::span<const double> located,
                         const ZoneVariation& variation) {
    SeasonalCounts common = {};
    double drawn_crimes = 0;
    double drawn_squares = 0;
    Profiles profiles;
    for (std::size_t zone = 0; zone < crimes.size(); ++zone) {
        const double own = own_weight(located[zone], variation);
        const double in_zone = total(crimes[zone]);
        for (std::size_t c = 0; c < calendar_months; ++c) {
            common[c] += (1 - own) * crimes[zone][c];
        }
        drawn_crimes += (1 - own) * in_zone;
        drawn_squares += (1 - own) * (1 - own) * in_zone;
        profiles.parameters += own;
    }
    const auto seen = static_cast<double>(
        std::count_if(common.begin(), common.end(), [](double value) { return value > 0; }));
    profiles.shrunk = std::move(crimes);
    if (drawn_crimes > 0) {
        for (std::size_t zone = 0; zone < profiles.shrunk.size(); ++zone) {
            const double own = own_weight(located[zone], variation);
            SeasonalCounts& profile = profiles.shrunk[zone];
            const double drawn = (1 - own) * total(profile) / drawn_crimes;
            for (std::size_t c = 0; c < calendar_months; ++c) {
                profile[c] = (own * profile[c]) + (drawn * common[c]);
            }
        }
        profiles.parameters += drawn_squares / drawn_crimes;
    }
    profiles.parameters *= std::max(0.0, seen - 1);
    return profiles;
}

SeasonalCounts interpolated(SeasonalCounts rates, const SeasonalCounts& exposure) {
    const auto steps_to_seen = [&exposure](std::size_t from, std::size_t stride) {
        std::size_t steps = 1;
        while (exposure[(from + (steps * stride)) % calendar_months] == 0) {
            ++steps;
        }
        return steps;
    };
    for (std::size_t c = 0; c < calendar_months; ++c) {
        if (exposure[c] == 0) {
            const std::size_t ahead = steps_to_seen(c, 1);
            const std::size_t back = steps_to_seen(c, calendar_months - 1);
            const double before = rates[(c + (back * (calendar_months - 1))) % calendar_months];
            const double after = rates[(c + ahead) % calendar_months];
            rates[c] = before + ((after - before) * static_cast<double>(back) /
                                 static_cast<double>(back + ahead));
        }
    }
    return rates;
}

} // namespace crims
