// SPDX-License-Identifier: MIT
#include "wdd_tool/result/test_rows.hpp"

#include <array>

#include <fmt/format.h>

#include "wdd_tool/result/workbook_sheets.hpp"

namespace wdd_tool {

namespace {

constexpr std::uint32_t confidence_row = 3;
constexpr const char* confidence_cell = "$B$3";

constexpr std::array test_headings{"From",
                                   "To",
                                   "Response, before",
                                   "Response, after",
                                   "Control, before",
                                   "Control, after",
                                   "Displacement area of the response area, before",
                                   "Displacement area of the response area, after",
                                   "Displacement area of the control area, before",
                                   "Displacement area of the control area, after",
                                   "Time weight before",
                                   "Weight of the response area",
                                   "Weight of the control area",
                                   "Weight of the response area's displacement area",
                                   "Weight of the control area's displacement area",
                                   "Response against control",
                                   "Their displacement areas",
                                   "WDD",
                                   "Standard error",
                                   "z",
                                   "p (one-tailed)",
                                   "Interval, low",
                                   "Interval, high",
                                   "Evidence of a reduction",
                                   "p (Holm)",
                                   "q (Benjamini and Hochberg)"};
static_assert(test_headings.size() == static_cast<std::size_t>(TestColumn::after_the_test));

/// "A", "Z", "AA"; a sheet has at most two letters of columns here.
std::string letters_of(std::uint16_t column) {
    constexpr std::uint16_t letters = 26;
    std::string name;
    if (column >= letters) {
        name += static_cast<char>('A' + column / letters - 1);
    }
    name += static_cast<char>('A' + column % letters);
    return name;
}

} // namespace

TestedCounts tested(const wdd::Evaluation& evaluation) {
    return {*evaluation.periods,
            evaluation.counts,
            time_weights_of(evaluation),
            evaluation.weights.area,
            evaluation.statistic,
            {},
            {}};
}

TestedCounts tested(const wdd::Evaluation& evaluation, const wdd::TypeResult& type) {
    return {*evaluation.periods, type.counts, time_weights_of(evaluation), evaluation.weights.area,
            type.statistic,      type.holm,   type.benjamini_hochberg};
}

void TestRows::head(double confidence) {
    m_sheet.text({confidence_row, 0}, "Confidence of the intervals");
    m_sheet.number({confidence_row, 1}, confidence);
    for (std::size_t i = 0; i < test_headings.size(); ++i) {
        m_sheet.text({headings_row, static_cast<std::uint16_t>(m_first + i)}, test_headings.at(i),
                     Look::heading);
    }
}

std::string TestRows::name(std::uint32_t row, TestColumn column, std::size_t offset) const {
    return letters_of(number(column, offset)) + std::to_string(row);
}

std::string TestRows::range(std::uint32_t last_row, TestColumn column, std::size_t offset) const {
    return name(headings_row + 1, column, offset) + ":" + name(last_row, column, offset);
}

void TestRows::write(std::uint32_t row, const TestedCounts& test) {
    m_sheet.date({row, number(TestColumn::from)}, test.periods.post.start);
    m_sheet.date({row, number(TestColumn::to)}, test.periods.post.end);
    write_counts(row, test);
    const wdd::Statistic& statistic = test.statistic;
    m_sheet.formula({row, number(TestColumn::local)}, "=" + change(row, 0) + "-" + change(row, 1),
                    statistic.local.estimate);
    m_sheet.formula({row, number(TestColumn::displacement)},
                    "=" + change(row, 2) + "-" + change(row, 3), statistic.displacement.estimate);
    m_sheet.formula(
        {row, number(TestColumn::total)},
        fmt::format("={}+{}", name(row, TestColumn::local), name(row, TestColumn::displacement)),
        statistic.total.estimate, Look::bold);
    m_sheet.formula({row, number(TestColumn::error)},
                    fmt::format("=SQRT({}+{}+{}+{})", variance(row, 0), variance(row, 1),
                                variance(row, 2), variance(row, 3)),
                    statistic.total.standard_error);
    write_test(row, statistic.z, statistic.p_one_tailed, {statistic.ci_low, statistic.ci_high},
               statistic.evidence);
    write_number(row, TestColumn::holm, test.holm);
    write_number(row, TestColumn::benjamini_hochberg, test.benjamini_hochberg);
}

void TestRows::write_sum(std::uint32_t row, const wdd::BatchSum& sum, const SumUp& sum_up,
                         const std::string& error) {
    const wdd::Combined& total = sum.total;
    if (sum.counts) {
        write_added_counts(row, *sum.counts, sum_up);
    }
    m_sheet.formula({row, number(TestColumn::local)}, sum_up(TestColumn::local, 0),
                    sum.local.estimate);
    m_sheet.formula({row, number(TestColumn::displacement)}, sum_up(TestColumn::displacement, 0),
                    sum.displacement.estimate);
    m_sheet.formula({row, number(TestColumn::total)}, sum_up(TestColumn::total, 0),
                    total.total.estimate, Look::bold);
    const Cell at{row, number(TestColumn::error)};
    if (error.empty()) {
        m_sheet.number(at, total.total.standard_error);
    } else {
        m_sheet.formula(at, error, total.total.standard_error);
    }
    write_test(row, total.z, total.p_one_tailed, {total.ci_low, total.ci_high}, total.evidence);
}

void TestRows::write_design(std::uint32_t row, const wdd::CommonDesign& design) {
    if (design.post) {
        m_sheet.date({row, number(TestColumn::from)}, design.post->start);
        m_sheet.date({row, number(TestColumn::to)}, design.post->end);
    }
    write_number(row, TestColumn::time, design.time_pre);
    for (std::size_t zone = 0; zone < design.area.size(); ++zone) {
        write_number(row, TestColumn::weights, design.area.at(zone), zone);
    }
}

void TestRows::write_added_counts(std::uint32_t row, const wdd::Counts& counts,
                                  const SumUp& sum_up) {
    const std::array zones{counts.treated, counts.control, counts.treated_displacement,
                           counts.control_displacement};
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
        const auto add = [&](std::size_t when, double value) {
            const std::size_t offset = 2 * zone + when;
            m_sheet.formula({row, number(TestColumn::counts, offset)},
                            sum_up(TestColumn::counts, offset), value);
        };
        add(0, zones.at(zone).pre);
        add(1, zones.at(zone).post);
    }
}

