// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "toolkit/features/feature_sink.hpp"
#include "wdd/evaluation.hpp"
#include "wdd/ring_geometry.hpp"
#include "wdd_tool/result/fields.hpp"

namespace wdd_tool {

/// The zones as they are drawn, and in which systems.
struct ResultGeometry {
    wdd::ZoneGeometry zones;
    toolkit::Crs computed;
    toolkit::Crs output;
};

/// Writes the five features of the result, styled. The caller finishes and publishes.
class ResultLayer {
  public:
    /// `name`: of the response area, in each feature.
    ResultLayer(const toolkit::FeatureTarget& target, const toolkit::Crs& crs,
                const RecordedParameters& parameters, std::string name);

    void write(const wdd::Evaluation& evaluation, const ResultGeometry& geometry);

    /// What is written from now on is of another response area.
    void call(std::string name) { m_name = std::move(name); }

    void describe(const toolkit::LayerDescription& description) { m_writer->describe(description); }

    void finish() { m_writer->finish(); }

    void publish() { m_writer->publish(); }

  private:
    toolkit::FeaturePointer new_feature(const std::string& area_type,
                                        toolkit::GeometryPointer geometry);
    void write_zone(const wdd::Evaluation& evaluation, const ResultGeometry& geometry,
                    wdd::Zone zone);
    void write_results(const wdd::Evaluation& evaluation, const ResultGeometry& geometry);

    RecordedParameters m_parameters;
    std::string m_name;
    std::unique_ptr<toolkit::FeatureSink> m_writer;
};

} // namespace wdd_tool
