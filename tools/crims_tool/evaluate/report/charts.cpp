// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/charts.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/evaluate/report/forecast_text.hpp"
#include "crims_tool/evaluate/report/headline.hpp"
#include "crims_tool/evaluate/report/text.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/svg.hpp"

namespace crims_tool {

namespace {

using toolkit::short_percent_text;
using wdd::Anchor;
using wdd::AxisRange;
using wdd::Point;
using wdd::Scale;
using wdd::SvgPicture;

constexpr double two_sided_95 = 1.959963985;
constexpr double left = 56;
constexpr double top = 30;
constexpr double bottom = 300;
constexpr double height = bottom + 48;
constexpr std::size_t wanted_ticks = 8;

struct Axis {
    AxisRange range = {};
    std::string title = {};
    std::string (*label)(double) = nullptr;
};

std::vector<std::string> labels(const std::vector<double>& ticks, const Axis& axis) {
    std::vector<std::string> texts;
    std::transform(ticks.begin(), ticks.end(), std::back_inserter(texts), axis.label);
    return texts;
}

/// A picture with two axes; coordinates are those of the data.
struct Chart {
    double right;
    Scale x;
    Scale y;
    SvgPicture picture;

    Chart(double width, const Axis& across, const Axis& up, std::string_view title,
          std::string_view description)
        : right(width - 12), x(Scale::linear(across.range.low, across.range.high, left, right)),
          y(Scale::linear(up.range.low, up.range.high, bottom, top)),
          picture(width, height, title, description) {
        const std::vector<double> columns = x.ticks(wanted_ticks);
        const std::vector<double> rows = y.ticks(wanted_ticks);
        picture.left_axis(y, left, right, rows, labels(rows, up));
        picture.bottom_axis(x, top, bottom, columns, labels(columns, across));
        picture.line({left, bottom}, {right, bottom}, "axis");
        picture.text({0, top - 14}, up.title, Anchor::start, "soft");
        picture.text({(left + right) / 2, height - 8}, across.title, Anchor::middle, "soft");
    }

