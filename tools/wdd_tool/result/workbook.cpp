// SPDX-License-Identifier: MIT
#include "wdd_tool/result/workbook.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "wdd/crime_types.hpp"
#include "wdd/measures.hpp"
#include "wdd/message.hpp"
#include "wdd_tool/result/spreadsheet.hpp"
#include "wdd_tool/result/test_rows.hpp"
#include "wdd_tool/result/workbook_sheets.hpp"

namespace wdd_tool {

namespace {

using Sheet = Spreadsheet::Sheet;

// Where the counts stand: the formulas name these cells.
constexpr std::uint32_t counts_row = 6; // of the response area; the other zones follow
constexpr std::uint32_t time_row = 10;
constexpr std::uint32_t test_row = 13;
constexpr std::uint32_t after_test = 24;

struct ZoneRow {
    const char* name = nullptr;
    wdd::BeforeAfter counts = {};
    double weight = 1;
};

std::array<ZoneRow, 4> zone_rows(const wdd::Evaluation& evaluation) {
    const wdd::Counts& counts = evaluation.counts;
    const wdd::AreaWeights& area = evaluation.weights.area;
    return {ZoneRow{"Response area", counts.treated, area.treated},
            ZoneRow{"Control area", counts.control, area.control},
            ZoneRow{"Displacement area of the response area", counts.treated_displacement,
                    area.treated_displacement},
            ZoneRow{"Displacement area of the control area", counts.control_displacement,
                    area.control_displacement}};
}

void write_head(Sheet& sheet, const wdd::Evaluation& evaluation, const std::string& title) {
    sheet.text({1, 0},
               title.empty() ? std::string("Weighted Displacement Difference")
                             : title + ": Weighted Displacement Difference",
               Look::title);
    sheet.text({2, 0}, wdd::summary(evaluation));
    if (const auto& periods = evaluation.periods) {
        sheet.text({3, 0},
                   fmt::format("Before: {} to {}. After: {} to {}.",
                               wdd::iso_date(periods->pre.start), wdd::iso_date(periods->pre.end),
                               wdd::iso_date(periods->post.start),
                               wdd::iso_date(periods->post.end)));
    }
}

void write_counts(Sheet& sheet, const wdd::Evaluation& evaluation) {
    const wdd::TimeWeights time = time_weights_of(evaluation);
    write_headings(sheet, counts_row - 1,
                   {"Incidents", "Before", "After", "Area weight", "Change", "Variance"});
    std::uint32_t row = counts_row;
    for (const auto& [name, counts, weight] : zone_rows(evaluation)) {
        const double before = time.pre * weight;
        const double after = time.post * weight;
        sheet.text({row, 0}, name);
        sheet.number({row, 1}, counts.pre);
        sheet.number({row, 2}, counts.post);
        sheet.number({row, 3}, weight);
        sheet.formula({row, 4}, fmt::format("=C{0}/(C${1}*D{0})-B{0}/(B${1}*D{0})", row, time_row),
                      counts.post / after - counts.pre / before);
        sheet.formula({row, 5},
                      fmt::format("=C{0}/(C${1}*D{0})^2+B{0}/(B${1}*D{0})^2", row, time_row),
                      counts.post / (after * after) + counts.pre / (before * before));
        ++row;
    }
    sheet.text({time_row, 0}, "Time weight");
    sheet.number({time_row, 1}, time.pre);
    sheet.number({time_row, 2}, time.post);
}

void write_test(Sheet& sheet, const wdd::Statistic& statistic) {
    write_headings(sheet, test_row - 1, {"Test", "Estimate", "Standard error"});
    sheet.text({13, 0}, "Response area against control area");
    sheet.formula({13, 1}, "=E6-E7", statistic.local.estimate);
    sheet.formula({13, 2}, "=SQRT(F6+F7)", statistic.local.standard_error);
    sheet.text({14, 0}, "Their displacement areas");
    sheet.formula({14, 1}, "=E8-E9", statistic.displacement.estimate);
    sheet.formula({14, 2}, "=SQRT(F8+F9)", statistic.displacement.standard_error);
    sheet.text({15, 0}, "Weighted Displacement Difference", Look::bold);
    sheet.formula({15, 1}, "=B13+B14", statistic.total.estimate, Look::bold);
    sheet.formula({15, 2}, "=SQRT(SUM(F6:F9))", statistic.total.standard_error, Look::bold);
    const TestCells cells{.estimate = "B15", .error = "C15", .z = "B17", .confidence = "B19"};
    sheet.text({17, 0}, "z");
    sheet.formula({17, 1}, z_formula(cells), statistic.z);
    sheet.text({18, 0}, "p (one-tailed)");
    sheet.formula({18, 1}, p_formula(cells), statistic.p_one_tailed);
    sheet.text({19, 0}, "Confidence of the interval");
    sheet.number({19, 1}, statistic.confidence);
    sheet.text({20, 0}, "Interval, low");
    sheet.formula({20, 1}, low_formula(cells), statistic.ci_low);
    sheet.text({21, 0}, "Interval, high");
    sheet.formula({21, 1}, high_formula(cells), statistic.ci_high);
    sheet.text({22, 0}, "Evidence of a reduction");
    sheet.formula({22, 1}, evidence_formula(cells),
                  std::string(wdd::evidence_name(statistic.z, statistic.evidence)));
}

void write_forecast_row(Sheet& sheet, std::uint32_t row, const char* name,
                        const wdd::Forecast& forecast) {
    sheet.text({row, 0}, name);
    sheet.number({row, 1}, forecast.recorded);
    sheet.number({row, 2}, forecast.expected);
    sheet.formula({row, 3}, fmt::format("=B{0}/C{0}-1", row), forecast.ratio - 1, Look::percent);
    sheet.number({row, 4}, forecast.ratio_low - 1, Look::percent);
    sheet.number({row, 5}, forecast.ratio_high - 1, Look::percent);
    sheet.number({row, 6}, forecast.p_reduction);
    sheet.text({row, 7}, wdd::evidence_name(forecast.evidence));
}

/// Returns the first row that is free, as all that follow do.
std::uint32_t write_forecast(Sheet& sheet, std::uint32_t row,
                             const std::optional<wdd::ForecastFinding>& finding) {
    if (!finding) {
        return row;
    }
    write_headings(sheet, row++,
                   {"Forecast from comparable areas", "Recorded", "Expected", "Change", "Low",
                    "High", "p of a reduction", "Evidence"});
    if (!finding->verdict) {
        sheet.text({row++, 0}, "No forecast: " + finding->reason);
        return row + 1;
    }
    const wdd::ForecastVerdict& verdict = *finding->verdict;
    write_forecast_row(sheet, row++, "Response area", verdict.area.forecast);
    if (verdict.around) {
        write_forecast_row(sheet, row++, "Around it", verdict.around->forecast);
    }
    if (verdict.together) {
        write_forecast_row(sheet, row++, "Together", verdict.together->forecast);
    }
    return row + 1;
}

using NamedValue = std::pair<const char*, std::optional<double>>;

std::vector<NamedValue> named(const wdd::Measures& measures) {
    std::vector<NamedValue> values{{"Share of expected", measures.share_of_expected}};
    if (const auto& ratio = measures.rate_ratio) {
        values.insert(values.end(), {{"Rate ratio", ratio->ratio},
                                     {"Rate ratio, low", ratio->low},
                                     {"Rate ratio, high", ratio->high}});
    }
    if (const auto& exact = measures.exact) {
        values.insert(values.end(), {{"Exact p", exact->p}, {"Mid-p", exact->p_mid}});
    }
    const wdd::DisplacementQuotients& quotients = measures.quotients;
    values.insert(values.end(), {{"Probability of a reduction", measures.probability_of_reduction},
                                 {"Gross effect", quotients.gross_effect},
                                 {"Net effect", quotients.net_effect},
                                 {"Displacement quotient", quotients.quotient},
                                 {"Total net effect", quotients.total_net_effect}});
    return values;
}

std::uint32_t write_measures(Sheet& sheet, std::uint32_t row, const wdd::Evaluation& evaluation) {
    write_headings(sheet, row++, {"Other measures", "Value"});
    for (const auto& [name, value] : named(wdd::measures(evaluation.counts, evaluation.weights,
                                                         evaluation.statistic.confidence))) {
        sheet.text({row, 0}, name);
        if (value) {
            sheet.number({row, 1}, *value);
        }
        ++row;
    }
    return row + 1;
}

void write_warnings(Sheet& sheet, std::uint32_t row, const std::vector<std::string>& warnings) {
    if (warnings.empty()) {
        return;
    }
    write_headings(sheet, row++, {"Warnings"});
    for (const std::string& warning : warnings) {
        sheet.text({row++, 0}, warning);
    }
}

void write_months(Sheet sheet, const wdd::Evaluation& evaluation) {
    sheet.widths({14, 14, 14, 14, 10});
    write_headings(sheet, 1, {"From", "To", "Response area", "Control area", "Period"});
    write_month_rows(sheet, {2, 0}, evaluation);
}

double sum_by_harm(const std::vector<wdd::TypeResult>& types,
                   wdd::Estimate wdd::Statistic::*estimate) {
    double sum = 0;
    for (const wdd::TypeResult& type : types) {
        sum += type.weight.value_or(0) * (type.statistic.*estimate).estimate;
    }
    return sum;
}

/// The types have no incident in common, so the variance of their sum is a formula, too.
void write_harm(TestRows& rows, std::uint32_t row, std::uint32_t last,
                const wdd::TypesFinding& finding) {
    const std::string weights = fmt::format("B{}:B{}", TestRows::headings_row + 1, last);
    const std::string errors = rows.range(last, TestColumn::error);
    const wdd::BatchSum sum{
        .local = {.estimate = sum_by_harm(finding.types, &wdd::Statistic::local)},
        .displacement = {.estimate = sum_by_harm(finding.types, &wdd::Statistic::displacement)},
        .total = *finding.weighted};
    rows.sheet().text({row, 0}, "Weighted by harm", Look::bold);
    rows.write_sum(
        row, sum,
        [&](TestColumn column, std::size_t offset) {
            return fmt::format("=SUMPRODUCT({},{})", weights, rows.range(last, column, offset));
        },
        fmt::format("=SQRT(SUMPRODUCT({0},{0},{1},{1}))", weights, errors));
}

void add_type_sheet(Spreadsheet& book, const wdd::Evaluation& evaluation,
                    const wdd::TypesFinding& finding) {
    TestRows rows(book.add_sheet("Types"), 2);
    Sheet& sheet = rows.sheet();
    sheet.widths({28, 10, 12, 12});
    rows.head(evaluation.statistic.confidence);
    write_headings(sheet, TestRows::headings_row, {"Type", "Weight"});
    std::uint32_t row = TestRows::headings_row;
    for (const wdd::TypeResult& type : finding.types) {
        sheet.text({++row, 0}, type_name(type.type));
        if (type.weight) {
            sheet.number({row, 1}, *type.weight);
        }
        rows.write(row, tested(evaluation, type));
    }
    const std::uint32_t last = row++;
    sheet.text({row, 0}, "All incidents", Look::bold);
    rows.write(row, tested(evaluation));
    if (finding.weighted) {
        write_harm(rows, row + 1, last, finding);
    }
}

} // namespace

std::string workbook(const wdd::Evaluation& evaluation, const std::string& title,
                     const RecordedParameters& parameters,
                     const std::optional<wdd::TypesFinding>& types) {
    Spreadsheet book;
    Sheet result = book.add_sheet("Result");
    result.widths({40, 14, 14, 14, 14, 14, 16, 12});
    write_head(result, evaluation, title);
    write_counts(result, evaluation);
    write_test(result, evaluation.statistic);
    std::uint32_t row = write_forecast(result, after_test, evaluation.forecast);
    row = write_measures(result, row, evaluation);
    write_warnings(result, row, wdd::recorded_warnings(evaluation));
    if (types && !types->types.empty()) {
        add_type_sheet(book, evaluation, *types);
    }
    if (!evaluation.months.empty()) {
        write_months(book.add_sheet("Months"), evaluation);
    }
    add_parameters(book, parameters);
    return std::move(book).content();
}

} // namespace wdd_tool
