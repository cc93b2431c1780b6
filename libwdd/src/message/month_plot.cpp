// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include "document/number_text.hpp"
#include "wdd/pictures.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr double months_height = 270;
constexpr double months_left = 44;
constexpr double months_top = 26;
constexpr double months_bottom = months_height - 30;
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
    MonthDrawing(const MonthPlot& plot, double width)
        : m_plot(plot), m_right(width - 8),
          m_a_month(plot.expected ? *plot.expected / length_in_months(plot.after) : 0),
          m_x(Scale::linear(as_number(plot.months.front().month.start),
                            as_number(plot.months.back().month.end + days(1)), months_left,
                            m_right)),
          m_y(Scale::linear(0, highest(), months_bottom, months_top)),
          m_picture(width, months_height, plot.title, description()) {}

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
        const double to = std::min(m_x.at(as_number(period.end + days(1))), m_right);
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
        m_picture.left_axis(m_y, months_left, m_right, ticks, labels);
        m_picture.text({0, months_top - 12}, "incidents a month", Anchor::start, "soft");
        m_picture.line({months_left, months_bottom}, {m_right, months_bottom}, "axis");
        double free_from = 0; // left of it stands a label
        for (const auto& [day, label] : date_ticks()) {
            const double x = m_x.at(as_number(day));
            m_picture.line({x, months_bottom}, {x, months_bottom + 5}, "axis");
            const double half = letters_width(label) / 2;
            if (x - half >= free_from) {
                m_picture.text({x, months_bottom + 20}, label, Anchor::middle);
                free_from = x + half;
            }
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

    const MonthPlot& m_plot;
    double m_right;
    double m_a_month;
    Scale m_x;
    Scale m_y;
    SvgPicture m_picture;
};

std::vector<Key> month_keys(const MonthPlot& plot) {
    std::vector<Key> keys;
    for (const Line& line : month_lines) { // what is drawn last is told first
        keys.insert(keys.begin(), {line.style, line.name, KeyShape::curve, line.mark});
    }
    if (plot.expected) {
        keys.push_back({"expected strong", "expected in the response area", KeyShape::line});
    }
    keys.push_back({"shade before", "period before"});
    keys.push_back({"shade after", "treatment period"});
    return keys;
}

Table month_numbers(const MonthPlot& plot) {
    Table table{{"from", "to", "response area", "control area"}, {}};
    table.rows.reserve(plot.months.size());
    for (const MonthCounts& month : plot.months) {
        table.rows.push_back({iso_date(month.month.start), iso_date(month.month.end),
                              fixed(static_cast<double>(month.treated), 0),
                              fixed(static_cast<double>(month.control), 0)});
    }
    return table;
}

} // namespace

Figure month_figure(MonthPlot plot, std::string caption) {
    std::vector<Key> keys = month_keys(plot);
    Table numbers = month_numbers(plot);
    return {
        .svg = [plot = std::move(plot)](double width) { return MonthDrawing(plot, width).svg(); },
        .caption = std::move(caption),
        .keys = std::move(keys),
        .scale_bar = {},
        .numbers = std::move(numbers)};
}

} // namespace wdd
