// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include "message/number_text.hpp"
#include "message/picture_size.hpp"
#include "wdd/pictures.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr double months_height = 320;
constexpr double months_left = 44;
constexpr double months_right = picture_width - 8;
constexpr double months_top = 26;
constexpr double months_bottom = months_height - 92;
constexpr std::size_t wanted_rows = 5;

double as_number(sys_days day) {
    return static_cast<double>(day.time_since_epoch().count());
}

struct Line {
    std::int64_t MonthCounts::*count;
    const char* style;
    std::size_t mark; ///< a shape of its own
    const char* name;
};

constexpr std::array month_lines{Line{&MonthCounts::control, "control", 1, "control area"},
                                 Line{&MonthCounts::treated, "response", 0, "response area"}};

class MonthDrawing {
  public:
    explicit MonthDrawing(const MonthPlot& plot)
        : m_plot(plot),
          m_a_month(plot.expected ? *plot.expected / length_in_months(plot.after) : 0),
          m_x(Scale::linear(as_number(plot.months.front().month.start),
                            as_number(plot.months.back().month.end + days(1)), months_left,
                            months_right)),
          m_y(Scale::linear(0, highest(), months_bottom, months_top)),
          m_picture(picture_width, months_height, plot.title, description()) {}

    std::string svg() && {
        shade(m_plot.before, "before");
        shade(m_plot.after, "after");
        draw_axes();
        for (const Line& line : month_lines) {
            draw(line);
        }
        if (m_plot.expected) {
            m_picture.line({m_x.at(as_number(m_plot.after.start)), m_y.at(m_a_month)},
                           {m_x.at(as_number(m_plot.after.end + days(1))), m_y.at(m_a_month)},
                           "expected strong");
        }
        draw_legend();
        return std::move(m_picture).svg();
    }

  private:
    double highest() const {
        double most = std::max(1.0, m_a_month);
        for (const MonthCounts& month : m_plot.months) {
            most = std::max(most, static_cast<double>(std::max(month.treated, month.control)));
        }
        constexpr double room = 1.08;
        return most * room;
    }

    std::string range(std::int64_t MonthCounts::*count) const {
        const auto [least, most] = std::minmax_element(
            m_plot.months.begin(), m_plot.months.end(),
            [count](const MonthCounts& a, const MonthCounts& b) { return a.*count < b.*count; });
        return std::to_string((*least).*count) + " to " + std::to_string((*most).*count);
    }

    std::string description() const {
        std::string text = "From " + iso_month(m_plot.months.front().month.start) + " to " +
                           iso_month(m_plot.months.back().month.end) + ": " +
                           range(&MonthCounts::treated) + " a month in the response area, " +
                           range(&MonthCounts::control) + " in the control area.";
        return m_plot.expected ? text + " Expected in the response area during the treatment: " +
                                     fixed(m_a_month, 1) + " a month."
                               : text;
    }

    /// What of a period is drawn.
    void shade(const Period& period, const char* style) {
        const double from =
            std::max(m_x.at(as_number(period.start)), static_cast<double>(months_left));
        const double to = std::min(m_x.at(as_number(period.end + days(1))), months_right);
        if (to > from) {
            m_picture.rectangle({from, months_top}, to - from, months_bottom - months_top,
                                std::string("shade ") + style);
        }
    }

    void draw_axes() {
        const std::vector<double> ticks = m_y.ticks(wanted_rows);
        std::vector<std::string> labels;
        labels.reserve(ticks.size());
        for (const double tick : ticks) {
            labels.push_back(plain(tick));
        }
        m_picture.left_axis(m_y, months_left, months_right, ticks, labels);
        m_picture.text({0, months_top - 12}, "incidents a month", Anchor::start, "soft");
        m_picture.line({months_left, months_bottom}, {months_right, months_bottom}, "axis");
        for (const auto& [day, label] : date_ticks()) {
            const double x = m_x.at(as_number(day));
            m_picture.line({x, months_bottom}, {x, months_bottom + 5}, "axis");
            m_picture.text({x, months_bottom + 20}, label, Anchor::middle);
        }
    }

    /// The starts of years, or, where there are fewer than two, of every third month.
    std::vector<std::pair<sys_days, std::string>> date_ticks() const {
        using namespace std::chrono;
        constexpr int months_of_a_year = 12;
        constexpr int quarter = 3;
        constexpr int long_enough = 30;
        const int step = m_plot.months.size() < long_enough ? quarter : months_of_a_year;
        std::vector<std::pair<sys_days, std::string>> ticks;
        const sys_days last = m_plot.months.back().month.end;
        const year_month_day first{m_plot.months.front().month.start};
        for (auto month = first.year() / January; sys_days{month / 1} <= last;
             month += std::chrono::months(step)) {
            const sys_days day{month / 1};
            if (day >= m_plot.months.front().month.start) {
                ticks.emplace_back(day, step == months_of_a_year ? iso_month(day).substr(0, 4)
                                                                 : iso_month(day));
            }
        }
        return ticks;
    }

    void draw(const Line& line) {
        std::vector<Point> points;
        const MonthCounts* last = nullptr;
        for (const MonthCounts& month : m_plot.months) {
            if (last != nullptr && last->month.end + days(1) != month.month.start) {
                m_picture.polyline(points, std::string("curve ") + line.style);
                points.clear();
            }
            const double middle =
                (as_number(month.month.start) + as_number(month.month.end + days(1))) / 2;
            points.push_back({m_x.at(middle), m_y.at(static_cast<double>(month.*line.count))});
            m_picture.mark(points.back(), line.mark, std::string("point ") + line.style);
            last = &month;
        }
        m_picture.polyline(points, std::string("curve ") + line.style);
    }

    void draw_legend() {
        constexpr double row = 22;
        constexpr double column = 175;
        const double first = months_bottom + 46;
        for (std::size_t i = 0; i < month_lines.size(); ++i) {
            const Line& line = month_lines.at(month_lines.size() - 1 - i);
            const double x = column * static_cast<double>(i);
            m_picture.curve_key({x, first}, line.mark, line.style, line.name);
        }
        if (m_plot.expected) {
            m_picture.line({2 * column, first - 5}, {2 * column + 20, first - 5},
                           "expected strong");
            m_picture.text({2 * column + 26, first}, "expected there", Anchor::start);
        }
        double x = 0;
        for (const auto& [style, name] :
             {std::pair{"before", "period before"}, {"after", "treatment period"}}) {
            m_picture.rectangle({x, first + row - 11}, 20, 13, std::string("shade ") + style);
            m_picture.text({x + 26, first + row}, name, Anchor::start);
            x += column;
        }
    }

    const MonthPlot& m_plot;
    double m_a_month;
    Scale m_x;
    Scale m_y;
    SvgPicture m_picture;
};

} // namespace

std::string month_plot_svg(const MonthPlot& plot) {
    return MonthDrawing(plot).svg();
}

} // namespace wdd
