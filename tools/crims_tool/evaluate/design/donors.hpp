// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "crims/span_rates.hpp"
#include "crims_tool/evaluate/design/design.hpp"
#include "crims_tool/evaluate/design/forecast_spans.hpp"
#include "wdd/area.hpp"
#include "wdd/forecast.hpp"

namespace crims_tool {

/// A part of the plane, by what lies there: 2 * area for a comparison area, 2 * area + 1 for the
/// ring around one. Rings overlap, so that a crime may count in several.
struct DonorPart {
    std::vector<std::uint32_t> counted_in;
};

/// Share of a cell's crimes that happen in a part.
struct DonorShare {
    std::size_t cell = 0; ///< index into ForecastDesign::cells
    std::size_t part = 0;
    double share = 0;
};

/// Areas to compare the response area with, for one width of the rings.
struct Donors {
    std::string what = {};          ///< "zones of the model"
    std::string distance_text = {}; ///< how far from the response area they are: "1 km"
    bool has_rings = false;
    bool control_is_far = false; ///< the control area is one more comparison area
    std::vector<wdd::Area> areas = {};
    std::vector<DonorPart> parts = {};
    std::vector<DonorShare> shares = {}; ///< in order of the cells
};

/// What the forecast of a study looks at.
struct ForecastStudy {
    ForecastHistory history = {};
    std::size_t comparable = 0; ///< comparison areas at the model's mean rates
    std::string reason = {};    ///< why there is no forecast; empty: there is one
};

/// The forecast of an evaluation: which areas are compared, and which crimes are counted in them.
struct ForecastDesign {
    std::string reason = {}; ///< why there is no forecast of any study; empty: see the studies
    std::size_t types = 0;   ///< crime types of the model
    std::vector<crims::ModelCell> cells = {};
    std::vector<std::size_t> index_of_cell =
        {}; ///< of each cell of the model, by zone and crime type
    std::vector<crims::StudyPeriod> spans = {}; ///< history, before and after, study by study
    std::vector<Donors> rings = {};             ///< one per ring of the evaluation
    std::vector<ForecastStudy> studies = {};    ///< one per study

    static constexpr std::size_t spans_a_study = 3;

    bool is_given(std::size_t study) const {
        return reason.empty() && studies[study].reason.empty();
    }
};

/// `metre` in the unit of the coordinates.
ForecastDesign make_forecast_design(const crims::Model& model, const EvaluationAreas& areas,
                                    const EvaluationPlan& plan, const EvaluationDesign& design,
                                    double metre);

/// Crimes of some spans in the comparison areas, as the forecast counts them. `counts` are those of
/// the parts: part * 3 + span.
std::vector<wdd::PlaceCounts> donor_places(const Donors& donors, const ForecastHistory& history,
                                           std::span<const double> counts);

/// Crimes expected in the parts of a study's comparison areas, from the rates of the cells.
std::vector<double> part_means(const ForecastDesign& design, std::size_t study, std::size_t ring,
                               std::span<const double> rates);

/// Crimes expected in each study zone during its history.
crims::PerStudyZone history_means(const ForecastDesign& design, const EvaluationDesign& evaluation,
                                  std::size_t study, std::span<const double> rates);

} // namespace crims_tool
