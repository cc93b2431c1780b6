// SPDX-License-Identifier: MIT
#include "message/power_plot.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "message/number_text.hpp"
#include "message/picture_size.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

constexpr double power_left = 48;
constexpr double power_right = picture_width - 22;
constexpr double power_top = 26;
constexpr double power_bottom = 260;
constexpr double legend_row = 22;
constexpr double legend_column = 120;
constexpr std::size_t legend_columns = 4;
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

double height_of(const PlannedEvaluation& plan) {
    const std::size_t rows = (plan.periods.size() + legend_columns - 1) / legend_columns;
    return power_bottom + 56 + legend_row * static_cast<double>(rows);
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

class PowerDrawing {
  public:
    explicit PowerDrawing(const PlannedEvaluation& plan)
        : m_plan(plan), m_x(Scale::linear(0, most_reduction, power_left, power_right)),
          m_y(Scale::linear(0, 1, power_bottom, power_top)),
          m_picture(picture_width, height_of(plan), "Power by reduction and length",
                    power_description(plan)) {}

    std::string svg() && {
        draw_axes();
        for (std::size_t i = 0; i < m_plan.periods.size(); ++i) {
            draw(m_plan.periods[i], i);
        }
        const double wanted = m_y.at(m_plan.input.power);
        m_picture.line({power_left, wanted}, {power_right, wanted}, "expected");
        return std::move(m_picture).svg();
    }

  private:
    void draw_axes() {
        const std::vector<double> powers = m_y.ticks(wanted_power_ticks);
        m_picture.left_axis(m_y, power_left, power_right, powers, percent_labels(powers));
        const std::vector<double> reductions = m_x.ticks(wanted_power_ticks);
        m_picture.bottom_axis(m_x, power_top, power_bottom, reductions, percent_labels(reductions));
        m_picture.text({0, power_top - 12}, "detected in", Anchor::start, "soft");
        m_picture.text({(power_left + power_right) / 2, power_bottom + 42},
                       "true reduction in the response area", Anchor::middle, "soft");
    }

    void draw(const PlannedPeriod& period, std::size_t number) {
        const ForecastPlan forecast{.expected = period.area.expected,
                                    .variance = period.area.variation * period.area.variation,
                                    .alpha = m_plan.input.alpha};
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
        const double x = legend_column * static_cast<double>(number % legend_columns);
        const std::size_t row = number / legend_columns;
        const double y = power_bottom + 72 + legend_row * static_cast<double>(row);
        m_picture.curve_key({x, y}, number, "response", quantity(period.months, "month"));
    }

    const PlannedEvaluation& m_plan;
    Scale m_x;
    Scale m_y;
    SvgPicture m_picture;
};

} // namespace

std::string power_plot_svg(const PlannedEvaluation& plan) {
    return PowerDrawing(plan).svg();
}

} // namespace wdd
