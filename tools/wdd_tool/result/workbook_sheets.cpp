// SPDX-License-Identifier: MIT
#include "wdd_tool/result/workbook_sheets.hpp"

#include <fmt/format.h>

namespace wdd_tool {

using Sheet = Spreadsheet::Sheet;

void write_headings(Sheet& sheet, std::uint32_t row, std::initializer_list<const char*> headings) {
    std::uint16_t column = 0;
    for (const char* heading : headings) {
        sheet.text({row, column++}, heading, Look::heading);
    }
}

std::uint32_t write_month_rows(Sheet& sheet, Cell at, const wdd::Evaluation& evaluation) {
    const auto column = [&at](int offset) {
        return static_cast<std::uint16_t>(at.column + offset);
    };
    for (const wdd::MonthCounts& month : evaluation.months) {
        const auto is_in = [&month](const wdd::Period& period) {
            return period.start <= month.month.start && month.month.end <= period.end;
        };
        sheet.date({at.row, column(0)}, month.month.start);
        sheet.date({at.row, column(1)}, month.month.end);
        sheet.number({at.row, column(2)}, static_cast<double>(month.treated));
        sheet.number({at.row, column(3)}, static_cast<double>(month.control));
        sheet.text({at.row, column(4)}, is_in(evaluation.periods->pre)    ? "before"
                                        : is_in(evaluation.periods->post) ? "after"
                                                                          : "");
        ++at.row;
    }
    return at.row;
}

void add_parameters(Spreadsheet& book, const RecordedParameters& parameters) {
    Sheet sheet = book.add_sheet("Parameters");
    sheet.widths({24, 60});
    write_headings(sheet, 1, {"Option", "Value"});
    std::uint32_t row = 2;
    for (const toolkit::RecordedParameter& parameter : parameters) {
        sheet.text({row, 0}, parameter.name);
        if (const auto* number = std::get_if<double>(&parameter.value)) {
            sheet.number({row, 1}, *number);
        } else if (!std::holds_alternative<std::monostate>(parameter.value)) {
            sheet.text({row, 1}, toolkit::recorded_text(parameter.value));
        }
        ++row;
    }
}

wdd::TimeWeights time_weights_of(const wdd::Evaluation& evaluation) {
    const wdd::TimeWeights& time = evaluation.weights.time;
    return evaluation.periods ? wdd::TimeWeights{.pre = time.pre / time.post, .post = 1} : time;
}

std::string z_formula(const TestCells& cells) {
    return fmt::format("=IF({1}=0,\"\",{0}/{1})", cells.estimate, cells.error);
}

std::string p_formula(const TestCells& cells) {
    return fmt::format("=IF({1}=0,\"\",NORMSDIST({0}))", cells.z, cells.error);
}

std::string low_formula(const TestCells& cells) {
    return fmt::format("=IF({1}=0,\"\",{0}-NORMSINV(1-(1-{2})/2)*{1})", cells.estimate, cells.error,
                       cells.confidence);
}

std::string high_formula(const TestCells& cells) {
    return fmt::format("=IF({1}=0,\"\",{0}+NORMSINV(1-(1-{2})/2)*{1})", cells.estimate, cells.error,
                       cells.confidence);
}

std::string evidence_formula(const TestCells& cells) {
    return fmt::format(
        "=IF({1}=0,\"no test possible\",IF({0}<=-3.1,\"very strong\",IF({0}<=-2.3,\"strong\",IF({0}<=-1.6,\"moderate\",IF({0}<=-1.3,\"weak\",\"none\")))))",
        cells.z, cells.error);
}

} // namespace wdd_tool
