// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace wdd {

/// Maps numbers to pixels along one axis.
class Scale {
  public:
    /// `from` and `to` may be the wrong way round, as pixels of a vertical axis are.
    static Scale linear(double low, double high, double from, double to);

    /// Numbers below `low` are drawn at `low`, which is above 0.
    static Scale logarithmic(double low, double high, double from, double to);

    double at(double number) const;

    /// Round numbers within the range, about as many as wanted; powers of ten (and their double
    /// and fivefold, if there are few) of a logarithmic scale.
    std::vector<double> ticks(std::size_t wanted) const;

  private:
    Scale(double low, double high, double from, double to, bool is_log);

    double m_low;
    double m_high;
    double m_from;
    double m_to;
    bool m_is_log;
};

/// A range for an axis that holds all numbers with some room. It starts at 0 unless all are above
/// half of the largest. NaNs are ignored.
struct AxisRange {
    double low = 0;
    double high = 1;
};

AxisRange axis_range(const std::vector<double>& numbers);

/// A round length for the scale bar of a map: 1, 2 or 5 times a power of ten, at most `longest`,
/// which is above 0.
double scale_bar_length(double longest);

/// "200 m", "5 km".
std::string scale_bar_text(double metres);

} // namespace wdd
