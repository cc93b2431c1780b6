// SPDX-License-Identifier: MIT
#include "crims_tool/validate/plots.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "crims_tool/validate/findings.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/svg.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;
using toolkit::percent_text;
using toolkit::signed_percent_text;

using crims::ValidationGroup;
using wdd::Anchor;
using wdd::AxisRange;
using wdd::Scale;
using wdd::SvgPicture;

constexpr double width = 760;
constexpr double dot = 4;
constexpr std::size_t wanted_ticks = 5;
constexpr std::size_t wanted_count_ticks = 8;

std::vector<std::string> count_labels(const std::vector<double>& ticks) {
    std::vector<std::string> labels;
    std::transform(ticks.begin(), ticks.end(), std::back_inserter(labels),
                   [](double tick) { return grouped_number(tick); });
    return labels;
}

std::vector<std::string> share_labels(const std::vector<double>& ticks) {
    std::vector<std::string> labels;
    std::transform(ticks.begin(), ticks.end(), std::back_inserter(labels), percent_text);
    return labels;
}

/// "2019-03: 12,345 observed, 12,001 simulated (11,800 to 12,200)"
std::string hint(const std::string& name, const ValidationGroup& group) {
    return fmt::format("{}: {} observed, {} simulated ({} to {})", name,
                       grouped_number(group.observed), grouped_number(group.mean),
                       grouped_number(group.low), grouped_number(group.high));
}

std::vector<double> all_numbers(const std::vector<ValidationGroup>& groups) {
    std::vector<double> numbers;
    for (const ValidationGroup& group : groups) {
        numbers.insert(numbers.end(), {group.observed, group.low, group.high});
    }
    return numbers;
}

/// The interval of each group as a box with its mean, and a dot for what was observed.
void draw_boxes(SvgPicture& plot, const Scale& x, const Scale& y,
                const std::vector<ValidationGroup>& groups, bool with_dots) {
    const double half = std::min(14.0, (x.at(1) - x.at(0)) * 0.36);
    constexpr double least = 1.5;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const double middle = x.at(static_cast<double>(i));
        const double top = y.at(groups[i].high);
        plot.rectangle({middle - half, top}, 2 * half, std::max(least, y.at(groups[i].low) - top),
                       "band");
        plot.line({middle - half, y.at(groups[i].mean)}, {middle + half, y.at(groups[i].mean)},
                  "simulated");
        if (with_dots) {
            plot.circle({middle, y.at(groups[i].observed)}, dot, "spot");
        }
    }
}

/// Shares by a number, all from zero.
std::string share_plot(const std::vector<ValidationGroup>& shares, const std::string& title,
                       bool is_observed, const std::vector<std::string>& labels,
                       const std::string& below) {
    constexpr double height = 260;
    constexpr double left = 60;
    constexpr double top = 12;
    constexpr double bottom = height - 44;
    SvgPicture plot(width, height, title);
    std::vector<double> numbers = all_numbers(shares);
    numbers.push_back(0);
    const AxisRange range = wdd::axis_range(numbers);
    const Scale y = Scale::linear(range.low, range.high, bottom, top);
    const Scale x = Scale::linear(-0.5, static_cast<double>(shares.size()) - 0.5, left, width - 10);
    const std::vector<double> ticks = y.ticks(wanted_ticks);
    plot.left_axis(y, left, width - 10, ticks, share_labels(ticks));
    draw_boxes(plot, x, y, shares, is_observed);
    if (!is_observed) {
        std::vector<Point> steps;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            const auto at = static_cast<double>(i);
            steps.push_back({x.at(at - 0.5), y.at(shares[i].observed)});
            steps.push_back({x.at(at + 0.5), y.at(shares[i].observed)});
        }
        plot.polyline(steps, "dashed");
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
        plot.text({x.at(static_cast<double>(i)), bottom + 16}, labels[i], Anchor::middle);
    }
    plot.text({(left + width) / 2, height - 6}, below, Anchor::middle);
    return std::move(plot).svg();
}

