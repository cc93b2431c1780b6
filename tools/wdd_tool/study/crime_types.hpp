// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "toolkit/command/option_list.hpp"
#include "wdd/crime_types.hpp"
#include "wdd_tool/study/options.hpp"

namespace wdd_tool {

/// The options --type-field and --weights.
void declare_types(toolkit::OptionList& options, StudyOptions& study, std::string& weights);

/// Throws UsageError.
void check_types(const StudyOptions& study, const std::string& weights);

/// What an incident of a type counts, as a table has it. Types are compared in lower case.
class WeightTable {
  public:
    /// A CSV with the columns type and weight; an empty path gives no weights. Throws DataError
    /// that names file, row and column.
    explicit WeightTable(const std::string& path);

    bool is_given() const { return !m_path.empty(); }

    /// By the number of the type. Throws DataError if it has a weight for none of them.
    TypeWeights of(const std::vector<std::string>& types) const;

  private:
    std::string m_path;
    std::map<std::string, double> m_weights;
};

/// The test for each type that has an incident in a zone and period, by name, and their weighted
/// sum.
wdd::TypesFinding evaluate_types(const CountedStudies& studies, std::size_t study,
                                 const wdd::Evaluation& evaluation, const WeightTable& weights);

} // namespace wdd_tool
