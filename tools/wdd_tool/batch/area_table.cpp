// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/area_table.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/text/csv_text.hpp"
#include "wdd/message.hpp"

namespace wdd_tool {

namespace {

constexpr double percent = 100;

std::int64_t whole(double count) {
    return static_cast<std::int64_t>(count);
}

/// A column of what was evaluated, and its value.
struct EvaluationColumn {
    TableColumn column;
    ResultCell (*value)(const wdd::Evaluation& evaluation);
};

const std::vector<EvaluationColumn>& periods_and_counts() {
    using wdd::Evaluation;
    static const std::vector<EvaluationColumn> columns{
        {{"start", ColumnKind::date},
         [](const Evaluation& e) { return ResultCell(e.periods->post.start); }},
        {{"end", ColumnKind::date},
         [](const Evaluation& e) { return ResultCell(e.periods->post.end); }},
        {{"pre_start", ColumnKind::date},
         [](const Evaluation& e) { return ResultCell(e.periods->pre.start); }},
        {{"pre_end", ColumnKind::date},
         [](const Evaluation& e) { return ResultCell(e.periods->pre.end); }},
        {{"treated_pre", ColumnKind::whole},
         [](const Evaluation& e) { return ResultCell(whole(e.counts.treated.pre)); }},
        {{"treated_post", ColumnKind::whole},
         [](const Evaluation& e) { return ResultCell(whole(e.counts.treated.post)); }},
        {{"control_pre", ColumnKind::whole},
         [](const Evaluation& e) { return ResultCell(whole(e.counts.control.pre)); }},
        {{"control_post", ColumnKind::whole},
         [](const Evaluation& e) { return ResultCell(whole(e.counts.control.post)); }},
        {{"treated_displacement_pre", ColumnKind::whole},
         [](const Evaluation& e) { return ResultCell(whole(e.counts.treated_displacement.pre)); }},
        {{"treated_displacement_post", ColumnKind::whole},
         [](const Evaluation& e) { return ResultCell(whole(e.counts.treated_displacement.post)); }},
        {{"control_displacement_pre", ColumnKind::whole},
         [](const Evaluation& e) { return ResultCell(whole(e.counts.control_displacement.pre)); }},
        {{"control_displacement_post", ColumnKind::whole},
         [](const Evaluation& e) { return ResultCell(whole(e.counts.control_displacement.post)); }},
        // The estimates are incidents over the treatment period, so its length is the unit.
        {{"time_pre"},
         [](const Evaluation& e) { return ResultCell(e.weights.time.pre / e.weights.time.post); }},
        {{"time_post"}, [](const Evaluation& /*e*/) { return ResultCell(1.0); }},
        {{"area_treated"}, [](const Evaluation& e) { return ResultCell(e.weights.area.treated); }},
        {{"area_control"}, [](const Evaluation& e) { return ResultCell(e.weights.area.control); }},
        {{"area_treated_displacement"},
         [](const Evaluation& e) { return ResultCell(e.weights.area.treated_displacement); }},
        {{"area_control_displacement"},
         [](const Evaluation& e) { return ResultCell(e.weights.area.control_displacement); }}};
    return columns;
}

const wdd::Forecast* forecast_of(const wdd::Evaluation& evaluation) {
    return evaluation.forecast && evaluation.forecast->verdict
               ? &evaluation.forecast->verdict->area.forecast
               : nullptr;
}

template<class Value>
ResultCell of_forecast(const wdd::Evaluation& evaluation, Value value) {
    const wdd::Forecast* forecast = forecast_of(evaluation);
    return forecast != nullptr ? ResultCell(value(*forecast)) : ResultCell();
}

ResultCell of_suitability(const wdd::Evaluation& evaluation,
                          wdd::SuitabilityCheck wdd::Suitability::*check) {
    return evaluation.suitability ? cell_or_nothing(((*evaluation.suitability).*check).actual)
                                  : ResultCell();
}

std::string passed(const wdd::Evaluation& evaluation) {
    if (!evaluation.suitability) {
        return "not tested";
    }
    return evaluation.suitability->suitable() ? "yes" : "no";
}

const std::vector<EvaluationColumn>& forecast_and_suitability() {
    using wdd::Evaluation;
    using wdd::Forecast;
    static const std::vector<EvaluationColumn> columns{
        {{"forecast_expected"},
         [](const Evaluation& e) {
             return of_forecast(e, [](const Forecast& f) { return f.expected; });
         }},
        {{"forecast_recorded", ColumnKind::whole},
         [](const Evaluation& e) {
             return of_forecast(e, [](const Forecast& f) { return whole(f.recorded); });
         }},
        {{"forecast_percent"},
         [](const Evaluation& e) {
             return of_forecast(e, [](const Forecast& f) { return percent * (f.ratio - 1); });
         }},
        {{"forecast_percent_low"},
         [](const Evaluation& e) {
             return of_forecast(e, [](const Forecast& f) { return percent * (f.ratio_low - 1); });
         }},
        {{"forecast_percent_high"},
         [](const Evaluation& e) {
             return of_forecast(e, [](const Forecast& f) { return percent * (f.ratio_high - 1); });
         }},
        {{"forecast_p"},
         [](const Evaluation& e) {
             return of_forecast(e, [](const Forecast& f) { return f.p_reduction; });
         }},
        {{"forecast_evidence", ColumnKind::text},
         [](const Evaluation& e) {
             return of_forecast(
                 e, [](const Forecast& f) { return std::string(wdd::evidence_name(f.evidence)); });
         }},
        {{"suitable", ColumnKind::text}, [](const Evaluation& e) { return ResultCell(passed(e)); }},
        {{"area_difference"},
         [](const Evaluation& e) { return of_suitability(e, &wdd::Suitability::area_difference); }},
        {{"count_difference"},
         [](const Evaluation& e) {
             return of_suitability(e, &wdd::Suitability::count_difference);
         }},
        {{"correlation"},
         [](const Evaluation& e) { return of_suitability(e, &wdd::Suitability::correlation); }}};
    return columns;
}

/// After the columns of the evaluations.
constexpr std::array last_columns{"p_holm", "q_benjamini_hochberg"};

std::vector<TableColumn> columns() {
    std::vector<TableColumn> all{{"area", ColumnKind::text}};
    for (const EvaluationColumn& column : periods_and_counts()) {
        all.push_back(column.column);
    }
    for (const StatisticColumn& column : statistic_columns()) {
        all.push_back({column.name, column.is_text ? ColumnKind::text : ColumnKind::number});
    }
    for (const EvaluationColumn& column : forecast_and_suitability()) {
        all.push_back(column.column);
    }
    for (const char* name : last_columns) {
        all.push_back({name});
    }
    all.push_back({"warnings", ColumnKind::text});
    all.push_back({"not_evaluated", ColumnKind::text});
    return all;
}

std::vector<std::string> warnings_of(const wdd::BatchArea& area) {
    std::vector<std::string> warnings = wdd::all_warnings(*area.evaluation);
    warnings.insert(warnings.end(), area.warnings.begin(), area.warnings.end());
    return warnings;
}

std::vector<ResultCell> row_of(const wdd::BatchArea& area, std::size_t size) {
    std::vector<ResultCell> row{area.name};
    row.reserve(size);
    if (!area.evaluation) {
        row.resize(size);
        row.back() = area.fault;
        return row;
    }
    const wdd::Evaluation& evaluation = *area.evaluation;
    for (const EvaluationColumn& column : periods_and_counts()) {
        row.push_back(column.value(evaluation));
    }
    const wdd::Measures measures =
        wdd::measures(evaluation.counts, evaluation.weights, evaluation.statistic.confidence);
    for (const StatisticColumn& column : statistic_columns()) {
        row.push_back(column.value(evaluation.statistic, measures));
    }
    for (const EvaluationColumn& column : forecast_and_suitability()) {
        row.push_back(column.value(evaluation));
    }
    row.push_back(cell_or_nothing(area.holm));
    row.push_back(cell_or_nothing(area.benjamini_hochberg));
    const std::vector<std::string> warnings = warnings_of(area);
    row.emplace_back(warnings.empty() ? ResultCell()
                                      : ResultCell(fmt::format("{}", fmt::join(warnings, " "))));
    row.emplace_back();
    return row;
}

/// Of the sum, those columns that have a meaning for it.
std::vector<ResultCell> row_of(const wdd::BatchSum& sum, const std::vector<TableColumn>& columns) {
    const std::map<std::string, ResultCell> known{
        {"area", std::string("All together")},
        {"local_estimate", sum.local.estimate},
        {"local_se", sum.local.standard_error},
        {"displacement_estimate", sum.displacement.estimate},
        {"displacement_se", sum.displacement.standard_error},
        {"total_estimate", sum.total.total.estimate},
        {"total_se", sum.total.total.standard_error},
        {"z", cell_or_nothing(sum.total.z)},
        {"p_one_tailed", cell_or_nothing(sum.total.p_one_tailed)},
        {"ci_low", cell_or_nothing(sum.total.ci_low)},
        {"ci_high", cell_or_nothing(sum.total.ci_high)},
        {"evidence", std::string(wdd::evidence_name(sum.total.evidence))}};
    std::vector<ResultCell> row;
    row.reserve(columns.size());
    for (const TableColumn& column : columns) {
        const auto found = known.find(column.name);
        row.push_back(found == known.end() ? ResultCell() : found->second);
    }
    return row;
}

} // namespace

AreaTable area_table(const wdd::Batch& batch) {
    AreaTable table{columns(), {}};
    table.rows.reserve(batch.areas.size() + 1);
    for (const wdd::BatchArea& area : batch.areas) {
        table.rows.push_back(row_of(area, table.columns.size()));
    }
    table.rows.push_back(row_of(*batch.together, table.columns));
    return table;
}

std::string table_csv(const AreaTable& table) {
    std::vector<std::string> cells;
    cells.reserve(table.columns.size());
    for (const TableColumn& column : table.columns) {
        cells.push_back(column.name);
    }
    std::string csv = toolkit::csv_line(cells);
    for (const std::vector<ResultCell>& row : table.rows) {
        cells.clear();
        for (const ResultCell& cell : row) {
            cells.push_back(cell_text(cell));
        }
        csv += toolkit::csv_line(cells);
    }
    return csv;
}

} // namespace wdd_tool
