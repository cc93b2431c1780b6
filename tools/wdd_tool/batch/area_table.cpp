// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/area_table.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/text/csv_text.hpp"
#include "toolkit/text/name_list.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "wdd/message.hpp"

namespace wdd_tool {

namespace {

constexpr double hundred = 100;

const std::string all_types = "all";
const std::string weighted_types = "weighted";
const std::string no_type = "(no type)";

std::int64_t whole(double count) {
    return static_cast<std::int64_t>(count);
}

/// A column of one of the eight counts.
struct CountColumn {
    const char* name = nullptr;
    double (*value)(const wdd::Counts& counts) = nullptr;
};

constexpr std::array<CountColumn, 8> count_columns{
    {{"treated_pre", [](const wdd::Counts& c) { return c.treated.pre; }},
     {"treated_post", [](const wdd::Counts& c) { return c.treated.post; }},
     {"control_pre", [](const wdd::Counts& c) { return c.control.pre; }},
     {"control_post", [](const wdd::Counts& c) { return c.control.post; }},
     {"treated_displacement_pre", [](const wdd::Counts& c) { return c.treated_displacement.pre; }},
     {"treated_displacement_post",
      [](const wdd::Counts& c) { return c.treated_displacement.post; }},
     {"control_displacement_pre", [](const wdd::Counts& c) { return c.control_displacement.pre; }},
     {"control_displacement_post",
      [](const wdd::Counts& c) { return c.control_displacement.post; }}}};

/// A column of what was evaluated, and its value.
struct EvaluationColumn {
    TableColumn column;
    ResultCell (*value)(const wdd::Evaluation& evaluation);
};

const std::vector<EvaluationColumn>& period_columns() {
    using wdd::Evaluation;
    static const std::vector<EvaluationColumn> columns{
        {{"start", ColumnKind::date},
         [](const Evaluation& e) { return ResultCell(e.periods->post.start); }},
        {{"end", ColumnKind::date},
         [](const Evaluation& e) { return ResultCell(e.periods->post.end); }},
        {{"pre_start", ColumnKind::date},
         [](const Evaluation& e) { return ResultCell(e.periods->pre.start); }},
        {{"pre_end", ColumnKind::date},
         [](const Evaluation& e) { return ResultCell(e.periods->pre.end); }}};
    return columns;
}

const std::vector<EvaluationColumn>& weight_columns() {
    using wdd::Evaluation;
    static const std::vector<EvaluationColumn> columns{
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

ResultCell of_suitability(const wdd::Evaluation& evaluation,
                          wdd::SuitabilityCheck wdd::Suitability::*check) {
    return evaluation.suitability ? cell_or_nothing(((*evaluation.suitability).*check).actual)
                                  : ResultCell();
}

/// A column of a forecast, and its value.
struct ForecastColumn {
    TableColumn column;
    ResultCell (*value)(const wdd::Forecast& forecast);
};

const std::vector<ForecastColumn>& forecast_columns() {
    using wdd::Forecast;
    static const std::vector<ForecastColumn> columns{
        {{"forecast_expected"}, [](const Forecast& f) { return ResultCell(f.expected); }},
        {{"forecast_recorded", ColumnKind::whole},
         [](const Forecast& f) { return ResultCell(whole(f.recorded)); }},
        {{"forecast_percent"},
         [](const Forecast& f) { return ResultCell(hundred * (f.ratio - 1)); }},
        {{"forecast_percent_low"},
         [](const Forecast& f) { return ResultCell(hundred * (f.ratio_low - 1)); }},
        {{"forecast_percent_high"},
         [](const Forecast& f) { return ResultCell(hundred * (f.ratio_high - 1)); }},
        {{"forecast_p"}, [](const Forecast& f) { return ResultCell(f.p_reduction); }},
        {{"forecast_evidence", ColumnKind::text}, [](const Forecast& f) {
             return ResultCell(std::string(wdd::evidence_name(f.evidence)));
         }}};
    return columns;
}

const std::vector<EvaluationColumn>& suitability_columns() {
    using wdd::Evaluation;
    static const std::vector<EvaluationColumn> columns{
        {{"suitable", ColumnKind::text},
         [](const Evaluation& e) { return ResultCell(passed_text(e)); }},
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

/// With types there are a row for each type of each area, and columns that tell them apart.
std::vector<TableColumn> columns(bool by_type) {
    std::vector<TableColumn> all{{"area", ColumnKind::text}};
    if (by_type) {
        all.push_back({"type", ColumnKind::text});
        all.push_back({"weight"});
    }
    for (const EvaluationColumn& column : period_columns()) {
        all.push_back(column.column);
    }
    for (const CountColumn& column : count_columns) {
        all.push_back({column.name, ColumnKind::whole});
    }
    for (const EvaluationColumn& column : weight_columns()) {
        all.push_back(column.column);
    }
    for (const StatisticColumn& column : statistic_columns()) {
        all.push_back({column.name, column.is_text ? ColumnKind::text : ColumnKind::number});
    }
    for (const ForecastColumn& column : forecast_columns()) {
        all.push_back(column.column);
    }
    for (const EvaluationColumn& column : suitability_columns()) {
        all.push_back(column.column);
    }
    for (const char* name : last_columns) {
        all.push_back({name});
    }
    all.push_back({"summary", ColumnKind::text});
    all.push_back({"warnings", ColumnKind::text});
    all.push_back({"not_evaluated", ColumnKind::text});
    return all;
}

using Cells = std::map<std::string, ResultCell>; ///< by the name of the column

void add_tests(Cells& cells, const wdd::Evaluation& evaluation) {
    for (const auto* columns : {&period_columns(), &weight_columns()}) {
        for (const EvaluationColumn& column : *columns) {
            cells[column.column.name] = column.value(evaluation);
        }
    }
    for (const CountColumn& column : count_columns) {
        cells[column.name] = whole(column.value(evaluation.counts));
    }
    const wdd::Measures measures =
        wdd::measures(evaluation.counts, evaluation.weights, evaluation.statistic.confidence);
    for (const StatisticColumn& column : statistic_columns()) {
        cells[column.name] = column.value(evaluation.statistic, measures);
    }
}

void add_forecast(Cells& cells, const wdd::Forecast& forecast) {
    for (const ForecastColumn& column : forecast_columns()) {
        cells[column.column.name] = column.value(forecast);
    }
}

void add_adjusted(Cells& cells, const std::optional<double>& holm,
                  const std::optional<double>& benjamini_hochberg) {
    cells["p_holm"] = cell_or_nothing(holm);
    cells["q_benjamini_hochberg"] = cell_or_nothing(benjamini_hochberg);
}

void add_sum(Cells& cells, const wdd::Combined& sum) {
    cells["total_estimate"] = sum.total.estimate;
    cells["total_se"] = sum.total.standard_error;
    cells["z"] = cell_or_nothing(sum.z);
    cells["p_one_tailed"] = cell_or_nothing(sum.p_one_tailed);
    cells["ci_low"] = cell_or_nothing(sum.ci_low);
    cells["ci_high"] = cell_or_nothing(sum.ci_high);
    cells["evidence"] = std::string(wdd::evidence_name(sum.z, sum.evidence));
}

Cells cells_of(const wdd::BatchArea& area) {
    Cells cells{{"area", area.name}, {"type", all_types}};
    if (!area.evaluation) {
        cells["not_evaluated"] = toolkit::in_users_words(area.fault);
        return cells;
    }
    add_tests(cells, *area.evaluation);
    if (area.evaluation->forecast && area.evaluation->forecast->verdict) {
        add_forecast(cells, area.evaluation->forecast->verdict->area.forecast);
    }
    for (const EvaluationColumn& column : suitability_columns()) {
        cells[column.column.name] = column.value(*area.evaluation);
    }
    add_adjusted(cells, area.holm, area.benjamini_hochberg);
    cells["summary"] = wdd::summary(*area.evaluation);
    std::vector<std::string> warnings = wdd::recorded_warnings(*area.evaluation);
    warnings.insert(warnings.end(), area.warnings.begin(), area.warnings.end());
    if (!warnings.empty()) {
        cells["warnings"] = toolkit::in_users_words(fmt::format("{}", fmt::join(warnings, " ")));
    }
    return cells;
}

Cells cells_of(const wdd::BatchArea& area, const wdd::TypeResult& type) {
    wdd::Evaluation evaluation;
    evaluation.periods = area.evaluation->periods;
    evaluation.weights = area.evaluation->weights;
    evaluation.counts = type.counts;
    evaluation.statistic = type.statistic;
    Cells cells{{"area", area.name},
                {"type", type.type.empty() ? no_type : type.type},
                {"weight", cell_or_nothing(type.weight)}};
    add_tests(cells, evaluation);
    add_adjusted(cells, type.holm, type.benjamini_hochberg);
    return cells;
}

/// With the values that all areas have of what cannot be added up.
void add_design(Cells& cells, const wdd::Batch& batch) {
    const wdd::CommonDesign common = wdd::common_design(batch);
    const auto add_period = [&cells](const char* start, const char* end,
                                     const std::optional<wdd::Period>& period) {
        cells[start] = period ? ResultCell(period->start) : ResultCell();
        cells[end] = period ? ResultCell(period->end) : ResultCell();
    };
    add_period("start", "end", common.post);
    add_period("pre_start", "pre_end", common.pre);
    cells["time_pre"] = cell_or_nothing(common.time_pre);
    cells["time_post"] = 1.0;
    constexpr std::array names{"area_treated", "area_control", "area_treated_displacement",
                               "area_control_displacement"};
    for (std::size_t zone = 0; zone < names.size(); ++zone) {
        cells[names.at(zone)] = cell_or_nothing(common.area.at(zone));
    }
}

void add_suitability(Cells& cells, const wdd::SuitabilityOfAll& all) {
    cells["suitable"] = passed_text(all);
    cells["area_difference"] = cell_or_nothing(all.area_difference);
    cells["count_difference"] = cell_or_nothing(all.count_difference);
    cells["correlation"] = cell_or_nothing(all.correlation);
}

Cells cells_of(const wdd::Batch& batch, const wdd::BatchSum& sum, const std::string& type) {
    Cells cells{{"area", std::string("All together")}, {"type", type}};
    add_design(cells, batch);
    if (sum.counts) {
        for (const CountColumn& column : count_columns) {
            cells[column.name] = whole(column.value(*sum.counts));
        }
    }
    add_sum(cells, sum.total);
    cells["share_of_expected"] = cell_or_nothing(wdd::share_of_expected(sum));
    cells["local_estimate"] = sum.local.estimate;
    cells["local_se"] = sum.local.standard_error;
    cells["displacement_estimate"] = sum.displacement.estimate;
    cells["displacement_se"] = sum.displacement.standard_error;
    return cells;
}

/// Which areas the sum lacks.
std::string left_out_of_the_sum(const wdd::Batch& batch) {
    const std::vector<std::string> names = wdd::left_out(batch);
    return names.empty()
               ? ""
               : fmt::format("{} of {} areas could not be evaluated and {} not in this row: {}.",
                             names.size(), batch.areas.size(), names.size() == 1 ? "is" : "are",
                             toolkit::name_list(names));
}

/// Of an area: all its incidents, each type, and all by their weights.
std::vector<Cells> all_cells_of(const wdd::BatchArea& area) {
    std::vector<Cells> all{cells_of(area)};
    if (area.types) {
        for (const wdd::TypeResult& type : area.types->types) {
            all.push_back(cells_of(area, type));
        }
        if (area.types->weighted) {
            Cells cells{{"area", area.name}, {"type", weighted_types}};
            add_sum(cells, *area.types->weighted);
            all.push_back(std::move(cells));
        }
    }
    return all;
}

} // namespace

std::string passed_text(const wdd::Evaluation& evaluation) {
    if (!evaluation.suitability) {
        return "not tested";
    }
    return evaluation.suitability->suitable() ? "yes" : "no";
}

std::string passed_text(const wdd::SuitabilityOfAll& all) {
    return all.tested == 0 ? "not tested" : fmt::format("{} of {}", all.passed, all.tested);
}

AreaTable area_table(const wdd::Batch& batch) {
    AreaTable table{columns(!batch.types.empty()), {}, {}};
    const auto add = [&table](const Cells& cells, std::optional<std::size_t> area) {
        std::vector<ResultCell> row;
        row.reserve(table.columns.size());
        for (const TableColumn& column : table.columns) {
            const auto found = cells.find(column.name);
            row.push_back(found == cells.end() ? ResultCell() : found->second);
        }
        table.rows.push_back(std::move(row));
        table.areas.push_back(area);
    };
    for (std::size_t i = 0; i < batch.areas.size(); ++i) {
        for (const Cells& cells : all_cells_of(batch.areas[i])) {
            add(cells, i);
        }
    }
    for (const wdd::BatchTypeSum& type : batch.types) {
        add(cells_of(batch, type.sum, type.type.empty() ? no_type : type.type), std::nullopt);
    }
    if (batch.weighted) {
        add(cells_of(batch, *batch.weighted, weighted_types), std::nullopt);
    }
    Cells together = cells_of(batch, *batch.together, all_types);
    add_suitability(together, wdd::suitability_of_all(batch));
    together["summary"] = wdd::summary(batch);
    if (const std::string warning = left_out_of_the_sum(batch); !warning.empty()) {
        together["warnings"] = warning;
    }
    if (batch.forecast && batch.forecast->sum) {
        add_forecast(together, *batch.forecast->sum);
    }
    add(together, std::nullopt);
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
