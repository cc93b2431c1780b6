// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/batch_workbook.hpp"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "wdd/message.hpp"
#include "wdd_tool/batch/area_table.hpp"
#include "wdd_tool/result/workbook_sheets.hpp"

namespace wdd_tool {

namespace {

using Sheet = Spreadsheet::Sheet;

constexpr std::uint32_t confidence_row = 3;
constexpr std::uint32_t headings_row = 5;
constexpr const char* confidence_cell = "$B$3";

/// The columns that each row of tests has, after those that tell the rows apart.
enum class Column : std::uint8_t {
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

constexpr std::array headings{"From",
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
static_assert(headings.size() == static_cast<std::size_t>(Column::after_the_test));

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

TestedCounts tested(const wdd::BatchArea& area) {
    const wdd::Evaluation& evaluation = *area.evaluation;
    return {*evaluation.periods,     evaluation.counts,    time_weights_of(evaluation),
            evaluation.weights.area, evaluation.statistic, area.holm,
            area.benjamini_hochberg};
}

TestedCounts tested(const wdd::BatchArea& area, const wdd::TypeResult& type) {
    const wdd::Evaluation& evaluation = *area.evaluation;
    return {*evaluation.periods, type.counts, time_weights_of(evaluation), evaluation.weights.area,
            type.statistic,      type.holm,   type.benjamini_hochberg};
}

/// A sheet of tests, one a row.
class TestRows {
  public:
    /// `first` columns tell the rows apart.
    TestRows(Sheet sheet, std::uint16_t first) : m_sheet(sheet), m_first(first) {}

    Sheet& sheet() { return m_sheet; }

    void head(double confidence) {
        m_sheet.text({confidence_row, 0}, "Confidence of the intervals");
        m_sheet.number({confidence_row, 1}, confidence);
        for (std::size_t i = 0; i < headings.size(); ++i) {
            m_sheet.text({headings_row, static_cast<std::uint16_t>(m_first + i)}, headings.at(i),
                         Look::heading);
        }
    }

    std::uint16_t number(Column column, std::size_t offset = 0) const {
        return static_cast<std::uint16_t>(m_first + static_cast<std::size_t>(column) + offset);
    }

    std::string name(std::uint32_t row, Column column, std::size_t offset = 0) const {
        return letters_of(number(column, offset)) + std::to_string(row);
    }

    /// "S6:S17", of all rows of tests.
    std::string range(std::uint32_t last_row, Column column, std::size_t offset) const {
        return name(headings_row + 1, column, offset) + ":" + name(last_row, column, offset);
    }

    void write(std::uint32_t row, const TestedCounts& test) {
        m_sheet.date({row, number(Column::from)}, test.periods.post.start);
        m_sheet.date({row, number(Column::to)}, test.periods.post.end);
        write_counts(row, test);
        const wdd::Statistic& statistic = test.statistic;
        m_sheet.formula({row, number(Column::local)}, "=" + change(row, 0) + "-" + change(row, 1),
                        statistic.local.estimate);
        m_sheet.formula({row, number(Column::displacement)},
                        "=" + change(row, 2) + "-" + change(row, 3),
                        statistic.displacement.estimate);
        m_sheet.formula(
            {row, number(Column::total)},
            fmt::format("={}+{}", name(row, Column::local), name(row, Column::displacement)),
            statistic.total.estimate, Look::bold);
        m_sheet.formula({row, number(Column::error)},
                        fmt::format("=SQRT({}+{}+{}+{})", variance(row, 0), variance(row, 1),
                                    variance(row, 2), variance(row, 3)),
                        statistic.total.standard_error);
        write_test(row, statistic.z, statistic.p_one_tailed, {statistic.ci_low, statistic.ci_high},
                   statistic.evidence);
        write_number(row, Column::holm, test.holm);
        write_number(row, Column::benjamini_hochberg, test.benjamini_hochberg);
    }

    /// A sum, whose estimate a formula gives, as soon as it is told how to sum up a column.
    template<class SumUp>
    void write_sum(std::uint32_t row, const wdd::BatchSum& sum, SumUp sum_up) {
        const wdd::Combined& total = sum.total;
        if (sum.counts) {
            write_added_counts(row, *sum.counts, sum_up);
        }
        m_sheet.formula({row, number(Column::local)}, sum_up(Column::local, 0), sum.local.estimate);
        m_sheet.formula({row, number(Column::displacement)}, sum_up(Column::displacement, 0),
                        sum.displacement.estimate);
        m_sheet.formula({row, number(Column::total)}, sum_up(Column::total, 0),
                        total.total.estimate, Look::bold);
        m_sheet.number({row, number(Column::error)}, total.total.standard_error);
        write_test(row, total.z, total.p_one_tailed, {total.ci_low, total.ci_high}, total.evidence);
    }

    /// What all areas have in common; the rest stays empty.
    void write_design(std::uint32_t row, const wdd::CommonDesign& design) {
        if (design.post) {
            m_sheet.date({row, number(Column::from)}, design.post->start);
            m_sheet.date({row, number(Column::to)}, design.post->end);
        }
        write_number(row, Column::time, design.time_pre);
        for (std::size_t zone = 0; zone < design.area.size(); ++zone) {
            write_number(row, Column::weights, design.area.at(zone), zone);
        }
    }

  private:
    template<class SumUp>
    void write_added_counts(std::uint32_t row, const wdd::Counts& counts, SumUp sum_up) {
        const std::array zones{counts.treated, counts.control, counts.treated_displacement,
                               counts.control_displacement};
        for (std::size_t zone = 0; zone < zones.size(); ++zone) {
            const auto add = [&](std::size_t when, double value) {
                const std::size_t offset = 2 * zone + when;
                m_sheet.formula({row, number(Column::counts, offset)},
                                sum_up(Column::counts, offset), value);
            };
            add(0, zones.at(zone).pre);
            add(1, zones.at(zone).post);
        }
    }

    void write_counts(std::uint32_t row, const TestedCounts& test) {
        const std::array zones{test.counts.treated, test.counts.control,
                               test.counts.treated_displacement, test.counts.control_displacement};
        const std::array weights{test.area.treated, test.area.control,
                                 test.area.treated_displacement, test.area.control_displacement};
        m_sheet.number({row, number(Column::time)}, test.time.pre / test.time.post);
        for (std::size_t zone = 0; zone < zones.size(); ++zone) {
            m_sheet.number({row, number(Column::counts, 2 * zone)}, zones.at(zone).pre);
            m_sheet.number({row, number(Column::counts, 2 * zone + 1)}, zones.at(zone).post);
            m_sheet.number({row, number(Column::weights, zone)}, weights.at(zone));
        }
    }

    std::string change(std::uint32_t row, std::size_t zone) const {
        return fmt::format("({1}/{2}-{0}/({3}*{2}))", name(row, Column::counts, 2 * zone),
                           name(row, Column::counts, 2 * zone + 1),
                           name(row, Column::weights, zone), name(row, Column::time));
    }

    std::string variance(std::uint32_t row, std::size_t zone) const {
        return fmt::format("{1}/{2}^2+{0}/({3}*{2})^2", name(row, Column::counts, 2 * zone),
                           name(row, Column::counts, 2 * zone + 1),
                           name(row, Column::weights, zone), name(row, Column::time));
    }

    void write_test(std::uint32_t row, const std::optional<double>& z,
                    const std::optional<double>& p,
                    const std::pair<std::optional<double>, std::optional<double>>& interval,
                    wdd::Evidence evidence) {
        const TestCells cells{.estimate = name(row, Column::total),
                              .error = name(row, Column::error),
                              .z = name(row, Column::z),
                              .confidence = confidence_cell};
        m_sheet.formula({row, number(Column::z)}, z_formula(cells), z);
        m_sheet.formula({row, number(Column::p)}, p_formula(cells), p);
        m_sheet.formula({row, number(Column::low)}, low_formula(cells), interval.first);
        m_sheet.formula({row, number(Column::high)}, high_formula(cells), interval.second);
        m_sheet.formula({row, number(Column::evidence)}, evidence_formula(cells),
                        std::string(wdd::evidence_name(evidence)));
    }

    void write_number(std::uint32_t row, Column column, const std::optional<double>& value,
                      std::size_t offset = 0) {
        if (value) {
            m_sheet.number({row, number(column, offset)}, *value);
        }
    }

    Sheet m_sheet;
    std::uint16_t m_first;
};

constexpr std::array forecast_headings{"Forecast: recorded",
                                       "Forecast: expected",
                                       "Forecast: change",
                                       "Forecast: low",
                                       "Forecast: high",
                                       "Forecast: p of a reduction",
                                       "Forecast: evidence",
                                       "Control area suitable",
                                       "Difference in area (%)",
                                       "Difference in incidents before (%)",
                                       "Correlation",
                                       "Warnings"};

void write_forecast(TestRows& rows, std::uint32_t row, const wdd::Forecast& forecast) {
    const auto at = [&](std::size_t offset) {
        return Cell{row, rows.number(Column::after_the_test, offset)};
    };
    rows.sheet().number(at(0), forecast.recorded);
    rows.sheet().number(at(1), forecast.expected);
    rows.sheet().formula(at(2),
                         fmt::format("={}/{}-1", rows.name(row, Column::after_the_test, 0),
                                     rows.name(row, Column::after_the_test, 1)),
                         forecast.ratio - 1, Look::percent);
    rows.sheet().number(at(3), forecast.ratio_low - 1, Look::percent);
    rows.sheet().number(at(4), forecast.ratio_high - 1, Look::percent);
    rows.sheet().number(at(5), forecast.p_reduction);
    rows.sheet().text(at(6), wdd::evidence_name(forecast.evidence));
}

void write_checks(TestRows& rows, std::uint32_t row, const std::string& suitable,
                  const std::array<std::optional<double>, 3>& figures) {
    constexpr std::size_t first = 7;
    rows.sheet().text({row, rows.number(Column::after_the_test, first)}, suitable);
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (figures.at(i)) {
            rows.sheet().number({row, rows.number(Column::after_the_test, first + 1 + i)},
                                *figures.at(i));
        }
    }
}

void write_suitability(TestRows& rows, std::uint32_t row, const wdd::SuitabilityOfAll& all) {
    write_checks(rows, row, passed_text(all),
                 {all.area_difference, all.count_difference, all.correlation});
}

void write_suitability(TestRows& rows, std::uint32_t row, const wdd::Evaluation& evaluation) {
    const auto& tested = evaluation.suitability;
    write_checks(rows, row, passed_text(evaluation),
                 tested ? std::array{tested->area_difference.actual,
                                     tested->count_difference.actual, tested->correlation.actual}
                        : std::array<std::optional<double>, 3>{});
}

void write_remarks(TestRows& rows, std::uint32_t row, const wdd::BatchArea& area) {
    constexpr std::size_t warnings = forecast_headings.size() - 1;
    const Cell at{row, rows.number(Column::after_the_test, warnings)};
    if (!area.evaluation) {
        rows.sheet().text(at, "Not evaluated: " + area.fault);
        return;
    }
    write_suitability(rows, row, *area.evaluation);
    std::vector<std::string> all = wdd::recorded_warnings(*area.evaluation);
    all.insert(all.end(), area.warnings.begin(), area.warnings.end());
    rows.sheet().text(at, fmt::format("{}", fmt::join(all, " ")));
}

void add_result(Spreadsheet& book, const wdd::Batch& batch, const std::string& title) {
    TestRows rows(book.add_sheet("Result"), 1);
    Sheet& sheet = rows.sheet();
    sheet.widths({28, 12, 12});
    sheet.text({1, 0}, title, Look::title);
    sheet.text({2, 0}, wdd::summary(batch));
    rows.head(batch.confidence);
    sheet.text({headings_row, 0}, "Area", Look::heading);
    for (std::size_t i = 0; i < forecast_headings.size(); ++i) {
        sheet.text({headings_row, rows.number(Column::after_the_test, i)}, forecast_headings.at(i),
                   Look::heading);
    }
    std::uint32_t row = headings_row;
    for (const wdd::BatchArea& area : batch.areas) {
        ++row;
        sheet.text({row, 0}, area.name);
        if (area.evaluation) {
            rows.write(row, tested(area));
            if (area.evaluation->forecast && area.evaluation->forecast->verdict) {
                write_forecast(rows, row, area.evaluation->forecast->verdict->area.forecast);
            }
        }
        write_remarks(rows, row, area);
    }
    const std::uint32_t last = row++;
    sheet.text({row, 0}, "All together", Look::bold);
    rows.write_sum(row, *batch.together, [&rows, last](Column column, std::size_t offset) {
        return fmt::format("=SUM({})", rows.range(last, column, offset));
    });
    rows.write_design(row, wdd::common_design(batch));
    write_suitability(rows, row, wdd::suitability_of_all(batch));
    if (batch.forecast && batch.forecast->sum) {
        write_forecast(rows, row, *batch.forecast->sum);
    }
    sheet.text(
        {row + 2, 0},
        "The standard error of all together is a number, not a formula: it counts incidents that areas share by what they add to the sum. In its counts an incident that several areas count is there once for each of them.");
}

std::string type_name(const std::string& type) {
    return type.empty() ? "(no type)" : type;
}

void add_types(Spreadsheet& book, const wdd::Batch& batch) {
    TestRows rows(book.add_sheet("Types"), 3);
    Sheet& sheet = rows.sheet();
    sheet.widths({28, 24, 10, 12, 12});
    rows.head(batch.confidence);
    std::uint16_t column = 0;
    for (const char* heading : {"Area", "Type", "Weight"}) {
        sheet.text({headings_row, column++}, heading, Look::heading);
    }
    std::uint32_t row = headings_row;
    for (const wdd::BatchArea& area : batch.areas) {
        for (const wdd::TypeResult& type :
             area.types ? area.types->types : std::vector<wdd::TypeResult>()) {
            sheet.text({++row, 0}, area.name);
            sheet.text({row, 1}, type_name(type.type));
            if (type.weight) {
                sheet.number({row, 2}, *type.weight);
            }
            rows.write(row, tested(area, type));
        }
    }
    const std::uint32_t last = row;
    const auto names = [last](char letter) {
        return fmt::format("{0}${1}:{0}${2}", letter, headings_row + 1, last);
    };
    for (const wdd::BatchTypeSum& type : batch.types) {
        sheet.text({++row, 0}, "All together", Look::bold);
        sheet.text({row, 1}, type_name(type.type));
        rows.write_sum(row, type.sum, [&](Column of, std::size_t offset) {
            return fmt::format("=SUMIF({},B{},{})", names('B'), row, rows.range(last, of, offset));
        });
    }
    if (batch.weighted) {
        sheet.text({++row, 0}, "All together", Look::bold);
        sheet.text({row, 1}, "weighted");
        rows.write_sum(row, *batch.weighted, [&](Column of, std::size_t offset) {
            return fmt::format("=SUMPRODUCT({},{})", names('C'), rows.range(last, of, offset));
        });
    }
}

void add_months(Spreadsheet& book, const wdd::Batch& batch) {
    Sheet sheet = book.add_sheet("Months");
    sheet.widths({28, 14, 14, 14, 14, 10});
    write_headings(sheet, 1, {"Area", "From", "To", "Response area", "Control area", "Period"});
    std::uint32_t row = 2;
    for (const wdd::BatchArea& area : batch.areas) {
        if (area.evaluation) {
            const std::uint32_t end = write_month_rows(sheet, {row, 1}, *area.evaluation);
            for (; row < end; ++row) {
                sheet.text({row, 0}, area.name);
            }
        }
    }
}

} // namespace

std::string batch_workbook(const wdd::Batch& batch, const std::string& title,
                           const RecordedParameters& parameters) {
    Spreadsheet book;
    add_result(book, batch, title);
    if (!batch.types.empty()) {
        add_types(book, batch);
    }
    add_months(book, batch);
    add_parameters(book, parameters);
    return std::move(book).content();
}

} // namespace wdd_tool