void TestRows::write_counts(std::uint32_t row, const TestedCounts& test) {
    const std::array zones{test.counts.treated, test.counts.control,
                           test.counts.treated_displacement, test.counts.control_displacement};
    const std::array weights{test.area.treated, test.area.control, test.area.treated_displacement,
                             test.area.control_displacement};
    m_sheet.number({row, number(TestColumn::time)}, test.time.pre / test.time.post);
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
        m_sheet.number({row, number(TestColumn::counts, 2 * zone)}, zones.at(zone).pre);
        m_sheet.number({row, number(TestColumn::counts, 2 * zone + 1)}, zones.at(zone).post);
        m_sheet.number({row, number(TestColumn::weights, zone)}, weights.at(zone));
    }
}

std::string TestRows::change(std::uint32_t row, std::size_t zone) const {
    return fmt::format("({1}/{2}-{0}/({3}*{2}))", name(row, TestColumn::counts, 2 * zone),
                       name(row, TestColumn::counts, 2 * zone + 1),
                       name(row, TestColumn::weights, zone), name(row, TestColumn::time));
}

std::string TestRows::variance(std::uint32_t row, std::size_t zone) const {
    return fmt::format("{1}/{2}^2+{0}/({3}*{2})^2", name(row, TestColumn::counts, 2 * zone),
                       name(row, TestColumn::counts, 2 * zone + 1),
                       name(row, TestColumn::weights, zone), name(row, TestColumn::time));
}

void TestRows::write_test(std::uint32_t row, const std::optional<double>& z,
                          const std::optional<double>& p, const Interval& interval,
                          wdd::Evidence evidence) {
    const TestCells cells{.estimate = name(row, TestColumn::total),
                          .error = name(row, TestColumn::error),
                          .z = name(row, TestColumn::z),
                          .confidence = confidence_cell};
    m_sheet.formula({row, number(TestColumn::z)}, z_formula(cells), z);
    m_sheet.formula({row, number(TestColumn::p)}, p_formula(cells), p);
    m_sheet.formula({row, number(TestColumn::low)}, low_formula(cells), interval.first);
    m_sheet.formula({row, number(TestColumn::high)}, high_formula(cells), interval.second);
    m_sheet.formula({row, number(TestColumn::evidence)}, evidence_formula(cells),
                    std::string(wdd::evidence_name(z, evidence)));
}

void TestRows::write_number(std::uint32_t row, TestColumn column,
                            const std::optional<double>& value, std::size_t offset) {
    if (value) {
        m_sheet.number({row, number(column, offset)}, *value);
    }
}

std::string type_name(const std::string& type) {
    return type.empty() ? "(no type)" : type;
}

} // namespace wdd_tool