    Point at(double across, double up) const { return {x.at(across), y.at(up)}; }
};

std::string plain_number(double number) {
    return fmt::format("{:g}", number);
}

double density(double z) {
    return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
}

/// Shares of z by bins, as heights of a density.
struct DensityBins {
    double first = 0;
    double width = 0.25;
    std::vector<double> height = {};
};

DensityBins density_bins(const NullDistribution& null, double first, double last) {
    DensityBins bins{.first = first};
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

/// The page's style for what belongs to a curve.
std::string series_style(std::size_t number) {
    constexpr std::size_t colours = 6;
    return fmt::format("s{}", number % colours);
}

/// What a dashed curve is beside the solid one: of the test, where the forecast leads; of the plain
/// test, where it reports more reductions than it promises.
bool has_second(const EvaluationResult& result, std::size_t curve) {
    const EvaluationRow& row = power_curve(result, curve).front();
    return row.forecast || !result.summary.null[row.combination.study].held.is_nominal;
}

double second_rate(const EvaluationRow& row) {
    return row.forecast ? row.held.value : row.rejection.value;
}

void draw_curve(Chart& chart, const EvaluationResult& result, std::size_t curve) {
    const std::string style = series_style(curve);
    std::vector<Point> points;
    std::vector<Point> second;
    for (const EvaluationRow& row : power_curve(result, curve)) {
        points.push_back(chart.at(row.combination.effect, leading_rate(row).value));
        second.push_back(chart.at(row.combination.effect, second_rate(row)));
    }
    if (has_second(result, curve)) {
        chart.picture.polyline(second, style + " dashed");
    }
    chart.picture.polyline(points, style + " drawn");
    for (const EvaluationRow& row : power_curve(result, curve)) {
        constexpr double cap = 8;
        const Simulated& rate = leading_rate(row);
        const double half = two_sided_95 * rate.error;
        const double across = row.combination.effect;
        chart.picture.interval(chart.at(across, std::max(rate.value - half, 0.0)),
                               chart.at(across, std::min(rate.value + half, 1.0)), cap,
                               style + " interval");
        chart.picture.mark(chart.at(across, rate.value), curve, style + " spot");
    }
}

std::string power_words(const EvaluationResult& result) {
    std::string text;
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        const EvaluationRow& row = row_of_interest(result, curve);
        text += fmt::format("{}{}: {} found at {}.", text.empty() ? "" : " ",
                            series_name(result, curve), short_percent_text(leading_rate(row).value),
                            short_percent_text(row.combination.effect));
    }
    return text;
}

std::string power_svg(const EvaluationResult& result, double width) {
    constexpr double fewest = 0.1;
    const double last = std::max(result.plan.effects.back(), fewest);
    Chart chart(width,
                {.range = {-last / 40, last * 1.02},
                 .title = "reduction in the response area",
                 .label = short_percent_text},
                {.range = {0, 1.02}, .title = "found in", .label = short_percent_text},
                "Power curve: how often a reduction is found, by its size", power_words(result));
    for (const auto& [share, style] :
         {std::pair{result.plan.power, "aim"}, std::pair{result.plan.alpha, "aim low"}}) {
        chart.picture.line({left, chart.y.at(share)}, {chart.right, chart.y.at(share)}, style);
    }
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        draw_curve(chart, result, curve);
    }
    return std::move(chart.picture).svg();
}

/// What the power curves are of.
std::string power_caption(const EvaluationResult& result) {
    std::string text = result.design.most_prevented.empty()
                           ? ""
                           : fmt::format("The reduction is that of {}; the other types fall in "
                                         "proportion. ",
                                         result.design.most_prevented.front());
    text +=
        result.any_forecast()
            ? fmt::format("Solid: the forecast verdict, {} replicates. Dashed: the WDD test.",
                          result.table.forecasted())
        : exceeds_alpha(result)
            ? fmt::format(
                  "Solid: a test with a true false-alarm rate of {}. Dashed: the plain test, which finds more and gives more false alarms. {} replicates per point.",
                  short_percent_text(result.plan.alpha), result.table.replicates())
            : fmt::format("{} replicates per point.", result.table.replicates());
    return text + " Bars are 95 % Monte Carlo intervals.";
}

/// A row for each effect, a column for each curve.
wdd::Table power_numbers(const EvaluationResult& result) {
    wdd::Table table{.header = {"reduction"}, .rows = {}};
    for (const double effect : result.plan.effects) {
        table.rows.push_back({short_percent_text(effect)});
    }
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        table.header.push_back("found, " + series_name(result, curve));
        const auto rows = power_curve(result, curve);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            table.rows[i].push_back(rate_text(leading_rate(rows[i])));
        }
    }
    return table;
}

std::string null_words(const NullDistribution& null) {
    return fmt::format("{} replicates: mean {:.2f}, standard deviation {:.2f}.", null.z.size(),
                       null.mean, null.sd);
}

void draw_bins(Chart& chart, const EvaluationResult& result, const DensityBins& bins) {
    for (std::size_t i = 0; i < bins.height.size(); ++i) {
        constexpr double filled = 0.94;
        const double low = bins.first + (static_cast<double>(i) * bins.width);
        const bool extreme = result.plan.observed_z && low + bins.width <= *result.plan.observed_z;
        const Point corner = chart.at(low, bins.height[i]);
        chart.picture.rectangle(corner, chart.x.at(low + bins.width * filled) - corner.x,
                                bottom - corner.y, extreme ? "mark" : "dot");
    }
}

void draw_normal(Chart& chart, double first) {
    std::vector<Point> normal;
    constexpr int parts = 240;
    for (int i = 0; i <= parts; ++i) {
        const double z = first - (2 * first * i / parts);
        normal.push_back(chart.at(z, density(z)));
    }
    chart.picture.polyline(normal, "drawn");
}

/// The z that the share of false alarms promised lies below.
double critical_z(const EvaluationResult& result, const NullDistribution& null) {
    return null.held.is_nominal ? null.quantile(result.plan.alpha) : null.held.critical_z.value;
}

