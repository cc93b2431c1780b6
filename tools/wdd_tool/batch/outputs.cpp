// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/outputs.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "toolkit/time/period_text.hpp"
#include "wdd_tool/result/fields.hpp"

namespace wdd_tool {

namespace {

/// The periods of the areas may differ: from the first day of all to the last.
std::string title_of_layer(const wdd::Batch& batch, const char* what) {
    std::size_t written = 0;
    std::optional<wdd::Period> whole;
    for (const wdd::BatchArea& area : batch.areas) {
        if (area.evaluation) {
            const wdd::Period& post = area.evaluation->periods->post;
            whole = whole ? wdd::Period{std::min(whole->start, post.start),
                                        std::max(whole->end, post.end)}
                          : post;
            ++written;
        }
    }
    return fmt::format("{} {} areas, {}", what, written,
                       toolkit::short_period(whole.value().start, whole.value().end));
}

} // namespace

BatchOutputs::BatchOutputs(const BatchTargets& targets, const BatchResult& result,
                           RecordedParameters parameters)
    : m_targets(targets), m_result(result), m_parameters(std::move(parameters)),
      m_table(area_table(result.batch)) {}

void BatchOutputs::finish() {
    if (m_targets.output) {
        finish_layer(*m_targets.output);
    }
    if (m_targets.comparison) {
        finish_comparison(*m_targets.comparison);
    }
    if (m_targets.table && !is_one_file()) {
        finish_table();
    }
    if (!m_targets.csv.empty()) {
        m_csv.emplace(m_targets.csv, table_csv(m_table), m_targets.overwrite);
        if (m_csv->is_stream()) {
            m_csv->publish();
        }
    }
}

void BatchOutputs::publish() {
    if (m_comparison) {
        m_comparison->publish();
    }
    if (m_layer) {
        m_layer->publish();
    }
    if (is_one_file()) {
        finish_table();
    }
    if (m_table_layer) {
        m_table_layer->publish();
    }
    if (m_csv && !m_csv->is_stream()) {
        m_csv->publish();
    }
}

/// The second layer of a new file can be added only once the file is there.
bool BatchOutputs::is_one_file() const {
    return m_targets.output && m_targets.table &&
           toolkit::is_same_file(m_targets.output->path, m_targets.table->path);
}

void BatchOutputs::finish_layer(const toolkit::FeatureTarget& target) {
    for (std::size_t i = 0; i < m_result.areas.size(); ++i) {
        const std::optional<wdd::Evaluation>& evaluation = m_result.batch.areas[i].evaluation;
        if (!evaluation) {
            continue;
        }
        const StudyAreas& areas = *m_result.areas[i].areas;
        if (!m_layer) {
            m_layer.emplace(target, areas.output_crs, m_parameters, areas.name);
        }
        m_layer->call(areas.name);
        m_layer->write(*evaluation, {*m_result.zones[i], areas.crs, areas.output_crs});
    }
    m_layer->describe(
        described(title_of_layer(m_result.batch, "WDD of"), "wdd batch", m_parameters));
    m_layer->finish();
}

/// An area may be compared with several response areas: it has a row for each.
void BatchOutputs::finish_comparison(const toolkit::FeatureTarget& target) {
    for (std::size_t i = 0; i < m_result.areas.size(); ++i) {
        const std::optional<wdd::Evaluation>& evaluation = m_result.batch.areas[i].evaluation;
        if (!evaluation) {
            continue;
        }
        const StudyAreas& areas = *m_result.areas[i].areas;
        if (!m_comparison) {
            m_comparison.emplace(target, areas.crs, areas.output_crs, m_parameters,
                                 ComparisonLayer::Responses::several);
        }
        m_comparison->write(*evaluation, areas.name);
    }
    m_comparison->describe(described(title_of_layer(m_result.batch, "Comparison areas for"),
                                     "wdd batch", m_parameters));
    m_comparison->finish();
}

void BatchOutputs::finish_table() {
    m_table_layer.emplace(*m_targets.table, m_table, m_result);
    m_table_layer->finish();
}

} // namespace wdd_tool
