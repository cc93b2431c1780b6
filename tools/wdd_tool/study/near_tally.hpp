// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "toolkit/layers/date_field.hpp"
#include "wdd/area.hpp"
#include "wdd/coverage.hpp"

namespace wdd_tool {

/// Which of several intervals, ends included, hold a number, as bits.
class IntervalBits {
  public:
    struct Interval {
        double low;
        double high;
    };

    explicit IntervalBits(const std::vector<Interval>& intervals);

    /// As many words as the intervals need.
    const std::uint64_t* holding(double number) const;

  private:
    void prepare_search();
    std::size_t bin_of(double number) const;
    std::size_t class_of(double number) const;

    std::vector<double> m_ends; ///< all ends, ascending; a class is an end, or lies between two
    std::vector<std::size_t> m_first_in_bin; ///< the first end in a bin, or after it
    double m_bins_a_unit = 0;
    std::size_t m_words;
    std::vector<std::uint64_t> m_bits; ///< by class
};

/// Tells the incidents near each of several studies by their day. What a point costs hardly depends
/// on the number of studies.
class NearTally {
  public:
    explicit NearTally(const std::vector<wdd::Box>& boxes);

    std::size_t size() const { return m_null.size(); }

    /// Around all of them.
    const wdd::Box& box() const { return m_box; }

    /// True if some box holds the point; `holds` then tells which.
    bool find(double x, double y);

    bool holds(std::size_t study) const {
        return ((m_inside[study / word_bits] >> (study % word_bits)) & 1U) != 0;
    }

    /// Counts an incident at the point that was found last.
    void add(const toolkit::FieldDate& date);
    void mark_offset();

    std::int64_t null_dates(std::size_t study) const { return m_null[study]; }

    std::int64_t unreadable(std::size_t study) const { return m_unreadable[study]; }

    std::int64_t month_dates(std::size_t study) const { return m_month[study]; }

    std::int64_t day_dates(std::size_t study) const { return m_day[study]; }

    bool carries_offset(std::size_t study) const { return m_offset[study] != 0; }

    /// All of them.
    std::int64_t incidents(std::size_t study) const;

    wdd::DayTotals days(std::size_t study) const;

  private:
    using Counts = std::vector<std::uint32_t>; ///< by study

    void add_found(Counts& counts) const;

    static constexpr std::size_t word_bits = 64;

    IntervalBits m_x;
    IntervalBits m_y;
    wdd::Box m_box;
    std::vector<std::uint64_t> m_inside; ///< bits: where the point that was found last is
    Counts m_null;
    Counts m_unreadable;
    Counts m_month;
    Counts m_day;
    Counts m_offset;
    std::unordered_map<std::int64_t, Counts> m_days; ///< since 1970
};

} // namespace wdd_tool
