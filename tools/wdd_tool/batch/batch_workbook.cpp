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
#include "wdd_tool/result/test_rows.hpp"
#include "wdd_tool/result/workbook_sheets.hpp"

namespace wdd_tool {

namespace {

using Sheet = Spreadsheet::Sheet;

constexpr std::uint32_t headings_row = TestRows::headings_row;

TestedCounts tested_area(const wdd::BatchArea& area) {
    TestedCounts test = tested(*area.evaluation);
    test.holm = area.holm;
    test.benjamini_hochberg = area.benjamini_hochberg;
    return test;
}

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
        return Cell{row, rows.number(TestColumn::after_the_test, offset)};
    };
    rows.sheet().number(at(0), forecast.recorded);
    rows.sheet().number(at(1), forecast.expected);
    rows.sheet().formula(at(2),
                         fmt::format("={}/{}-1", rows.name(row, TestColumn::after_the_test, 0),
                                     rows.name(row, TestColumn::after_the_test, 1)),
                         forecast.ratio - 1, Look::percent);
    rows.sheet().number(at(3), forecast.ratio_low - 1, Look::percent);
    rows.sheet().number(at(4), forecast.ratio_high - 1, Look::percent);
    rows.sheet().number(at(5), forecast.p_reduction);
    rows.sheet().text(at(6), wdd::evidence_name(forecast.evidence));
}

void write_checks(TestRows& rows, std::uint32_t row, const std::string& suitable,
                  const std::array<std::optional<double>, 3>& figures) {
    constexpr std::size_t first = 7;
    rows.sheet().text({row, rows.number(TestColumn::after_the_test, first)}, suitable);
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (figures.at(i)) {
            rows.sheet().number({row, rows.number(TestColumn::after_the_test, first + 1 + i)},
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
    const Cell at{row, rows.number(TestColumn::after_the_test, warnings)};
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
        sheet.text({headings_row, rows.number(TestColumn::after_the_test, i)},
                   forecast_headings.at(i), Look::heading);
    }
    std::uint32_t row = headings_row;
    for (const wdd::BatchArea& area : batch.areas) {
        ++row;
        sheet.text({row, 0}, area.name);
        if (area.evaluation) {
            rows.write(row, tested_area(area));
            if (area.evaluation->forecast && area.evaluation->forecast->verdict) {
                write_forecast(rows, row, area.evaluation->forecast->verdict->area.forecast);
            }
        }
        write_remarks(rows, row, area);
    }
    const std::uint32_t last = row++;
    sheet.text({row, 0}, "All together", Look::bold);
    rows.write_sum(row, *batch.together, [&rows, last](TestColumn column, std::size_t offset) {
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
            rows.write(row, tested(*area.evaluation, type));
        }
    }
    const std::uint32_t last = row;
    const auto names = [last](char letter) {
        return fmt::format("{0}${1}:{0}${2}", letter, headings_row + 1, last);
    };
    for (const wdd::BatchTypeSum& type : batch.types) {
        sheet.text({++row, 0}, "All together", Look::bold);
        sheet.text({row, 1}, type_name(type.type));
        rows.write_sum(row, type.sum, [&](TestColumn summed, std::size_t offset) {
            return fmt::format("=SUMIF({},B{},{})", names('B'), row,
                               rows.range(last, summed, offset));
        });
    }
    if (batch.weighted) {
        sheet.text({++row, 0}, "All together", Look::bold);
        sheet.text({row, 1}, "weighted");
        rows.write_sum(row, *batch.weighted, [&](TestColumn summed, std::size_t offset) {
            return fmt::format("=SUMPRODUCT({},{})", names('C'), rows.range(last, summed, offset));
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
