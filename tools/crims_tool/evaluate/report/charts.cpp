// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/charts.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <span>
#include <utility>

#include <fmt/format.h>

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
constexpr double width = 720;
constexpr double height = 400;
constexpr double left = 60;
constexpr double right = width - 18;
constexpr double top = 30;
constexpr double bottom = height - 52;
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
    Scale x;
    Scale y;
    SvgPicture picture;

    Chart(const Axis& across, const Axis& up, std::string_view title)
        : x(Scale::linear(across.range.low, across.range.high, left, right)),
          y(Scale::linear(up.range.low, up.range.high, bottom, top)),
          picture(width, height, title) {
        const std::vector<double> columns = x.ticks(wanted_ticks);
        const std::vector<double> rows = y.ticks(wanted_ticks);
        picture.left_axis(y, left, right, rows, labels(rows, up));
        picture.bottom_axis(x, top, bottom, columns, labels(columns, across));
        picture.line({left, bottom}, {right, bottom}, "axis");
        picture.text({0, top - 14}, up.title, Anchor::start);
        picture.text({(left + right) / 2, height - 8}, across.title, Anchor::middle);
    }

    Point at(double across, double up) const { return {x.at(across), y.at(up)}; }

    void text(double across, double up, double lift, std::string_view text, Anchor anchor,
              std::string_view style) {
        picture.text({x.at(across), y.at(up) - lift}, text, anchor, style);
    }
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

const Simulated& leading_rate(const EvaluationRow& row) {
    return row.forecast ? row.forecast->area.reduction : row.held;
}

std::string effect_title(const EvaluationResult& result) {
    return result.design.most_prevented.empty()
               ? "crimes really prevented in the area"
               : fmt::format("really prevented in the area of {}, the other types in proportion",
                             result.design.most_prevented.front());
}

} // namespace

std::string series_style(std::size_t number) {
    constexpr std::size_t colours = 6;
    return fmt::format("s{}", number % colours);
}

std::string series_name(const EvaluationResult& result, std::size_t curve) {
    const DetectableEffect& detectable = result.summary.detectable[curve];
    std::string name = study_text(result, detectable.study);
    if (result.plan.displaced.size() > 1) {
        name += detectable.displaced < 0
                    ? fmt::format(", {} diffused", short_percent_text(-detectable.displaced))
                    : fmt::format(", {} displaced", short_percent_text(detectable.displaced));
    }
    return name;
}

std::string power_chart(const EvaluationResult& result) {
    constexpr double fewest = 0.1;
    const double last = std::max(result.plan.effects.back(), fewest);
    const double power = result.plan.power;
    const double alpha = result.plan.alpha;
    Chart chart({.range = {-last / 40, last * 1.02},
                 .title = effect_title(result),
                 .label = short_percent_text},
                {.range = {0, 1.02},
                 .title = "replicates in which a reduction is found",
                 .label = short_percent_text},
                "Power curve: how often a reduction is found, by the size of the effect");
    SvgPicture& picture = chart.picture;
    picture.line({left, chart.y.at(power)}, {right, chart.y.at(power)}, "aim");
    chart.text(0, power, 5, fmt::format("{} power", short_percent_text(power)), Anchor::start,
               "halo soft");
    picture.line({left, chart.y.at(alpha)}, {right, chart.y.at(alpha)}, "aim low");
    chart.text(last, alpha, 5, fmt::format("{} promised false alarms", short_percent_text(alpha)),
               Anchor::end, "halo soft");
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        const std::span<const EvaluationRow> rows = power_curve(result, curve);
        const std::string style = series_style(curve);
        // The verdict first: the forecast's where there is one, else that of the test that holds.
        const bool forecast = rows.front().forecast.has_value();
        std::vector<Point> points;
        std::vector<Point> plain;
        for (const EvaluationRow& row : rows) {
            const double test = forecast ? row.held.value : row.rejection.value;
            points.push_back(chart.at(row.combination.effect, leading_rate(row).value));
            plain.push_back(chart.at(row.combination.effect, test));
        }
        if (forecast || !result.summary.null[rows.front().combination.study].held.is_nominal) {
            picture.polyline(plain, style + " dashed");
        }
        picture.polyline(points, style + " drawn");
        for (std::size_t i = 0; i < points.size(); ++i) {
            constexpr double cap = 8;
            const Simulated& rate = leading_rate(rows[i]);
            const double half = two_sided_95 * rate.error;
            picture.interval({points[i].x, chart.y.at(std::max(rate.value - half, 0.0))},
                             {points[i].x, chart.y.at(std::min(rate.value + half, 1.0))}, cap,
                             style + " interval");
            picture.mark(points[i], curve, style + " spot");
        }
    }
    return std::move(picture).svg();
}

std::string null_chart(const EvaluationResult& result, const NullDistribution& null) {
    const double observed = result.plan.observed_z.value_or(0);
    const double reach =
        std::ceil(std::max({4.0, std::abs(observed) + 0.5, -null.quantile(0), null.quantile(1)}));
    const double first = -std::min(reach, 12.0);
    const DensityBins bins = density_bins(null, first, -first);
    const double tallest =
        std::max(*std::max_element(bins.height.begin(), bins.height.end()), density(0));
    Chart chart({.range = {first, -first},
                 .title = "z of the test (below 0: fewer crimes than expected)",
                 .label = plain_number},
                {.range = {0, tallest * 1.3}, .title = "density", .label = plain_number},
                "Distribution of z when nothing is prevented");
    SvgPicture& picture = chart.picture;
    for (std::size_t i = 0; i < bins.height.size(); ++i) {
        constexpr double filled = 0.94;
        const double low = bins.first + (static_cast<double>(i) * bins.width);
        const bool extreme = result.plan.observed_z && low + bins.width <= observed;
        const Point corner = chart.at(low, bins.height[i]);
        picture.rectangle(corner, chart.x.at(low + bins.width * filled) - corner.x,
                          bottom - corner.y, extreme ? "mark" : "dot");
    }
    std::vector<Point> normal;
    constexpr int parts = 240;
    for (int i = 0; i <= parts; ++i) {
        const double z = first - (2 * first * i / parts);
        normal.push_back(chart.at(z, density(z)));
    }
    picture.polyline(normal, "drawn");
    chart.text(1.2, density(1.2), 6, "what the test assumes", Anchor::start, "halo");
    // Names stand above all bars, towards the middle.
    const auto threshold = [&](double z, double high, const std::string& name,
                               std::string_view line_style, std::string_view text_style) {
        picture.line(chart.at(z, 0), chart.at(z, high), line_style);
        constexpr double gap = 5;
        picture.text({chart.x.at(z) + (z < 0 ? gap : -gap), chart.y.at(high) + gap}, name,
                     z < 0 ? Anchor::start : Anchor::end, text_style);
    };
    const double critical =
        null.held.is_nominal ? null.quantile(result.plan.alpha) : null.held.critical_z.value;
    threshold(critical, tallest * 1.06,
              fmt::format("{} of replicates lie below {:.2f}",
                          short_percent_text(result.plan.alpha), critical),
              "aim", "halo soft");
    if (result.plan.observed_z) {
        threshold(observed, tallest * 1.18,
                  fmt::format("observed z {:g}, p = {:.4f}", observed, null.p_of(observed)),
                  "marked strong", "halo seen");
    }
    return std::move(picture).svg();
}

} // namespace crims_tool
