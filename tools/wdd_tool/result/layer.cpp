// SPDX-License-Identifier: MIT
#include "wdd_tool/result/layer.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <ogr_feature.h>

#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/measures.hpp"
#include "wdd/message.hpp"
#include "wdd_tool/styles/result_style.hpp"

namespace wdd_tool {

namespace {

/// The name of the response area, the fields of the ArcGIS tool in its order, then ours.
constexpr std::array result_fields{
    FieldSpec{"NAME", OFTString},        FieldSpec{"AREATYPE", OFTString},
    FieldSpec{"PREV_CNT", OFTInteger64}, FieldSpec{"RESP_CNT", OFTInteger64},
    FieldSpec{"DIFF_CNT", OFTInteger64}, FieldSpec{"PERC", OFTReal},
    FieldSpec{"SEWDD", OFTReal},         FieldSpec{"ZWDD", OFTReal},
    FieldSpec{"ONETPV", OFTReal},        FieldSpec{"CONFITVLLO", OFTReal},
    FieldSpec{"CONFITVLHI", OFTReal},    FieldSpec{"RESPSTART", OFTDate},
    FieldSpec{"RESPEND", OFTDate},       FieldSpec{"PREVSTART", OFTDate},
    FieldSpec{"PREVEND", OFTDate},       FieldSpec{"WDD", OFTReal},
    FieldSpec{"EVIDENCE", OFTString},    FieldSpec{"EXPECTED", OFTReal},
    FieldSpec{"RECORDED", OFTInteger64}, FieldSpec{"PCT", OFTReal},
    FieldSpec{"PCT_LO", OFTReal},        FieldSpec{"PCT_HI", OFTReal},
    FieldSpec{"P_HONEST", OFTReal},      FieldSpec{"EVID_HONEST", OFTString},
    FieldSpec{"SUITABLE", OFTString},    FieldSpec{"AREA_DIFF", OFTReal},
    FieldSpec{"COUNT_DIFF", OFTReal},    FieldSpec{"CORR", OFTReal},
    FieldSpec{"SUMMARY", OFTString},     FieldSpec{"WARNINGS", OFTString},
    FieldSpec{"PCT_EXP", OFTReal},       FieldSpec{"RATE_RATIO", OFTReal},
    FieldSpec{"RR_LO", OFTReal},         FieldSpec{"RR_HI", OFTReal},
    FieldSpec{"P_EXACT", OFTReal},       FieldSpec{"P_MID", OFTReal},
    FieldSpec{"PROB_RED", OFTReal},      FieldSpec{"GROSS_EFF", OFTReal},
    FieldSpec{"NET_EFF", OFTReal},       FieldSpec{"WDQ", OFTReal},
    FieldSpec{"TOTAL_NET", OFTReal}};

constexpr std::array area_types{"Response Area", "Control Area", "Response Displacement Area",
                                "Control Displacement Area"};

wdd::BeforeAfter counts_of(const wdd::Counts& counts, wdd::Zone zone) {
    switch (zone) {
    case wdd::Zone::treated:
        return counts.treated;
    case wdd::Zone::control:
        return counts.control;
    case wdd::Zone::treated_displacement:
        return counts.treated_displacement;
    case wdd::Zone::control_displacement:
        return counts.control_displacement;
    }
    return {};
}

constexpr double percent = 100;

void set_forecast(OGRFeature& feature, const wdd::Forecast& forecast) {
    const auto change = [](double ratio) { return percent * (ratio - 1); };
    feature.SetField("EXPECTED", forecast.expected);
    feature.SetField("RECORDED", static_cast<GIntBig>(forecast.recorded));
    feature.SetField("PCT", change(forecast.ratio));
    feature.SetField("PCT_LO", change(forecast.ratio_low));
    feature.SetField("PCT_HI", change(forecast.ratio_high));
    feature.SetField("P_HONEST", forecast.p_reduction);
    feature.SetField("EVID_HONEST", std::string(wdd::evidence_name(forecast.evidence)).c_str());
}

/// The forecast of a zone: of the response area or the ring around it.
const wdd::Forecast* forecast_of(const wdd::Evaluation& evaluation, wdd::Zone zone) {
    if (!evaluation.forecast || !evaluation.forecast->verdict) {
        return nullptr;
    }
    const wdd::ForecastVerdict& verdict = *evaluation.forecast->verdict;
    if (zone == wdd::Zone::treated) {
        return &verdict.area.forecast;
    }
    return zone == wdd::Zone::treated_displacement && verdict.around ? &verdict.around->forecast
                                                                     : nullptr;
}

/// Of all that the response may have changed.
const wdd::Forecast* forecast_of_all(const wdd::Evaluation& evaluation) {
    const wdd::Forecast* area = forecast_of(evaluation, wdd::Zone::treated);
    return area != nullptr && evaluation.forecast->verdict->together
               ? &evaluation.forecast->verdict->together->forecast
               : area;
}

void set_suitability(OGRFeature& feature, const std::optional<wdd::Suitability>& suitability) {
    if (!suitability) {
        feature.SetField("SUITABLE", "not tested");
        return;
    }
    feature.SetField("SUITABLE", suitability->suitable() ? "yes" : "no");
    set_number(feature, "AREA_DIFF", suitability->area_difference.actual);
    set_number(feature, "COUNT_DIFF", suitability->count_difference.actual);
    set_number(feature, "CORR", suitability->correlation.actual);
}

/// Other ways to say what the counts show: those of `wdd counts`, the share in percent.
void set_measures(OGRFeature& feature, const wdd::Measures& measures) {
    if (measures.share_of_expected) {
        feature.SetField("PCT_EXP", percent * *measures.share_of_expected);
    }
    if (measures.rate_ratio) {
        feature.SetField("RATE_RATIO", measures.rate_ratio->ratio);
        feature.SetField("RR_LO", measures.rate_ratio->low);
        feature.SetField("RR_HI", measures.rate_ratio->high);
    }
    if (measures.exact) {
        feature.SetField("P_EXACT", measures.exact->p);
        feature.SetField("P_MID", measures.exact->p_mid);
    }
    set_number(feature, "PROB_RED", measures.probability_of_reduction);
    feature.SetField("GROSS_EFF", measures.quotients.gross_effect);
    set_number(feature, "NET_EFF", measures.quotients.net_effect);
    set_number(feature, "WDQ", measures.quotients.quotient);
    set_number(feature, "TOTAL_NET", measures.quotients.total_net_effect);
}

/// A line each; null where there are none.
void set_warnings(OGRFeature& feature, const std::vector<std::string>& warnings) {
    if (!warnings.empty()) {
        feature.SetField("WARNINGS", fmt::format("{}", fmt::join(warnings, "\n")).c_str());
    }
}

} // namespace

ResultLayer::ResultLayer(const toolkit::FeatureTarget& target, const toolkit::Crs& crs,
                         const RecordedParameters& parameters, std::string name)
    : m_parameters(parameters), m_name(std::move(name)),
      m_writer(result_writer(target, crs, result_fields, parameters)) {}

void ResultLayer::write(const wdd::Evaluation& evaluation, const ResultGeometry& geometry) {
    for (const wdd::Zone zone : wdd::all_zones) {
        write_zone(evaluation, geometry, zone);
    }
    write_results(evaluation, geometry);
    const auto& style = toolkit::styles::result;
    const std::string qml = with_hidden_parameters(style.qml, m_parameters);
    m_writer->set_style({.name = style.name, .qml = qml});
}

toolkit::FeaturePointer ResultLayer::new_feature(const std::string& area_type,
                                                 toolkit::GeometryPointer geometry) {
    toolkit::FeaturePointer feature = m_writer->new_feature();
    feature->SetField("NAME", m_name.c_str());
    feature->SetField("AREATYPE", area_type.c_str());
    set_parameters(*feature, m_parameters);
    feature->SetGeometryDirectly(geometry.release());
    return feature;
}

void ResultLayer::write_zone(const wdd::Evaluation& evaluation, const ResultGeometry& geometry,
                             wdd::Zone zone) {
    const auto& polygon = geometry.zones.polygons[zone];
    if (!polygon && m_writer->needs_geometry()) {
        return;
    }
    const toolkit::FeaturePointer feature =
        new_feature(area_types.at(static_cast<std::size_t>(zone)),
                    polygon ? ogr_geometry(*polygon, geometry.computed, geometry.output) : nullptr);
    const auto [pre, post] = counts_of(evaluation.counts, zone);
    feature->SetField("PREV_CNT", static_cast<GIntBig>(pre));
    feature->SetField("RESP_CNT", static_cast<GIntBig>(post));
    feature->SetField("DIFF_CNT", static_cast<GIntBig>(post - pre));
    if (pre > 0) {
        // With unequal periods the counts are as they are; the percentage compares them per day.
        const wdd::TimeWeights& time = evaluation.weights.time;
        const double before = pre * (time.post / time.pre);
        feature->SetField("PERC", percent * (post - before) / before);
    }
    if (const wdd::Forecast* forecast = forecast_of(evaluation, zone)) {
        set_forecast(*feature, *forecast);
    }
    m_writer->write(*feature);
}

void ResultLayer::write_results(const wdd::Evaluation& evaluation, const ResultGeometry& geometry) {
    const toolkit::FeaturePointer feature =
        new_feature("Weighted Displacement Difference Results",
                    ogr_geometry(geometry.zones.study_area, geometry.computed, geometry.output));
    const wdd::Statistic& statistic = evaluation.statistic;
    set_number(*feature, "SEWDD", statistic.total.standard_error);
    set_number(*feature, "ZWDD", statistic.z);
    set_number(*feature, "ONETPV", statistic.p_one_tailed);
    set_number(*feature, "CONFITVLLO", statistic.ci_low);
    set_number(*feature, "CONFITVLHI", statistic.ci_high);
    set_number(*feature, "WDD", statistic.total.estimate);
    feature->SetField("EVIDENCE",
                      std::string(wdd::evidence_name(statistic.z, statistic.evidence)).c_str());
    if (const wdd::Forecast* forecast = forecast_of_all(evaluation)) {
        set_forecast(*feature, *forecast);
    }
    set_suitability(*feature, evaluation.suitability);
    feature->SetField("SUMMARY", wdd::summary(evaluation).c_str());
    set_warnings(*feature, wdd::recorded_warnings(evaluation));
    set_measures(*feature,
                 wdd::measures(evaluation.counts, evaluation.weights, statistic.confidence));
    set_date(*feature, "RESPSTART", evaluation.periods->post.start);
    set_date(*feature, "RESPEND", evaluation.periods->post.end);
    set_date(*feature, "PREVSTART", evaluation.periods->pre.start);
    set_date(*feature, "PREVEND", evaluation.periods->pre.end);
    m_writer->write(*feature);
}

} // namespace wdd_tool
