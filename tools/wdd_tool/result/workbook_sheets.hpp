// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "wdd/evaluation.hpp"
#include "wdd_tool/result/fields.hpp"
#include "wdd_tool/result/spreadsheet.hpp"

namespace wdd_tool {

/// From the first column on, in bold.
void write_headings(Spreadsheet::Sheet& sheet, std::uint32_t row,
                    std::initializer_list<const char*> headings);

/// The months of an evaluation from a row and column on, one per row: from, to, the counts of both
/// areas, and the period that it belongs to. Returns the first row that is free.
std::uint32_t write_month_rows(Spreadsheet::Sheet& sheet, Cell at,
                               const wdd::Evaluation& evaluation);

/// The sheet Parameters.
void add_parameters(Spreadsheet& book, const RecordedParameters& parameters);

/// As formulas and sums want them: the estimates of a study are incidents over its treatment
/// period, those of counts alone are per unit of the weights.
wdd::TimeWeights time_weights_of(const wdd::Evaluation& evaluation);

/// The cells that a test is made from, by their names: "B15".
struct TestCells {
    std::string estimate;
    std::string error;
    std::string z;
    std::string confidence;
};

/// Empty texts where the error is 0.
std::string z_formula(const TestCells& cells);
std::string p_formula(const TestCells& cells);
std::string low_formula(const TestCells& cells);
std::string high_formula(const TestCells& cells);
std::string evidence_formula(const TestCells& cells);

} // namespace wdd_tool