/// Log scale from a round number below the smallest to the largest.
AxisRange log_range(const std::vector<ValidationGroup>& groups) {
    double low = std::numeric_limits<double>::infinity();
    double high = 1;
    for (const double number : all_numbers(groups)) {
        low = number >= 1 ? std::min(low, number) : 1;
        high = std::max(high, number);
    }
    constexpr double room = 1.15;
    return {std::max(1.0, std::min(low, high) / room), std::max(high * room, 2.0)};
}

} // namespace

std::string month_plot(const ModelValidation& v) {
    constexpr double height = 320;
    constexpr double left = 64;
    constexpr double right = width - 12;
    constexpr double top = 12;
    constexpr double bottom = height - 46;
    const std::vector<ValidationGroup>& groups = v.report.by_month;
    SvgPicture plot(width, height, "Observed and simulated crimes by month");
    const AxisRange range = wdd::axis_range(all_numbers(groups));
    const Scale y = Scale::linear(range.low, range.high, bottom, top);
    const auto months = static_cast<double>(v.months.size());
    const Scale x = Scale::linear(-0.5, months - 0.5, left, right);
    const std::vector<double> ticks = y.ticks(wanted_count_ticks);
    plot.left_axis(y, left, right, ticks, count_labels(ticks));
    // Lines break where months are missing.
    std::vector<Point> observed;
    std::vector<Point> upper;
    std::vector<Point> lower;
    std::vector<Point> mean;
    const auto flush = [&] {
        std::vector<Point> band = upper;
        band.insert(band.end(), lower.rbegin(), lower.rend());
        plot.polygon(band, "band");
        plot.polyline(mean, "simulated");
        plot.polyline(observed, "drawn");
        for (std::vector<Point>* points : {&observed, &upper, &lower, &mean}) {
            points->clear();
        }
    };
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i > 0 && v.used[i] != v.used[i - 1] + std::chrono::months(1)) {
            flush();
        }
        const double at = x.at(static_cast<double>(v.months.number(v.used[i])));
        observed.push_back({at, y.at(groups[i].observed)});
        mean.push_back({at, y.at(groups[i].mean)});
        upper.push_back({at, y.at(groups[i].high)});
        lower.push_back({at, y.at(groups[i].low)});
    }
    flush();
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const double at = x.at(static_cast<double>(v.months.number(v.used[i])));
        plot.circle({at, y.at(groups[i].observed)}, dot, "spot",
                    hint(month_text(v.used[i]), groups[i]));
    }
    const std::size_t every = 1 + (v.months.size() / 13);
    for (std::size_t i = 0; i < v.months.size(); i += every) {
        plot.text({x.at(static_cast<double>(i)), bottom + 18},
                  month_text(v.months.from + std::chrono::months(static_cast<int>(i))),
                  Anchor::middle);
    }
    plot.text({(left + right) / 2, height - 6},
              range.low > 0 ? "crimes per month (the axis does not start at 0)"
                            : "month (crimes a month)",
              Anchor::middle);
    return std::move(plot).svg();
}

