// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims_tool/evaluate/design/areas.hpp"
#include "crims_tool/evaluate/design/design.hpp"
#include "crims_tool/evaluate/engine/counts.hpp"
#include "crims_tool/evaluate/engine/draw.hpp"
#include "crims_tool/evaluate/engine/summary.hpp"
#include "libwdd/polygons.hpp"

/// A world for evaluations, made by rule: two squares of 1 km, 5 km apart, each in a model's zone
/// that is the square and 200 m around it, with as many crimes a month in square and ring as told.
namespace evaluation_world {

using namespace std::chrono;

struct Rates {
    double treated = 0; ///< crimes a month
    double control = 0;
    double treated_ring = 0;
    double control_ring = 0;
};

inline wdd::Area rectangle(double left, double bottom, double right, double top) {
    const std::vector<wdd::Wkb> parts = {
        polygons::wkb({{{left, bottom}, {right, bottom}, {right, top}, {left, top}}})};
    return wdd::Area::dissolve(parts);
}

/// Zone and crime type of each of the four places have one observed place each, so that every
/// study zone has a cell of its own.
inline crims::Model model(const Rates& rates) {
    crims::Model model;
    model.crime_types = {"burglary"};
    model.offences = {{.crime_type = 0, .code = "28", .description = "burglary"}};
    const std::vector<double> monthly = {rates.treated, rates.control, rates.treated_ring,
                                         rates.control_ring};
    const std::vector<crims::Place> places = {
        {.x = 500, .y = 500}, {.x = 5500, .y = 500}, {.x = 500, .y = 1100}, {.x = 5500, .y = 1100}};
    for (std::size_t zone = 0; zone < monthly.size(); ++zone) {
        model.zones.push_back("Z" + std::to_string(zone));
        model.incidence.insert(model.incidence.end(), 12, monthly[zone]);
        model.suspect.push_back(0);
        model.place_begin.push_back(zone);
        model.places.push_back(places[zone]);
        model.triangle_begin.push_back(2 * zone);
        const double left = zone % 2 == 0 ? 0 : 5000;
        const double bottom = zone < 2 ? 0 : 1000;
        const double top = zone < 2 ? 1000 : 1200;
        model.triangles.push_back({{left, left + 1000, left}, {bottom, bottom, top}});
        model.triangles.push_back({{left + 1000, left + 1000, left}, {bottom, top, top}});
    }
    model.place_begin.push_back(4);
    model.triangle_begin.push_back(8);
    model.trends.resize(1);
    model.dispersion.resize(1);
    return model;
}

inline crims_tool::EvaluationAreas areas(const std::vector<double>& rings,
                                         double injection_width = 200) {
    std::vector<crims_tool::RingWidth> widths;
    for (const double ring : rings) {
        widths.push_back({ring, std::to_string(static_cast<int>(ring)) + " metres"});
    }
    return crims_tool::make_areas(rectangle(0, 0, 1000, 1000), rectangle(5000, 0, 6000, 1000),
                                  widths, injection_width);
}

/// Thirty days of treatment, so that before and after are alike.
inline crims::Intervention intervention(double effect = 0.5) {
    return {.start = 2021y / July / 1, .end = 2021y / July / 31, .effect = {effect}};
}

/// A whole evaluation by the route of counts.
struct Evaluated {
    crims_tool::EvaluationDesign design;
    crims_tool::ReplicateTable table;
    crims_tool::EvaluationSummary summary;
};

inline Evaluated evaluate(const crims::Model& model, const crims_tool::EvaluationAreas& areas,
                          const crims::Intervention& intervention,
                          const crims_tool::EvaluationPlan& plan) {
    Evaluated result;
    result.design = crims_tool::make_design(model, intervention, areas, plan);
    result.table = crims_tool::draw_replicates(crims_tool::counts_route(model, result.design, plan),
                                               result.design.combinations.size(), plan.replicates);
    result.summary = crims_tool::summarise(result.design, plan, result.table);
    return result;
}

} // namespace evaluation_world
