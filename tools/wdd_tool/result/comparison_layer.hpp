// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "toolkit/features/feature_sink.hpp"
#include "toolkit/layers/crs.hpp"
#include "wdd/evaluation.hpp"
#include "wdd_tool/result/fields.hpp"

namespace wdd_tool {

/// Writes the comparison areas and the response area, styled: what each recorded, what was to be
/// expected there, and the residual by which they are ranked. Without a rank (too few areas) those
/// two stay null. The caller finishes and publishes.
class ComparisonLayer {
  public:
    /// Of several response areas each row tells for which it was compared: in the field FOR.
    enum class Responses : bool { one, several };

    /// `computed` is the CRS of the areas in the finding.
    ComparisonLayer(const toolkit::FeatureTarget& target, toolkit::Crs computed,
                    const toolkit::Crs& output, const RecordedParameters& parameters,
                    Responses responses = Responses::one);

    /// The evaluation has a forecast. `name` is that of the response area, where there are several.
    void write(const wdd::Evaluation& evaluation, const std::string& name = "");

    void describe(const toolkit::LayerDescription& description) { m_writer->describe(description); }

    void finish() { m_writer->finish(); }

    void publish() { m_writer->publish(); }

  private:
    struct Row;

    void write_row(const Row& row, const wdd::StudyPeriods& periods, const std::string& name);

    Responses m_responses;
    toolkit::Crs m_computed;
    toolkit::Crs m_output;
    RecordedParameters m_parameters;
    std::unique_ptr<toolkit::FeatureSink> m_writer;
};

} // namespace wdd_tool