std::string crime_type_plot(const ModelValidation& v) {
    constexpr double row = 26;
    constexpr double left = 232;
    constexpr double right = width - 96;
    constexpr double top = 8;
    const std::vector<ValidationGroup>& groups = v.report.by_crime_type;
    const double bottom = top + (row * static_cast<double>(groups.size()));
    SvgPicture plot(width, bottom + 44, "Observed and simulated crimes by crime type");
    const AxisRange range = log_range(groups);
    const Scale x = Scale::logarithmic(range.low, range.high, left, right);
    const std::vector<double> ticks = x.ticks(wanted_ticks);
    plot.bottom_axis(x, top, bottom, ticks, count_labels(ticks));
    std::vector<std::size_t> order(groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&groups](std::size_t a, std::size_t b) {
        return groups[a].observed > groups[b].observed;
    });
    constexpr double bar = 5;
    constexpr double half_a_line = 4;
    double y = top + (row / 2);
    for (const std::size_t type : order) {
        const ValidationGroup& group = groups[type];
        plot.text({left - 10, y + half_a_line}, v.stored.model.crime_types[type], Anchor::end);
        plot.rectangle({left, y - bar}, std::max(0.0, x.at(group.mean) - left), 2 * bar, "band");
        plot.interval({x.at(group.low), y}, {x.at(group.high), y}, 2 * bar, "simulated");
        plot.circle({x.at(group.observed), y}, dot, "spot",
                    hint(v.stored.model.crime_types[type], group));
        plot.text({width - 8, y + half_a_line},
                  std::isfinite(relative_error(group)) ? signed_percent_text(relative_error(group))
                                                       : "none observed",
                  Anchor::end, group.is_count_covered() ? "" : "seen strong");
        y += row;
    }
    plot.text({(left + right) / 2, bottom + 38},
              "crimes (logarithmic axis: it does not start at 0)", Anchor::middle);
    return std::move(plot).svg();
}

std::string zone_plot(const ModelValidation& v) {
    constexpr double size = 520;
    constexpr double left = 64;
    constexpr double right = size - 12;
    constexpr double top = 12;
    constexpr double bottom = size - 46;
    const std::vector<ValidationGroup>& groups = v.report.by_zone;
    SvgPicture plot(size, size, "Observed and simulated crimes of each zone");
    const AxisRange range = log_range(groups);
    const Scale x = Scale::logarithmic(range.low, range.high, left, right);
    const Scale y = Scale::logarithmic(range.low, range.high, bottom, top);
    const std::vector<double> ticks = x.ticks(wanted_ticks);
    plot.left_axis(y, left, right, ticks, count_labels(ticks));
    plot.bottom_axis(x, top, bottom, ticks, count_labels(ticks));
    plot.line({left, bottom}, {right, top}, "aim");
    for (const bool covered : {true, false}) { // what lies outside is drawn on top
        for (std::size_t zone = 0; zone < groups.size(); ++zone) {
            const ValidationGroup& group = groups[zone];
            if (group.is_count_covered() == covered) {
                const double at = x.at(group.observed);
                plot.line({at, y.at(group.low)}, {at, y.at(group.high)},
                          covered ? "simulated thin" : "marked thin");
                plot.circle({at, y.at(group.mean)}, 3, covered ? "simulated hollow" : "mark",
                            hint(v.stored.model.zones[zone], group));
            }
        }
    }
    plot.text({(left + right) / 2, size - 8}, "observed crimes", Anchor::middle);
    plot.text({left + 8, top + 14}, "simulated crimes", Anchor::start);
    plot.text({left + 8, top + 34}, "above the line: too many", Anchor::start, "aside");
    plot.text({right - 8, bottom - 10}, "below the line: too few", Anchor::end, "aside");
    return std::move(plot).svg();
}

std::string week_plot(const ModelValidation& v) {
    constexpr std::array<const char*, days_a_week> names{
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    std::vector<std::string> labels;
    for (std::size_t period = 0; period < v.profile.periods.size(); ++period) {
        labels.emplace_back(
            period % crims::periods_a_day == 1 ? names.at(period / crims::periods_a_day) : "");
    }
    return share_plot(v.profile.periods, "Share of crime by period of the week",
                      v.profile_source == ProfileSource::incidents, labels,
                      "three periods per day: 00:00 to 08:00, to 16:00, to 24:00");
}

std::string hour_plot(const ModelValidation& v) {
    std::vector<std::string> labels;
    for (std::size_t hour = 0; hour < v.profile.hours.size(); ++hour) {
        labels.push_back(fmt::format("{:02}", hour));
    }
    return share_plot(v.profile.hours, "Share of crime by hour of the day",
                      v.profile_source == ProfileSource::incidents, labels, "hour of the day");
}

} // namespace crims_tool
