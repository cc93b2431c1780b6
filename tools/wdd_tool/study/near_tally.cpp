// SPDX-License-Identifier: MIT
#include "wdd_tool/study/near_tally.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace wdd_tool {

namespace {

constexpr std::size_t bits_a_word = 64;

using Interval = IntervalBits::Interval;

template<class Sides>
std::vector<Interval> intervals_of(const std::vector<wdd::Box>& boxes, Sides sides) {
    std::vector<Interval> intervals;
    intervals.reserve(boxes.size());
    for (const wdd::Box& box : boxes) {
        intervals.push_back(sides(box));
    }
    return intervals;
}

} // namespace

IntervalBits::IntervalBits(const std::vector<Interval>& intervals)
    : m_words(intervals.size() / bits_a_word + 1) {
    m_ends.reserve(2 * intervals.size());
    for (const Interval& interval : intervals) {
        m_ends.push_back(interval.low);
        m_ends.push_back(interval.high);
    }
    std::sort(m_ends.begin(), m_ends.end());
    m_ends.erase(std::unique(m_ends.begin(), m_ends.end()), m_ends.end());
    m_bits.resize((2 * m_ends.size() + 1) * m_words);
    prepare_search();
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        const std::size_t last = class_of(intervals[i].high);
        for (std::size_t at = class_of(intervals[i].low); at <= last; ++at) {
            m_bits[at * m_words + i / bits_a_word] |= std::uint64_t{1} << (i % bits_a_word);
        }
    }
}

/// An end in a bin before that of a number is less than it.
void IntervalBits::prepare_search() {
    constexpr std::size_t bins_an_end = 8;
    const std::size_t bins = bins_an_end * m_ends.size();
    const double reach = m_ends.empty() ? 0 : m_ends.back() - m_ends.front();
    m_bins_a_unit = reach > 0 ? static_cast<double>(bins) / reach : 0;
    m_first_in_bin.assign(bins + 1, 0);
    std::size_t first = 0;
    for (std::size_t bin = 0; bin < m_first_in_bin.size(); ++bin) {
        while (first < m_ends.size() && bin_of(m_ends[first]) < bin) {
            ++first;
        }
        m_first_in_bin[bin] = first;
    }
}

std::size_t IntervalBits::bin_of(double number) const {
    const double bin = (number - m_ends.front()) * m_bins_a_unit;
    const auto last = static_cast<double>(m_first_in_bin.size() - 1);
    return bin > 0 ? static_cast<std::size_t>(std::min(bin, last)) : 0; // false for NaN too
}

/// Odd for a number that is an end, even for one between two.
std::size_t IntervalBits::class_of(double number) const {
    auto end = m_ends.begin();
    if (!m_ends.empty()) {
        end += static_cast<std::ptrdiff_t>(m_first_in_bin[bin_of(number)]);
    }
    while (end != m_ends.end() && *end < number) {
        ++end;
    }
    const auto before = 2 * static_cast<std::size_t>(end - m_ends.begin());
    return end != m_ends.end() && *end == number ? before + 1 : before;
}

const std::uint64_t* IntervalBits::holding(double number) const {
    return &m_bits[class_of(number) * m_words];
}

NearTally::NearTally(const std::vector<wdd::Box>& boxes)
    : m_x(intervals_of(boxes,
                       [](const wdd::Box& box) {
                           return Interval{box.min_x, box.max_x};
                       })),
      m_y(intervals_of(boxes,
                       [](const wdd::Box& box) {
                           return Interval{box.min_y, box.max_y};
                       })),
      m_box(boxes.front()), m_inside(boxes.size() / word_bits + 1), m_null(boxes.size()),
      m_unreadable(boxes.size()), m_month(boxes.size()), m_day(boxes.size()),
      m_offset(boxes.size()) {
    for (const wdd::Box& box : boxes) {
        m_box = m_box.joined(box);
    }
}

bool NearTally::find(double x, double y) {
    if (!m_box.contains(x, y)) {
        return false;
    }
    const std::uint64_t* in_x = m_x.holding(x);
    const std::uint64_t* in_y = m_y.holding(y);
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < m_inside.size(); ++i) {
        m_inside[i] = in_x[i] & in_y[i];
        any |= m_inside[i];
    }
    return any != 0;
}

void NearTally::add_found(Counts& counts) const {
    for (std::size_t i = 0; i < m_inside.size(); ++i) {
        for (std::uint64_t bits = m_inside[i]; bits != 0; bits &= bits - 1) {
            ++counts[i * word_bits + static_cast<std::size_t>(std::countr_zero(bits))];
        }
    }
}

void NearTally::add(const toolkit::FieldDate& date) {
    switch (date.state) {
    case toolkit::DateState::null:
        add_found(m_null);
        return;
    case toolkit::DateState::unreadable:
        add_found(m_unreadable);
        return;
    case toolkit::DateState::month:
        add_found(m_month);
        break;
    case toolkit::DateState::day:
        add_found(m_day);
        break;
    }
    add_found(m_days.try_emplace(date.day.time_since_epoch().count(), size()).first->second);
}

void NearTally::mark_offset() {
    add_found(m_offset);
}

std::int64_t NearTally::incidents(std::size_t study) const {
    return null_dates(study) + unreadable(study) + month_dates(study) + day_dates(study);
}

wdd::DayTotals NearTally::days(std::size_t study) const {
    std::vector<std::pair<std::int64_t, std::uint32_t>> days;
    days.reserve(m_days.size());
    for (const auto& [day, counts] : m_days) {
        if (counts[study] > 0) {
            days.emplace_back(day, counts[study]);
        }
    }
    std::sort(days.begin(), days.end());
    wdd::DayTotals totals;
    for (const auto& [day, incidents] : days) {
        totals.emplace_hint(totals.end(), std::chrono::days(day), incidents);
    }
    return totals;
}

} // namespace wdd_tool
