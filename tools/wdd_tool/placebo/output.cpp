// SPDX-License-Identifier: MIT
#include "wdd_tool/placebo/output.hpp"

#include <array>
#include <variant>

#include <ogr_feature.h>

#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/text/csv_text.hpp"
#include "wdd_tool/result/json.hpp"
#include "wdd_tool/styles/placebo_style.hpp"

namespace wdd_tool {

namespace {

using Json = nlohmann::ordered_json;
using Value =
    std::variant<std::monostate, std::string, std::int64_t, double, std::chrono::sys_days>;

struct PlaceboRow {
    const Placebo& placebo;
    wdd::PlaceboKind kind;
    const StudyAreas& areas;

    wdd::Box box() const { return (placebo.zone ? *placebo.zone : areas.response).box(); }
};

/// A column of the CSV and a field of the layer.
struct PlaceboColumn {
    const char* name;  ///< in the CSV, as `wdd counts --input` reads it
    const char* field; ///< in the layer, as that of `wdd test` has it
    OGRFieldType type;
    Value (*value)(const PlaceboRow&);
};

Value optional_number(const std::optional<double>& number) {
    return number ? Value(*number) : Value();
}

template<wdd::BeforeAfter wdd::Counts::*Zone, double wdd::BeforeAfter::*When>
Value count(const PlaceboRow& row) {
    return static_cast<std::int64_t>(row.placebo.counts.*Zone.*When);
}

template<wdd::Period wdd::StudyPeriods::*Which, std::chrono::sys_days wdd::Period::*End>
Value day(const PlaceboRow& row) {
    return row.placebo.periods.*Which.*End;
}

using wdd::BeforeAfter;
using wdd::Counts;
using wdd::Period;
using wdd::StudyPeriods;

constexpr std::array columns{
    PlaceboColumn{
        "kind", "KIND", OFTString,
        [](const PlaceboRow& row) { return Value(std::string(wdd::placebo_name(row.kind))); }},
    PlaceboColumn{
        "number", "NUMBER", OFTInteger64,
        [](const PlaceboRow& row) { return Value(static_cast<std::int64_t>(row.placebo.number)); }},
    PlaceboColumn{"name", "NAME", OFTString,
                  [](const PlaceboRow& row) {
                      return row.placebo.name.empty() ? Value() : Value(row.placebo.name);
                  }},
    PlaceboColumn{"apart", "APART", OFTInteger64,
                  [](const PlaceboRow& row) {
                      return Value(static_cast<std::int64_t>(row.placebo.apart ? 1 : 0));
                  }},
    PlaceboColumn{"respstart", "RESPSTART", OFTDate, day<&StudyPeriods::post, &Period::start>},
    PlaceboColumn{"respend", "RESPEND", OFTDate, day<&StudyPeriods::post, &Period::end>},
    PlaceboColumn{"prevstart", "PREVSTART", OFTDate, day<&StudyPeriods::pre, &Period::start>},
    PlaceboColumn{"prevend", "PREVEND", OFTDate, day<&StudyPeriods::pre, &Period::end>},
    PlaceboColumn{"treated_pre", "TREATED_PRE", OFTInteger64,
                  count<&Counts::treated, &BeforeAfter::pre>},
    PlaceboColumn{"treated_post", "TREATED_POST", OFTInteger64,
                  count<&Counts::treated, &BeforeAfter::post>},
    PlaceboColumn{"control_pre", "CONTROL_PRE", OFTInteger64,
                  count<&Counts::control, &BeforeAfter::pre>},
    PlaceboColumn{"control_post", "CONTROL_POST", OFTInteger64,
                  count<&Counts::control, &BeforeAfter::post>},
    PlaceboColumn{"treated_displacement_pre", "TREATED_DISPLACEMENT_PRE", OFTInteger64,
                  count<&Counts::treated_displacement, &BeforeAfter::pre>},
    PlaceboColumn{"treated_displacement_post", "TREATED_DISPLACEMENT_POST", OFTInteger64,
                  count<&Counts::treated_displacement, &BeforeAfter::post>},
    PlaceboColumn{"control_displacement_pre", "CONTROL_DISPLACEMENT_PRE", OFTInteger64,
                  count<&Counts::control_displacement, &BeforeAfter::pre>},
    PlaceboColumn{"control_displacement_post", "CONTROL_DISPLACEMENT_POST", OFTInteger64,
                  count<&Counts::control_displacement, &BeforeAfter::post>},
    PlaceboColumn{"time_pre", "TIME_PRE", OFTReal,
                  [](const PlaceboRow& row) { return Value(row.placebo.weights.time.pre); }},
    PlaceboColumn{"time_post", "TIME_POST", OFTReal,
                  [](const PlaceboRow& row) { return Value(row.placebo.weights.time.post); }},
    PlaceboColumn{
        "wdd", "WDD", OFTReal,
        [](const PlaceboRow& row) { return Value(row.placebo.statistic.total.estimate); }},
    PlaceboColumn{
        "sewdd", "SEWDD", OFTReal,
        [](const PlaceboRow& row) { return Value(row.placebo.statistic.total.standard_error); }},
    PlaceboColumn{"zwdd", "ZWDD", OFTReal,
                  [](const PlaceboRow& row) { return optional_number(row.placebo.statistic.z); }},
    PlaceboColumn{
        "onetpv", "ONETPV", OFTReal,
        [](const PlaceboRow& row) { return optional_number(row.placebo.statistic.p_one_tailed); }},
    PlaceboColumn{"centre_x", "CENTRE_X", OFTReal,
                  [](const PlaceboRow& row) {
                      const auto& motion = row.placebo.motion;
                      return Value(motion ? motion->to_x : (row.box().min_x + row.box().max_x) / 2);
                  }},
    PlaceboColumn{"centre_y", "CENTRE_Y", OFTReal,
                  [](const PlaceboRow& row) {
                      const auto& motion = row.placebo.motion;
                      return Value(motion ? motion->to_y : (row.box().min_y + row.box().max_y) / 2);
                  }},
    PlaceboColumn{"rotation", "ROTATION", OFTReal,
                  [](const PlaceboRow& row) {
                      return row.placebo.motion ? Value(row.placebo.motion->degrees()) : Value();
                  }},
    PlaceboColumn{"control_name", "CONTROL_NAME", OFTString,
                  [](const PlaceboRow& row) {
                      const std::string& name = row.placebo.control_name;
                      return name.empty() ? Value() : Value(name);
                  }},
    PlaceboColumn{"control_x", "CONTROL_X", OFTReal,
                  [](const PlaceboRow& row) {
                      const auto& motion = row.placebo.control_motion;
                      return motion ? Value(motion->to_x) : Value();
                  }},
    PlaceboColumn{"control_y", "CONTROL_Y", OFTReal,
                  [](const PlaceboRow& row) {
                      const auto& motion = row.placebo.control_motion;
                      return motion ? Value(motion->to_y) : Value();
                  }},
    PlaceboColumn{"control_rotation", "CONTROL_ROTATION", OFTReal, [](const PlaceboRow& row) {
                      const auto& motion = row.placebo.control_motion;
                      return motion ? Value(motion->degrees()) : Value();
                  }}};

std::vector<FieldSpec> layer_fields() {
    std::vector<FieldSpec> fields;
    fields.reserve(columns.size());
    for (const PlaceboColumn& column : columns) {
        fields.push_back({column.field, column.type});
    }
    return fields;
}

struct CellText {
    std::string operator()(std::monostate /*null*/) const { return ""; }

