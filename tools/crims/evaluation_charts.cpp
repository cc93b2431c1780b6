// SPDX-License-Identifier: MIT
#include "evaluation_charts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include <fmt/format.h>

#include "evaluation_text.hpp"
#include "plain_numbers.hpp"
#include "svg_plot.hpp"

namespace crims_tool {

namespace {

constexpr double two_sided_95 = 1.959963985;
constexpr std::string_view grey = "#57606a";
constexpr std::string_view blue = "#0072B2";
constexpr std::string_view vermillion = "#D55E00";

std::vector<double> steps(double first, double last, double step) {
    std::vector<double> values;
    const auto count = static_cast<int>(std::floor(((last - first) / step) + 0.5));
    for (int i = 0; i <= count; ++i) {
        values.push_back(first + (step * i));
    }
    return values;
}

double density(double z) {
    return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
}

/// Shares of z by bins, as heights of a density.
struct Histogram {
    double first = 0;
    double width = 0.25;
    std::vector<double> height = {};
};

Histogram histogram(const NullDistribution& null, double first, double last) {
    Histogram bins{.first = first};
    bins.height.assign(static_cast<std::size_t>(std::lround((last - first) / bins.width)), 0);
    const double one = 1 / (static_cast<double>(null.z.size()) * bins.width);
    for (const double z : null.z) {
        const double bin = std::floor((z - first) / bins.width);
        if (bin >= 0 && bin < static_cast<double>(bins.height.size())) {
            bins.height[static_cast<std::size_t>(bin)] += one;
        }
    }
    return bins;
}

std::string effect_title(const EvaluationResult& result) {
    return result.design.most_prevented.empty()
               ? "crimes really prevented in the area"
               : fmt::format("really prevented in the area of {}, the other types in proportion",
                             result.design.most_prevented.front());
}

} // namespace

std::string_view series_colour(std::size_t number) {
    constexpr std::array colours = {blue,
                                    vermillion,
                                    std::string_view("#009E73"),
                                    std::string_view("#CC79A7"),
                                    std::string_view("#56B4E9"),
                                    std::string_view("#E69F00")};
    return colours.at(number % colours.size());
}

std::string series_name(const EvaluationResult& result, std::size_t curve) {
    const DetectableEffect& of = result.summary.detectable[curve];
    std::string name = study_text(result, of.study);
    if (result.plan.displaced.size() > 1) {
        name += of.displaced < 0 ? fmt::format(", {} diffused", short_percent_text(-of.displaced))
                                 : fmt::format(", {} displaced", short_percent_text(of.displaced));
    }
    return name;
}

std::string power_chart(const EvaluationResult& result) {
    constexpr double fewest = 0.1;
    const double last = std::max(result.plan.effects.back(), fewest);
    constexpr double many = 0.6;
    SvgPlot plot({.first = -last / 40,
                  .last = last * 1.02,
                  .ticks = steps(0, last, last > many ? 0.2 : 0.1),
                  .label = short_percent_text,
                  .title = effect_title(result)},
                 {.first = 0,
                  .last = 1.02,
                  .ticks = steps(0, 1, 0.2),
                  .label = short_percent_text,
                  .title = "replicates in which the test sees a reduction"},
                 "Power curve: how often the test sees a reduction, by the size of the effect");
    plot.line({{-last, result.plan.power}, {2 * last, result.plan.power}},
              {.colour = grey, .dash = "6 4"});
    plot.text({0, result.plan.power},
              fmt::format("{} power", short_percent_text(result.plan.power)), "start", -5, grey);
    plot.line({{-last, result.plan.alpha}, {2 * last, result.plan.alpha}},
              {.colour = grey, .dash = "2 3"});
    plot.text({last, result.plan.alpha},
              fmt::format("{} promised false alarms", short_percent_text(result.plan.alpha)), "end",
              -5, grey);
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        const auto rows =
            std::span(result.summary.rows).subspan(curve * result.effects(), result.effects());
        const std::string_view colour = series_colour(curve);
        std::vector<PlotPoint> held;
        std::vector<PlotPoint> plain;
        for (const EvaluationRow& row : rows) {
            held.push_back({row.combination.effect, row.held.value});
            plain.push_back({row.combination.effect, row.rejection.value});
        }
        if (!result.summary.null[rows.front().combination.study].held.is_nominal) {
            plot.line(plain, {.colour = colour, .dash = "4 4"});
        }
        plot.line(held, {.colour = colour, .width = 2});
        for (const EvaluationRow& row : rows) {
            const double half = two_sided_95 * row.held.error;
            plot.interval(row.combination.effect, std::max(row.held.value - half, 0.0),
                          std::min(row.held.value + half, 1.0), {.colour = colour});
            plot.mark({row.combination.effect, row.held.value}, curve, colour);
        }
    }
    return plot.svg();
}

std::string null_chart(const EvaluationResult& result, const NullDistribution& null) {
    const double observed = result.plan.observed_z.value_or(0);
    const double reach =
        std::ceil(std::max({4.0, std::abs(observed) + 0.5, -null.quantile(0), null.quantile(1)}));
    const double first = -std::min(reach, 12.0);
    const Histogram bins = histogram(null, first, -first);
    const double tallest =
        std::max(*std::max_element(bins.height.begin(), bins.height.end()), density(0));
    const double step = tallest > 0.5 ? 0.2 : 0.1;
    SvgPlot plot({.first = first,
                  .last = -first,
                  .ticks = steps(first, -first, -first > 8 ? 2 : 1),
                  .label = [](double z) { return fmt::format("{:g}", z); },
                  .title = "z of the test (below 0: fewer crimes than expected)"},
                 {.first = 0,
                  .last = tallest * 1.15,
                  .ticks = steps(0, std::floor(tallest / step) * step, step),
                  .label = [](double share) { return fmt::format("{:g}", share); },
                  .title = "density"},
                 "Distribution of z when nothing is prevented");
    for (std::size_t i = 0; i < bins.height.size(); ++i) {
        const double low = bins.first + (static_cast<double>(i) * bins.width);
        const bool extreme = result.plan.observed_z && low + bins.width <= observed;
        plot.box({low, 0}, {low + bins.width * 0.94, bins.height[i]},
                 extreme ? vermillion : std::string_view("#9ecae1"));
    }
    std::vector<PlotPoint> normal;
    constexpr double fine = 0.05;
    for (const double z : steps(first, -first, fine)) {
        normal.push_back({z, density(z)});
    }
    plot.line(normal, {.colour = "#1b1f24", .width = 1.5});
    plot.text({1.2, density(1.2)}, "what the test assumes", "start", -6);
    const double critical =
        null.held.is_nominal ? null.quantile(result.plan.alpha) : null.held.critical_z.value;
    plot.line({{critical, 0}, {critical, tallest}}, {.colour = grey, .dash = "6 4"});
    plot.text({critical, tallest},
              fmt::format("{} of replicates lie below {:.2f}",
                          short_percent_text(result.plan.alpha), critical),
              critical < first / 2 ? "start" : "end", -4, grey);
    if (result.plan.observed_z) {
        plot.line({{observed, 0}, {observed, tallest * 0.8}}, {.colour = vermillion, .width = 3});
        plot.text({observed, tallest * 0.8},
                  fmt::format("observed z {:g}, p = {:.4f}", observed, null.p_of(observed)),
                  observed < 0 ? "end" : "start", -6, vermillion);
    }
    return plot.svg();
}

} // namespace crims_tool
