// SPDX-License-Identifier: MIT
#include "crims_tool/pictures/map_classes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

namespace crims_tool {

namespace {

void require_positive(std::span<const double> values, std::size_t classes) {
    const bool usable = std::all_of(values.begin(), values.end(),
                                    [](double v) { return std::isfinite(v) && v > 0; });
    if (values.empty() || !usable || classes == 0) {
        throw std::invalid_argument("classes need finite values above 0");
    }
}

/// 10^exponent, exact wherever it can be.
double scaled(double digits, int exponent) {
    return exponent < 0 ? digits / std::pow(10.0, -exponent) : digits * std::pow(10.0, exponent);
}

/// The number with the fewest digits from `low` to below `high`, that nearest to `wanted` among
/// them; multiples of 5 are rounder than others.
double roundest(double low, double high, double wanted) {
    const int largest = static_cast<int>(std::floor(std::log10(high)));
    constexpr int most_digits = 15;
    for (int exponent = largest; exponent > largest - most_digits; --exponent) {
        for (const double step : {5.0, 1.0}) {
            const double unit = scaled(step, exponent);
            const double first = std::ceil(low / unit);
            const double last = std::ceil(high / unit) - 1;
            if (first <= last && last > 0) {
                const double multiple = std::clamp(std::round(wanted / unit), first, last);
                return scaled(step * multiple, exponent);
            }
        }
    }
    return wanted;
}

/// The roundest limit that leaves `rank` of the sorted values below it, give or take `leeway`.
double limit_near(const std::vector<double>& sorted, double rank, double leeway) {
    const auto value = [&sorted](double at) {
        const auto last = static_cast<double>(sorted.size());
        return sorted[static_cast<std::size_t>(std::clamp(at, 1.0, last)) - 1];
    };
    const double wanted = value(std::ceil(rank));
    const double low = value(std::ceil(rank - leeway));
    const double high = value(std::max(std::floor(rank + leeway), std::ceil(rank)));
    // Wherever a limit is between two neighbours among the values, it parts the same.
    const auto above = std::upper_bound(sorted.begin(), sorted.end(), high);
    const double end = above == sorted.end() ? sorted.back() : *above;
    return low < end ? roundest(low, end, wanted) : wanted;
}

} // namespace

std::vector<double> class_limits(std::span<const double> values, std::size_t classes) {
    require_positive(values, classes);
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const double a_class = static_cast<double>(sorted.size()) / static_cast<double>(classes);
    std::vector<double> limits;
    auto from = sorted.begin(); // the first value that is in no class yet
    for (std::size_t i = 1; i < classes; ++i) {
        const double limit = limit_near(sorted, a_class * static_cast<double>(i), a_class / 4);
        const auto beyond = std::upper_bound(from, sorted.end(), limit);
        if (beyond != from && beyond != sorted.end()) {
            limits.push_back(limit);
            from = beyond;
        }
    }
    return limits;
}

std::size_t class_of(double value, std::span<const double> limits) {
    return static_cast<std::size_t>(std::lower_bound(limits.begin(), limits.end(), value) -
                                    limits.begin());
}

std::vector<std::string> class_labels(std::span<const double> limits, double smallest,
                                      double largest, ValueKind kind) {
    const bool whole = kind == ValueKind::whole;
    const auto range = [](double low, double high) {
        return low == high ? number_label(low)
                           : fmt::format("{} to {}", number_label(low), number_label(high));
    };
    if (limits.empty()) {
        return {whole || smallest == largest ? range(smallest, largest) : "all values"};
    }
    std::vector<std::string> labels;
    double low = whole ? smallest : 0;
    for (const double limit : limits) {
        const double high = whole ? std::floor(limit) : limit;
        labels.push_back(!whole && low == 0 ? fmt::format("up to {}", number_label(high))
                                            : range(low, high));
        low = whole ? high + 1 : limit;
    }
    labels.push_back(whole ? fmt::format("{} and more", number_label(low))
                           : fmt::format("over {}", number_label(low)));
    return labels;
}

std::string number_label(double value) {
    std::string text = fmt::format("{:.15g}", value);
    if (text.find_first_of("en") != std::string::npos) { // an exponent, inf, nan
        return text;
    }
    const std::size_t start = text.starts_with('-') ? 1 : 0;
    const std::size_t point = std::min(text.find('.'), text.size());
    for (std::size_t at = point; at > start + 3;) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

std::string quantity_label(double count, const std::string& noun) {
    return fmt::format("{} {}{}", number_label(count), noun, count == 1 ? "" : "s");
}

} // namespace crims_tool
