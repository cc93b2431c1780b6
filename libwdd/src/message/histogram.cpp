// SPDX-License-Identifier: MIT
#include "message/histogram.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/normal.hpp>

#include "message/number_text.hpp"

namespace wdd {

double round_width(double width) {
    constexpr double ten = 10;
    const double power = std::pow(ten, std::floor(std::log10(width)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= width) {
            return factor * power;
        }
    }
    return ten * power;
}

// From whole numbers of widths, so that edges are round.
double edge(const Histogram& histogram, std::size_t i) {
    const double first = std::round(histogram.low / histogram.bar_width);
    return (first + static_cast<double>(i)) * histogram.bar_width;
}

Histogram histogram_of_z(std::span<const double> ascending, double mark) {
    constexpr double usual_reach = 3; // where nearly all of a normal z lies
    constexpr double fewest_bars = 8;
    constexpr double most_bars = 30;
    double low = std::min(-usual_reach, mark);
    double high = std::max(usual_reach, mark);
    if (!ascending.empty()) {
        low = std::min(low, ascending.front());
        high = std::max(high, ascending.back());
    }
    const auto count = static_cast<double>(ascending.size());
    const double bars = std::clamp(2 * std::sqrt(count), fewest_bars, most_bars);
    Histogram histogram;
    histogram.bar_width = round_width((high - low) / bars);
    const double first = std::floor(low / histogram.bar_width);
    histogram.low = first * histogram.bar_width;
    histogram.counts.resize(
        static_cast<std::size_t>(std::floor(high / histogram.bar_width) - first) + 1);
    for (const double value : ascending) {
        const double bar = std::floor(value / histogram.bar_width) - first;
        ++histogram.counts.at(static_cast<std::size_t>(bar));
    }
    const boost::math::normal_distribution<double> normal;
    for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
        histogram.expected.push_back(
            count * (cdf(normal, edge(histogram, i + 1)) - cdf(normal, edge(histogram, i))));
    }
    histogram.mark = mark;
    return histogram;
}

std::string histogram_text(const Histogram& histogram) {
    constexpr double widest_bar = 50;
    const double most = *std::max_element(histogram.counts.begin(), histogram.counts.end());
    const int decimals = histogram.bar_width < 1 ? (histogram.bar_width < 0.1 ? 2 : 1) : 0;
    std::vector<std::string> edges;
    std::size_t width = 0;
    for (std::size_t i = 0; i <= histogram.counts.size(); ++i) {
        edges.push_back(fixed(edge(histogram, i), decimals));
        width = std::max(width, edges.back().size());
    }
    const auto padded = [width](const std::string& text) {
        return std::string(width - text.size(), ' ') + text;
    };
    std::string text = histogram.axis + ":\n";
    for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
        const double count = histogram.counts[i];
        const auto length = static_cast<std::size_t>(most > 0 ? std::ceil(widest_bar * count / most)
                                                              : 0); // whatever is not zero is seen
        const bool marked =
            edge(histogram, i) <= histogram.mark && histogram.mark < edge(histogram, i + 1);
        text += "  " + padded(edges[i]) + " to " + padded(edges[i + 1]);
        text += count > 0 ? "  " + std::string(length, '#') + " " + plain(count) : "";
        text += marked ? "  <- " + histogram.mark_name + "\n" : "\n";
    }
    return text;
}

} // namespace wdd
