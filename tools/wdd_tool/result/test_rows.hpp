// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "wdd/batch.hpp"
#include "wdd/crime_types.hpp"
#include "wdd/evaluation.hpp"
#include "wdd_tool/result/spreadsheet.hpp"

namespace wdd_tool {

/// The columns that each row of tests has, after those that tell the rows apart.
enum class TestColumn : std::uint8_t {
    from,
    to,
    counts,            ///< of four zones, before and after
    time = counts + 8, ///< the length of the time before, with that after as the unit
    weights,           ///< of four zones
    local = weights + 4,
    displacement,
    total,
    error,
    z,
    p,
    low,
    high,
    evidence,
    holm,
    benjamini_hochberg,
    after_the_test
};

/// What the columns of one test are filled from.
struct TestedCounts {
    const wdd::StudyPeriods& periods;
    const wdd::Counts& counts;
    wdd::TimeWeights time;
    const wdd::AreaWeights& area;
    const wdd::Statistic& statistic;
    std::optional<double> holm;
    std::optional<double> benjamini_hochberg;
};

/// The test of an evaluation as a row, and that of one of its crime types.
TestedCounts tested(const wdd::Evaluation& evaluation);
TestedCounts tested(const wdd::Evaluation& evaluation, const wdd::TypeResult& type);

/// The formula that sums up a column of the rows above it, which is the given one or, of those that
/// there are several of, one of those that follow.
using SumUp = std::function<std::string(TestColumn, std::size_t)>;

/// A sheet of tests, one per row, under headings in the fifth.
class TestRows {
  public:
    static constexpr std::uint32_t headings_row = 5;

    /// `first` columns tell the rows apart.
    TestRows(Spreadsheet::Sheet sheet, std::uint16_t first) : m_sheet(sheet), m_first(first) {}

    Spreadsheet::Sheet& sheet() { return m_sheet; }

    void head(double confidence);

    std::uint16_t number(TestColumn column, std::size_t offset = 0) const {
        return static_cast<std::uint16_t>(m_first + static_cast<std::size_t>(column) + offset);
    }

    /// "S6".
    std::string name(std::uint32_t row, TestColumn column, std::size_t offset = 0) const;

    /// "S6:S17", of all rows of tests.
    std::string range(std::uint32_t last_row, TestColumn column, std::size_t offset = 0) const;

    void write(std::uint32_t row, const TestedCounts& test);

    /// A sum, whose estimate a formula gives, as soon as it is told how to sum up a column. Its
    /// standard error is a number, unless there is a formula for it too.
    void write_sum(std::uint32_t row, const wdd::BatchSum& sum, const SumUp& sum_up,
                   const std::string& error = {});

    /// What all areas have in common; the rest stays empty.
    void write_design(std::uint32_t row, const wdd::CommonDesign& design);

  private:
    using Interval = std::pair<std::optional<double>, std::optional<double>>;

    void write_added_counts(std::uint32_t row, const wdd::Counts& counts, const SumUp& sum_up);
    void write_counts(std::uint32_t row, const TestedCounts& test);
    std::string change(std::uint32_t row, std::size_t zone) const;
    std::string variance(std::uint32_t row, std::size_t zone) const;
    void write_test(std::uint32_t row, const std::optional<double>& z,
                    const std::optional<double>& p, const Interval& interval,
                    wdd::Evidence evidence);
    void write_number(std::uint32_t row, TestColumn column, const std::optional<double>& value,
                      std::size_t offset = 0);

    Spreadsheet::Sheet m_sheet;
    std::uint16_t m_first;
};

/// "(no type)" for a type without a name.
std::string type_name(const std::string& type);

} // namespace wdd_tool
