// SPDX-License-Identifier: MIT
#include "wdd_tool/result/comparison_layer.hpp"

#include <array>
#include <utility>
#include <vector>

#include <ogr_feature.h>

#include "toolkit/layers/polygon_reader.hpp"
#include "wdd_tool/styles/comparison_style.hpp"

namespace wdd_tool {

namespace {

constexpr std::array comparison_fields{
    FieldSpec{"ROLE", OFTString},        FieldSpec{"NAME", OFTString},
    FieldSpec{"PREV_CNT", OFTInteger64}, FieldSpec{"RECORDED", OFTInteger64},
    FieldSpec{"HISTORY", OFTReal},       FieldSpec{"EXPECTED", OFTReal},
    FieldSpec{"PCT", OFTReal},           FieldSpec{"RESIDUAL", OFTReal},
    FieldSpec{"RANK", OFTInteger64},     FieldSpec{"RESPSTART", OFTDate},
    FieldSpec{"RESPEND", OFTDate}};

constexpr FieldSpec response_field{"FOR", OFTString};

std::vector<FieldSpec> fields(ComparisonLayer::Responses responses) {
    std::vector<FieldSpec> all(comparison_fields.begin(), comparison_fields.end());
    if (responses == ComparisonLayer::Responses::several) {
        all.insert(all.begin(), response_field);
    }
    return all;
}

/// 1 is the lowest of all residuals, the response area's included.
std::int64_t rank_of(double residual, const wdd::ResidualRank& rank) {
    std::int64_t place = rank.residual < residual ? 2 : 1;
    for (const double other : rank.residuals) {
        place += other < residual ? 1 : 0;
    }
    return place;
}

} // namespace

struct ComparisonLayer::Row {
    const char* role;
    std::string name;
    const wdd::Area& area;
    const wdd::AreaCounts& counts;
    std::optional<double> expected;
    std::optional<double> residual;
    std::optional<std::int64_t> rank;
};

ComparisonLayer::ComparisonLayer(const toolkit::FeatureTarget& target, toolkit::Crs computed,
                                 const toolkit::Crs& output, const RecordedParameters& parameters,
                                 Responses responses)
    : m_responses(responses), m_computed(std::move(computed)), m_output(output),
      m_parameters(parameters),
      m_writer(result_writer(target, output, fields(responses), parameters)) {}

void ComparisonLayer::write(const wdd::Evaluation& evaluation, const std::string& name) {
    const wdd::ForecastFinding& finding = *evaluation.forecast;
    for (std::size_t i = 0; i < finding.areas.size(); ++i) {
        const wdd::ComparisonArea& area = finding.areas[i];
        Row row{"comparison", area.name, area.area, area.counts.area, {}, {}, {}};
        if (finding.rank) {
            row.expected = finding.rank->expectations.at(i);
            row.residual = finding.rank->residuals.at(i);
            row.rank = rank_of(*row.residual, *finding.rank);
        }
        write_row(row, *evaluation.periods, name);
    }
    Row row{
        "response", "response area", finding.response_area.value(), finding.response.area, {}, {},
        {}};
    if (finding.rank) {
        row.expected = finding.rank->expected;
        row.residual = finding.rank->residual;
        row.rank = rank_of(finding.rank->residual, *finding.rank);
    }
    write_row(row, *evaluation.periods, name);
    const auto& style = toolkit::styles::comparison;
    const std::string qml = with_hidden_parameters(style.qml, m_parameters);
    m_writer->set_style({.name = style.name, .qml = qml});
}

void ComparisonLayer::write_row(const Row& row, const wdd::StudyPeriods& periods,
                                const std::string& name) {
    constexpr double percent = 100;
    const toolkit::FeaturePointer feature = m_writer->new_feature();
    if (m_responses == Responses::several) {
        feature->SetField(response_field.name, name.c_str());
    }
    feature->SetField("ROLE", row.role);
    feature->SetField("NAME", row.name.c_str());
    feature->SetField("PREV_CNT", static_cast<GIntBig>(row.counts.pre));
    feature->SetField("RECORDED", static_cast<GIntBig>(row.counts.post));
    set_number(*feature, "HISTORY", row.counts.history);
    set_number(*feature, "EXPECTED", row.expected);
    set_number(*feature, "RESIDUAL", row.residual);
    if (row.expected) {
        feature->SetField("PCT", percent * (row.counts.post / *row.expected - 1));
        feature->SetField("RANK", static_cast<GIntBig>(row.rank.value()));
    }
    set_date(*feature, "RESPSTART", periods.post.start);
    set_date(*feature, "RESPEND", periods.post.end);
    set_parameters(*feature, m_parameters);
    feature->SetGeometryDirectly(toolkit::ogr_geometry(row.area, m_computed, m_output).release());
    m_writer->write(*feature);
}

} // namespace wdd_tool
