// SPDX-License-Identifier: MIT
#include "crims_tool/validate/plots.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

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
using wdd::Point;
using wdd::Scale;
using wdd::SvgPicture;

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

/// "From 11,002 to 13,400 observed, 11,800 to 12,900 simulated."
std::string span_text(const std::vector<ValidationGroup>& groups, std::string (*text)(double)) {
    const auto span = [&](double ValidationGroup::*number) {
        const auto [least, most] = std::minmax_element(
            groups.begin(), groups.end(),
            [number](const auto& a, const auto& b) { return a.*number < b.*number; });
        return fmt::format("{} to {}", text((*least).*number), text((*most).*number));
    };
    return groups.empty()
               ? ""
               : fmt::format("{} observed, {} simulated.", span(&ValidationGroup::observed),
                             span(&ValidationGroup::mean));
}

std::string count_text(double number) {
    return grouped_number(number);
}

/// A row for each group.
wdd::Table numbers_of(std::string_view what, const std::vector<std::string>& names,
                      const std::vector<ValidationGroup>& groups, std::string (*text)(double)) {
    wdd::Table table{.header = {std::string(what), "observed", "simulated", "90 % interval"},
                     .rows = {}};
    for (std::size_t i = 0; i < groups.size(); ++i) {
        table.rows.push_back({names[i], text(groups[i].observed), text(groups[i].mean),
                              fmt::format("{} to {}", text(groups[i].low), text(groups[i].high))});
    }
    return table;
}

std::vector<wdd::Key> simulated_keys(wdd::Key observed) {
    return {std::move(observed),
            {"simulated", "mean of the replicates", wdd::KeyShape::line},
            {"band", "nine in ten replicates"}};
}

/// Shares by a number, all from zero.
struct SharePlot {
    std::vector<ValidationGroup> shares;
    std::string title;
    bool is_observed = false;
    std::vector<std::string> labels; ///< below some of them, else empty
    std::string below;

    std::string svg(double width) const;
};

std::string SharePlot::svg(double width) const {
    constexpr double height = 260;
    constexpr double left = 56;
    constexpr double top = 12;
    constexpr double bottom = height - 44;
    const double right = width - 10;
    SvgPicture plot(width, height, title, span_text(shares, percent_text));
    std::vector<double> numbers = all_numbers(shares);
    numbers.push_back(0);
    const AxisRange range = wdd::axis_range(numbers);
    const Scale y = Scale::linear(range.low, range.high, bottom, top);
    const Scale x = Scale::linear(-0.5, static_cast<double>(shares.size()) - 0.5, left, right);
    const std::vector<double> ticks = y.ticks(wanted_ticks);
    plot.left_axis(y, left, right, ticks, share_labels(ticks));
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
    double free_from = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double at = x.at(static_cast<double>(i));
        const double half = wdd::letters_width(labels[i]) / 2;
        if (!labels[i].empty() && at - half >= free_from) {
            plot.text({at, bottom + 16}, labels[i], Anchor::middle);
            free_from = at + half + 4;
        }
    }
    plot.text({(left + right) / 2, height - 6}, below, Anchor::middle, "soft");
    return std::move(plot).svg();
}