std::string null_svg(const EvaluationResult& result, const NullDistribution& null, double width) {
    const double observed = result.plan.observed_z.value_or(0);
    const double reach =
        std::ceil(std::max({4.0, std::abs(observed) + 0.5, -null.quantile(0), null.quantile(1)}));
    const double first = -std::min(reach, 12.0);
    const DensityBins bins = density_bins(null, first, -first);
    const double tallest =
        std::max(*std::max_element(bins.height.begin(), bins.height.end()), density(0));
    Chart chart(width,
                {.range = {first, -first},
                 .title = "z (below 0: fewer crimes than expected)",
                 .label = plain_number},
                {.range = {0, tallest * 1.12}, .title = "density", .label = plain_number},
                "Distribution of z when nothing is prevented", null_words(null));
    draw_bins(chart, result, bins);
    draw_normal(chart, first);
    const double critical = critical_z(result, null);
    chart.picture.line(chart.at(critical, 0), chart.at(critical, tallest * 1.06), "aim");
    if (result.plan.observed_z) {
        chart.picture.line(chart.at(observed, 0), chart.at(observed, tallest * 1.12),
                           "marked strong");
    }
    return std::move(chart.picture).svg();
}

std::vector<wdd::Key> null_keys(const EvaluationResult& result, const NullDistribution& null) {
    std::vector<wdd::Key> keys{
        {"dot", "replicates where nothing is prevented"},
        {"drawn", "what the test assumes", wdd::KeyShape::line},
        {"aim",
         fmt::format("{} of replicates lie below {:.2f}", short_percent_text(result.plan.alpha),
                     critical_z(result, null)),
         wdd::KeyShape::line}};
    if (const std::optional<double>& observed = result.plan.observed_z) {
        keys.push_back({"marked strong",
                        fmt::format("observed z {:g}: {:.1f} % lie at it or below", *observed,
                                    100 * null.p_of(*observed)),
                        wdd::KeyShape::line});
    }
    return keys;
}

wdd::Table null_numbers(const NullDistribution& null) {
    wdd::Table table{.header = {"share of replicates", "z is at most", "the test assumes"},
                     .rows = {}};
    for (const auto& [share, normal] : {std::pair{0.01, -2.326},
                                        {0.05, -1.645},
                                        {0.25, -0.674},
                                        {0.5, 0.0},
                                        {0.75, 0.674},
                                        {0.95, 1.645},
                                        {0.99, 2.326}}) {
        table.rows.push_back({short_percent_text(share),
                              fmt::format("{:.2f}", null.quantile(share)),
                              fmt::format("{:.2f}", normal)});
    }
    return table;
}

} // namespace

wdd::Figure power_figure(const EvaluationResult& result) {
    std::vector<wdd::Key> keys;
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        keys.push_back(
            {series_style(curve), series_name(result, curve), wdd::KeyShape::curve, curve});
    }
    keys.push_back({"aim", short_percent_text(result.plan.power) + " power", wdd::KeyShape::line});
    keys.push_back({"aim low", short_percent_text(result.plan.alpha) + " promised false alarms",
                    wdd::KeyShape::line});
    return {.svg = [&result](double width) { return power_svg(result, width); },
            .caption = power_caption(result),
            .keys = std::move(keys),
            .scale_bar = {},
            .numbers = power_numbers(result)};
}

wdd::Figure null_figure(const EvaluationResult& result, const NullDistribution& null) {
    return {
        .svg = [&result, &null](double width) { return null_svg(result, null, width); },
        .caption = fmt::format(
            "{}: {} replicates in which nothing is prevented; their z has mean {:.2f} and standard deviation {:.2f} (the test assumes 0 and 1).{}",
            study_text(result, null.study), null.z.size(), null.mean, null.sd,
            result.plan.observed_z
                ? " Bars of the other colour: as low as the observed z, or lower."
                : ""),
        .keys = null_keys(result, null),
        .scale_bar = {},
        .numbers = null_numbers(null)};
}

} // namespace crims_tool
