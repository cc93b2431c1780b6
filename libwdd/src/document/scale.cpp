// SPDX-License-Identifier: MIT
#include "wdd/scale.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "document/number_text.hpp"

namespace wdd {

namespace {

constexpr double decimal_base = 10;

} // namespace

Scale::Scale(double low, double high, double from, double to, bool is_log)
    : m_low(low), m_high(high), m_from(from), m_to(to), m_is_log(is_log) {}

Scale Scale::linear(double low, double high, double from, double to) {
    return {low, high, from, to, false};
}

Scale Scale::logarithmic(double low, double high, double from, double to) {
    return {low, high, from, to, true};
}

double Scale::at(double number) const {
    const double share = m_is_log
                             ? std::log(std::max(number, m_low) / m_low) / std::log(m_high / m_low)
                             : (number - m_low) / (m_high - m_low);
    return m_from + (share * (m_to - m_from));
}

std::vector<double> Scale::ticks(std::size_t wanted) const {
    constexpr std::array<double, 3> steps{1, 2, 5};
    constexpr double slack = 1e-9;
    std::vector<double> ticks;
    if (m_is_log) {
        const bool few = m_high / m_low < std::pow(decimal_base, static_cast<double>(wanted) / 2);
        const auto last = static_cast<int>(std::floor(std::log10(m_high)));
        for (auto digits = static_cast<int>(std::floor(std::log10(m_low))); digits <= last;
             ++digits) {
            const double power = std::pow(decimal_base, digits);
            for (const double step : steps) {
                const double tick = power * step;
                if ((few || step == 1) && tick >= m_low * (1 - slack) &&
                    tick <= m_high * (1 + slack)) {
                    ticks.push_back(tick);
                }
            }
        }
        return ticks;
    }
    const double rough = (m_high - m_low) / static_cast<double>(std::max<std::size_t>(wanted, 1));
    const double power = std::pow(decimal_base, std::floor(std::log10(rough)));
    double step = decimal_base * power;
    for (const double one : steps) {
        if (one * power >= rough * (1 - slack)) {
            step = one * power;
            break;
        }
    }
    const auto first = std::llround(std::ceil((m_low / step) - slack));
    const auto last = std::llround(std::floor((m_high / step) + slack));
    for (auto number = first; number <= last; ++number) {
        ticks.push_back(static_cast<double>(number) * step);
    }
    return ticks;
}

AxisRange axis_range(const std::vector<double>& numbers) {
    constexpr double room = 0.08;
    std::vector<double> finite;
    std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(finite),
                 [](double number) { return std::isfinite(number); });
    if (finite.empty()) {
        return {};
    }
    const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
    const bool from_zero = *low <= *high / 2;
    const double start = from_zero ? std::min(0.0, *low) : *low;
    const double length = *high > start ? *high - start : 1;
    return {from_zero ? start : start - (room * length), start + ((1 + room) * length)};
}

double scale_bar_length(double longest) {
    const double power = std::pow(decimal_base, std::floor(std::log10(longest)));
    for (const double step : {5.0, 2.0}) {
        if (step * power <= longest) {
            return step * power;
        }
    }
    return power;
}

std::string scale_bar_text(double metres) {
    constexpr double kilometre = 1000;
    return metres < kilometre ? plain(metres) + " m" : plain(metres / kilometre) + " km";
}

} // namespace wdd
