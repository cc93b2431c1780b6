// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "toolkit/features/feature_target.hpp"
#include "toolkit/files/output_file.hpp"
#include "wdd_tool/batch/area_table.hpp"
#include "wdd_tool/batch/evaluations.hpp"
#include "wdd_tool/batch/table_layer.hpp"
#include "wdd_tool/result/comparison_layer.hpp"
#include "wdd_tool/result/layer.hpp"

namespace wdd_tool {

/// Where the layers of a batch and its table go.
struct BatchTargets {
    std::optional<toolkit::FeatureTarget> output = {};
    std::optional<toolkit::FeatureTarget> comparison = {}; ///< the forecasts' comparison areas
    std::optional<toolkit::FeatureClassTarget> table = {}; ///< none for a CSV
    std::string csv = {};                                  ///< empty: none
    bool overwrite = false;
};

/// Writes them all before anything is published, and then publishes one after the other.
class BatchOutputs {
  public:
    BatchOutputs(const BatchTargets& targets, const BatchResult& result,
                 RecordedParameters parameters);

    void finish();
    void publish();

  private:
    bool is_one_file() const;
    void finish_layer(const toolkit::FeatureTarget& target);
    void finish_table();
    void finish_comparison(const toolkit::FeatureTarget& target);

    const BatchTargets& m_targets;
    const BatchResult& m_result;
    RecordedParameters m_parameters;
    AreaTable m_table;
    std::optional<ResultLayer> m_layer;
    std::optional<ComparisonLayer> m_comparison;
    std::optional<TableLayer> m_table_layer;
    std::optional<toolkit::OutputFile> m_csv;
};

} // namespace wdd_tool
