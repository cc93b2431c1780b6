// SPDX-License-Identifier: MIT
#include "crims_tool/validate/residual_finding.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace crims_tool {

namespace {

using Json = nlohmann::ordered_json;
using Type = ResidualComparison::Type;

/// How far a distance is above the interval, as a share of it.
double excess(const Type& type) {
    return type.distance.observed / std::max(type.distance.high, 1e-9);
}

Json number_json(const crims::ValidationNumber& number) {
    return {{"observed", number.observed},
            {"simulated", number.mean},
            {"low", number.low},
            {"high", number.high},
            {"covered", number.is_covered()}};
}

Json numbers_json(const std::vector<crims::ValidationNumber>& numbers) {
    Json all = Json::array();
    for (const crims::ValidationNumber& number : numbers) {
        all.push_back(number_json(number));
    }
    return all;
}

} // namespace

std::optional<Finding> residual_finding(const ModelValidation& v) {
    if (!v.residuals || v.residuals->types.empty()) {
        return std::nullopt;
    }
    constexpr double enough = 0.85;
    constexpr double too_low = 0.7;
    const std::vector<Type>& types = v.residuals->types;
    // Life may be more regular than simulated: only too large a distance is wrong.
    const auto inside = std::count_if(types.begin(), types.end(), [](const Type& type) {
        return type.distance.observed <= type.distance.high;
    });
    const double share = static_cast<double>(inside) / static_cast<double>(types.size());
    const Type& worst =
        *std::max_element(types.begin(), types.end(),
                          [](const Type& a, const Type& b) { return excess(a) < excess(b); });
    return Finding{
        share >= enough    ? Grade::good
        : share >= too_low ? Grade::fair
                           : Grade::poor,
        "Gaps between crimes",
        fmt::format(
            "On the model's clock the gaps between crimes of {} of {} crime types are as near to what they should be as in nineteen of twenty replicates. Furthest off: {}, a distance of {:.3f}, simulated {:.3f} ({:.3f} to {:.3f}).",
            inside, types.size(), worst.crime_type, worst.distance.observed, worst.distance.mean,
            worst.distance.low, worst.distance.high)};
}

Json residuals_json(const ModelValidation& v) {
    Json json{{"ranks", Json::array()}};
    for (const crims::PitHistogram& histogram : v.report.pit) {
        json["ranks"].push_back(
            {{"level", level_name(histogram.level)}, {"tenths", numbers_json(histogram.shares)}});
    }
    if (v.residuals) {
        const ResidualComparison& residuals = *v.residuals;
        json["gaps"] = {{"crimes", residuals.crimes},
                        {"without_time", residuals.without_time},
                        {"tenths", numbers_json(residuals.gaps)},
                        {"by_crime_type", Json::array()}};
        for (const Type& type : residuals.types) {
            Json one{{"crime_type", type.crime_type}, {"crimes", type.crimes}};
            one["distance"] = number_json(type.distance);
            json["gaps"]["by_crime_type"].push_back(std::move(one));
        }
    }
    return json;
}

} // namespace crims_tool