    std::string operator()(const std::string& text) const { return text; }

    std::string operator()(std::int64_t number) const { return std::to_string(number); }

    std::string operator()(double number) const { return toolkit::round_trip(number); }

    std::string operator()(std::chrono::sys_days date) const { return wdd::iso_date(date); }
};

struct SetField {
    OGRFeature& feature;
    const char* field;

    void operator()(std::monostate /*null*/) const {}

    void operator()(const std::string& text) const { feature.SetField(field, text.c_str()); }

    void operator()(std::int64_t number) const {
        feature.SetField(field, static_cast<GIntBig>(number));
    }

    void operator()(double number) const { feature.SetField(field, number); }

    void operator()(std::chrono::sys_days date) const { set_date(feature, field, date); }
};

wdd::Area area_of(const Placebo& placebo, const StudyAreas& areas) {
    if (placebo.zone) {
        return *placebo.zone;
    }
    return placebo.motion ? wdd::moved(areas.response, *placebo.motion) : areas.response;
}

Json quantiles(const std::vector<double>& ascending) {
    Json json = Json::object();
    for (const auto& [name, share] : {std::pair{"0", 0.0},
                                      {"0.025", 0.025},
                                      {"0.05", 0.05},
                                      {"0.25", 0.25},
                                      {"0.5", 0.5},
                                      {"0.75", 0.75},
                                      {"0.95", 0.95},
                                      {"0.975", 0.975},
                                      {"1", 1.0}}) {
        json[name] = ascending.empty() ? Json(nullptr) : Json(wdd::quantile(ascending, share));
    }
    return json;
}

Json family_json(const TestedFamily& family) {
    const wdd::PlaceboFamily& summary = family.summary;
    const wdd::PlaceboDistribution& found = summary.distribution;
    return {{"kind", wdd::placebo_name(summary.kind)},
            {"verdict", wdd::verdict_name(wdd::verdict_of(summary))},
            {"apart",
             {{"placebos", summary.apart.z.size()},
              {"at_or_below", summary.apart.at_or_below},
              {"at_or_above", summary.apart.at_or_above}}},
            {"p_empirical", summary.apart.p_empirical},
            {"placebos", found.z.size()},
            {"without_test", summary.without_test},
            {"at_or_below", found.at_or_below},
            {"mean_z", number_or_null(found.mean)},
            {"sd_z", number_or_null(found.deviation)},
            {"share_p_below_005", number_or_null(found.share_p_005)},
            {"share_abs_z_above_196", number_or_null(found.share_two_005)},
            {"quantiles_z", quantiles(found.z)},
            {"how", summary.how},
            {"z", found.z}};
}

} // namespace

std::string placebos_csv(const StudyAreas& areas, std::span<const TestedFamily> families) {
    std::vector<std::string> cells;
    cells.reserve(columns.size());
    for (const PlaceboColumn& column : columns) {
        cells.emplace_back(column.name);
    }
    std::string csv = toolkit::csv_line(cells);
    for (const TestedFamily& family : families) {
        for (const Placebo& placebo : family.placebos) {
            cells.clear();
            for (const PlaceboColumn& column : columns) {
                cells.push_back(
                    std::visit(CellText{}, column.value({placebo, family.summary.kind, areas})));
            }
            csv += toolkit::csv_line(cells);
        }
    }
    return csv;
}

PlaceboLayer::PlaceboLayer(const toolkit::FeatureClassTarget& target, const StudyAreas& areas,
                           const RecordedParameters& parameters)
    : m_areas(areas), m_parameters(parameters),
      m_writer(result_writer(target, areas.output_crs, layer_fields(), parameters)) {}

void PlaceboLayer::write(std::span<const TestedFamily> families) {
    for (const TestedFamily& family : families) {
        for (const Placebo& placebo : family.placebos) {
            const toolkit::FeaturePointer feature = m_writer.new_feature();
            for (const PlaceboColumn& column : columns) {
                std::visit(SetField{*feature, column.field},
                           column.value({placebo, family.summary.kind, m_areas}));
            }
            set_parameters(*feature, m_parameters);
            feature->SetGeometryDirectly(
                toolkit::ogr_geometry(area_of(placebo, m_areas), m_areas.crs, m_areas.output_crs)
                    .release());
            m_writer.write(*feature);
        }
    }
    m_writer.set_style(toolkit::styles::placebo);
}

nlohmann::ordered_json placebos_json(std::span<const TestedFamily> families) {
    Json json = Json::array();
    for (const TestedFamily& family : families) {
        json.push_back(family_json(family));
    }
    return json;
}

} // namespace wdd_tool