/// The picture with its numbers; `names` are those of the groups.
wdd::Figure share_figure(SharePlot plot, std::string_view what,
                         const std::vector<std::string>& names) {
    std::vector<wdd::Key> keys = simulated_keys(
        plot.is_observed ? wdd::Key{"spot", "observed", wdd::KeyShape::dot}
                         : wdd::Key{"dashed", "given to the model", wdd::KeyShape::line});
    wdd::Table numbers = numbers_of(what, names, plot.shares, percent_text);
    if (!plot.is_observed) {
        numbers.header.at(1) = "given";
    }
    return {.svg = [plot = std::move(plot)](double width) { return plot.svg(width); },
            .caption = {},
            .keys = std::move(keys),
            .scale_bar = {},
            .numbers = std::move(numbers)};
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

std::string month_svg(const ModelValidation& v, double width) {
    constexpr double height = 300;
    constexpr double left = 64;
    const double right = width - 12;
    constexpr double top = 12;
    constexpr double bottom = height - 46;
    const std::vector<ValidationGroup>& groups = v.report.by_month;
    SvgPicture plot(width, height, "Observed and simulated crimes by month",
                    span_text(groups, count_text));
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
    const double label = wdd::letters_width("2020-01") + 8;
    const auto every = static_cast<std::size_t>(std::ceil(label / (x.at(1) - x.at(0))));
    for (std::size_t i = 0; i < v.months.size(); i += std::max<std::size_t>(1, every)) {
        plot.text({x.at(static_cast<double>(i)), bottom + 18},
                  month_text(v.months.from + std::chrono::months(static_cast<int>(i))),
                  Anchor::middle);
    }
    plot.text({(left + right) / 2, height - 6},
              range.low > 0 ? "crimes per month (not from 0)" : "crimes per month", Anchor::middle,
              "soft");
    return std::move(plot).svg();
}

/// On a telephone a name stands above its bar, else left of it.
std::string crime_type_svg(const ModelValidation& v, double width) {
    const bool is_narrow = width <= wdd::narrow_picture;
    const double row = is_narrow ? 44 : 26;
    const double left = is_narrow ? 4 : 232;
    const double right = width - 84;
    constexpr double top = 8;
    const std::vector<ValidationGroup>& groups = v.report.by_crime_type;
    const double bottom = top + (row * static_cast<double>(groups.size()));
    SvgPicture plot(width, bottom + 44, "Observed and simulated crimes by crime type",
                    span_text(groups, count_text));
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
    double y = top + (is_narrow ? row * 0.7 : row / 2);
    for (const std::size_t type : order) {
        const ValidationGroup& group = groups[type];
        const std::string& name = v.stored.model.crime_types[type];
        if (is_narrow) {
            plot.text({left, y - 11}, name, Anchor::start, "halo");
        } else {
            plot.text({left - 10, y + half_a_line}, name, Anchor::end);
        }
        plot.rectangle({left, y - bar}, std::max(0.0, x.at(group.mean) - left), 2 * bar, "band");
        plot.interval({x.at(group.low), y}, {x.at(group.high), y}, 2 * bar, "simulated");
        plot.circle({x.at(group.observed), y}, dot, "spot", hint(name, group));
        plot.text({width - 4, y + half_a_line},
                  std::isfinite(relative_error(group)) ? signed_percent_text(relative_error(group))
                                                       : "none observed",
                  Anchor::end, group.is_count_covered() ? "" : "seen strong");
        y += row;
    }
    plot.text({(left + right) / 2, bottom + 38}, "crimes (logarithmic)", Anchor::middle, "soft");
    return std::move(plot).svg();
}

std::string zone_svg(const ModelValidation& v, double width) {
    constexpr double most = 520;
    const double size = std::min(width, most);
    constexpr double left = 60;
    const double right = size - 12;
    constexpr double top = 12;
    const double bottom = size - 46;
    const std::vector<ValidationGroup>& groups = v.report.by_zone;
    SvgPicture plot(size, size, "Observed and simulated crimes of each zone",
                    span_text(groups, count_text));
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

} // namespace

wdd::Figure month_figure(const ModelValidation& v) {
    std::vector<std::string> names;
    std::transform(v.used.begin(), v.used.end(), std::back_inserter(names), month_text);
    return {.svg = [&v](double width) { return month_svg(v, width); },
            .caption = {},
            .keys = simulated_keys({"drawn", "observed", wdd::KeyShape::line}),
            .scale_bar = {},
            .numbers = numbers_of("month", names, v.report.by_month, count_text)};
}

wdd::Figure crime_type_figure(const ModelValidation& v) {
    return {
        .svg = [&v](double width) { return crime_type_svg(v, width); },
        .caption =
            "At the end of a row: simulated against observed; bold if what was observed is outside the interval.",
        .keys = {{"spot", "observed", wdd::KeyShape::dot},
                 {"band", "mean of the replicates"},
                 {"simulated", "nine in ten replicates", wdd::KeyShape::line}},
        .scale_bar = {},
        .numbers = numbers_of("crime type", v.stored.model.crime_types, v.report.by_crime_type,
                              count_text)};
}

wdd::Figure zone_figure(const ModelValidation& v) {
    return {
        .svg = [&v](double width) { return zone_svg(v, width); },
        .caption =
            "Each mark is a zone, with the interval of nine in ten replicates; on the dashed line simulated and observed crimes are equal.",
        .keys = {{"simulated hollow", "inside the interval", wdd::KeyShape::dot},
                 {"mark", "outside the interval", wdd::KeyShape::dot},
                 {"aim", "as many simulated as observed", wdd::KeyShape::line}},
        .scale_bar = {},
        .numbers = numbers_of("zone", v.stored.model.zones, v.report.by_zone, count_text)};
}

wdd::Figure week_figure(const ModelValidation& v) {
    constexpr std::array<const char*, days_a_week> names{"Mon", "Tue", "Wed", "Thu",
                                                         "Fri", "Sat", "Sun"};
    constexpr std::array<const char*, crims::periods_a_day> times{
        "00:00 to 08:00", "08:00 to 16:00", "16:00 to 24:00"};
    std::vector<std::string> labels;
    std::vector<std::string> periods;
    for (std::size_t period = 0; period < v.profile.periods.size(); ++period) {
        const char* day = names.at(period / crims::periods_a_day);
        const std::size_t part = period % crims::periods_a_day;
        labels.emplace_back(part == 1 ? day : "");
        periods.push_back(fmt::format("{}, {}", day, times.at(part)));
    }
    return share_figure({.shares = v.profile.periods,
                         .title = "Share of crime by period of the week",
                         .is_observed = v.profile_source == ProfileSource::incidents,
                         .labels = std::move(labels),
                         .below = "three periods per day"},
                        "period", periods);
}

wdd::Figure hour_figure(const ModelValidation& v) {
    std::vector<std::string> labels;
    for (std::size_t hour = 0; hour < v.profile.hours.size(); ++hour) {
        labels.push_back(fmt::format("{:02}", hour));
    }
    return share_figure({.shares = v.profile.hours,
                         .title = "Share of crime by hour of the day",
                         .is_observed = v.profile_source == ProfileSource::incidents,
                         .labels = labels,
                         .below = "hour of the day"},
                        "hour", labels);
}

} // namespace crims_tool
