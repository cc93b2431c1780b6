// SPDX-License-Identifier: MIT
#include "message/power_plot.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "document/number_text.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

constexpr double power_left = 54;
constexpr double power_top = 26;
constexpr double power_bottom = 260;
constexpr double power_height = power_bottom + 52;
constexpr std::size_t wanted_power_ticks = 6;
constexpr double most_reduction = 0.6;
constexpr int curve_steps = 30;

std::vector<std::string> percent_labels(const std::vector<double>& ticks) {
    std::vector<std::string> labels;
    labels.reserve(ticks.size());
    for (const double tick : ticks) {
        labels.push_back(fixed(100 * tick, 0) + " %");
    }
    return labels;
}

std::string power_description(const PlannedEvaluation& plan) {
    std::string text;
    for (const PlannedPeriod& period : plan.periods) {
        text += "After " + quantity(period.months, "month") + ": ";
        for (std::size_t i = 0; i < plan.input.reductions.size(); ++i) {
            text += (i == 0 ? "" : ", ") + fixed(100 * period.area.power.at(i), 0) + " % at " +
                    fixed(100 * plan.input.reductions[i], 0) + " %";
        }
        text += ". ";
    }
    return text;
}

ForecastPlan forecast_of(const PlannedEvaluation& plan, const PlannedPeriod& period) {
    return {.expected = period.area.expected,
            .variance = period.area.variation * period.area.variation,
            .alpha = plan.input.alpha};
}

class PowerDrawing {
  public:
    PowerDrawing(const PlannedEvaluation& plan, double width)
        : m_plan(plan), m_right(width - 22),
          m_x(Scale::linear(0, most_reduction, power_left, m_right)),
          m_y(Scale::linear(0, 1, power_bottom, power_top)),
          m_picture(width, power_height, "Power by reduction and length", power_description(plan)) {
    }

    std::string svg() && {
        draw_axes();
        for (std::size_t i = 0; i < m_plan.periods.size(); ++i) {
            draw(m_plan.periods[i], i);
        }
        const double wanted = m_y.at(m_plan.input.power);
        m_picture.line({power_left, wanted}, {m_right, wanted}, "expected");
        return std::move(m_picture).svg();
    }

  private:
    void draw_axes() {
        const std::vector<double> powers = m_y.ticks(wanted_power_ticks);
        m_picture.left_axis(m_y, power_left, m_right, powers, percent_labels(powers));
        const std::vector<double> reductions = m_x.ticks(wanted_power_ticks);
        m_picture.bottom_axis(m_x, power_top, power_bottom, reductions, percent_labels(reductions));
        m_picture.text({0, power_top - 12}, "detected in", Anchor::start, "soft");
        m_picture.text({(power_left + m_right) / 2, power_bottom + 42},
                       "true reduction in the response area", Anchor::middle, "soft");
    }

    void draw(const PlannedPeriod& period, std::size_t number) {
        const ForecastPlan forecast = forecast_of(m_plan, period);
        std::vector<Point> curve;
        curve.reserve(curve_steps + 1);
        for (int step = 0; step <= curve_steps; ++step) {
            const double reduction = most_reduction * step / curve_steps;
            curve.push_back({m_x.at(reduction), m_y.at(forecast_power(forecast, reduction))});
        }
        m_picture.polyline(curve, "curve response");
        // So many apart that the curves' marks do not meet.
        for (std::size_t i = 3 + number; i < curve.size(); i += 6) {
            m_picture.mark(curve[i], number, "point response");
        }
    }

    const PlannedEvaluation& m_plan;
    double m_right;
    Scale m_x;
    Scale m_y;
    SvgPicture m_picture;
};

/// Each reduction in tenths has a row, each length a column.
Table power_numbers(const PlannedEvaluation& plan) {
    constexpr int tenths = 6;
    Table table{{"true reduction"}, {}};
    for (const PlannedPeriod& period : plan.periods) {
        table.header.push_back("detected after " + quantity(period.months, "month"));
    }
    for (int step = 0; step <= tenths; ++step) {
        const double reduction = most_reduction * step / tenths;
        std::vector<std::string>& row =
            table.rows.emplace_back(std::vector{fixed(100 * reduction, 0) + " %"});
        for (const PlannedPeriod& period : plan.periods) {
            row.push_back(fixed(100 * forecast_power(forecast_of(plan, period), reduction), 0) +
                          " %");
        }
    }
    return table;
}

} // namespace

Figure power_figure(const PlannedEvaluation& plan, std::string caption) {
    std::vector<Key> keys;
    for (std::size_t i = 0; i < plan.periods.size(); ++i) {
        keys.push_back({"response", quantity(plan.periods[i].months, "month"), KeyShape::curve, i});
    }
    keys.push_back({"expected", "the power you asked for", KeyShape::line});
    return {.svg = [plan](double width) { return PowerDrawing(plan, width).svg(); },
            .caption = std::move(caption),
            .keys = std::move(keys),
            .scale_bar = {},
            .numbers = power_numbers(plan)};
}

} // namespace wdd
