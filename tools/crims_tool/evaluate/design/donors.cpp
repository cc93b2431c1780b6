// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/donors.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/evaluate/design/donor_parts.hpp"
#include "crims_tool/evaluate/design/donor_search.hpp"
#include "wdd/comparable.hpp"

namespace crims_tool {

namespace {

constexpr std::size_t spans_a_study = ForecastDesign::spans_a_study;
constexpr std::size_t treated_index = static_cast<std::size_t>(crims::StudyZone::treated);
constexpr std::size_t control_index = static_cast<std::size_t>(crims::StudyZone::control);
constexpr std::size_t no_cell = static_cast<std::size_t>(-1);

void add_cells(ForecastDesign& forecast, const crims::Model& model, const EvaluationPlan& plan) {
    forecast.index_of_cell.assign(model.cell_count(), no_cell);
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
            if (plan.counts_type(type)) {
                forecast.index_of_cell[model.cell(zone, type)] = forecast.cells.size();
                forecast.cells.push_back({.zone = zone, .crime_type = type});
            }
        }
    }
}

void add_spans(ForecastDesign& forecast, const EvaluationDesign& design,
               const EvaluationPlan& plan) {
    for (const EvaluationStudy& study : design.studies) {
        ForecastStudy& added = forecast.studies.emplace_back();
        added.history = history_before(study.periods.pre, plan.missing);
        forecast.spans.insert(forecast.spans.end(),
                              {added.history.days, study.study.pre, study.study.post});
    }
}

wdd::AreaCounts counts_of(std::span<const double> spans, const ForecastHistory& history) {
    wdd::AreaCounts counts{.pre = spans[1], .post = spans[2], .history = {}};
    if (history.months > 0) {
        counts.history = spans[0] * history.scale;
    }
    return counts;
}

/// Expected counts of the model's zones in the spans of a study.
std::vector<std::vector<double>> zone_counts(const ForecastDesign& forecast, std::size_t zones,
                                             std::size_t study, std::span<const double> rates) {
    std::vector<std::vector<double>> counts(zones, std::vector<double>(spans_a_study, 0));
    for (std::size_t cell = 0; cell < forecast.cells.size(); ++cell) {
        for (std::size_t span = 0; span < spans_a_study; ++span) {
            counts[forecast.cells[cell].zone][span] +=
                rates[(cell * forecast.spans.size()) + (study * spans_a_study) + span];
        }
    }
    return counts;
}

/// At the model's mean rates.
wdd::AreaCounts expected_counts(const ForecastDesign& forecast, const EvaluationDesign& design,
                                std::size_t study, std::size_t zone,
                                std::span<const double> rates) {
    const EvaluationStudy& taken = design.studies[study];
    const std::vector<double> spans = {history_means(forecast, design, study, rates).at(zone),
                                       taken.study.recorded * taken.truth.pre.at(zone),
                                       taken.study.recorded * taken.truth.post.at(zone)};
    return counts_of(spans, forecast.studies[study].history);
}

/// Comparison areas of a study at the model's mean rates, the control area among them.
std::size_t comparable_areas(const ForecastDesign& forecast, const EvaluationDesign& design,
                             std::size_t study, std::span<const double> rates) {
    const std::size_t ring = design.studies[study].ring;
    const Donors& donors = forecast.rings[ring];
    std::vector<wdd::PlaceCounts> places = donor_places(donors, forecast.studies[study].history,
                                                        part_means(forecast, study, ring, rates));
    if (donors.control_is_far) {
        places.push_back(
            {.area = expected_counts(forecast, design, study, control_index, rates), .ring = {}});
    }
    const wdd::PlaceCounts response{
        .area = expected_counts(forecast, design, study, treated_index, rates), .ring = {}};
    return wdd::comparable_areas(places, response).size();
}

/// Leaves out cells of which nothing is counted anywhere.
void keep_used_cells(ForecastDesign& forecast, const EvaluationDesign& design) {
    std::vector<std::uint8_t> used(forecast.cells.size(), 0);
    for (const Donors& donors : forecast.rings) {
        for (const DonorShare& share : donors.shares) {
            used[share.cell] = 1;
        }
    }
    for (const EvaluationStudy& study : design.studies) {
        for (const crims::StudyCell& cell : study.study.cells) {
            used[forecast.index_of_cell[(cell.zone * forecast.types) + cell.crime_type]] = 1;
        }
    }
    std::vector<std::size_t> renamed(forecast.cells.size(), no_cell);
    std::vector<crims::ModelCell> kept;
    for (std::size_t cell = 0; cell < used.size(); ++cell) {
        if (used[cell] != 0) {
            renamed[cell] = kept.size();
            kept.push_back(forecast.cells[cell]);
        }
    }
    for (Donors& donors : forecast.rings) {
        for (DonorShare& share : donors.shares) {
            share.cell = renamed[share.cell];
        }
    }
    for (std::size_t& index : forecast.index_of_cell) {
        index = index == no_cell ? no_cell : renamed[index];
    }
    forecast.cells = std::move(kept);
}

std::string too_few(std::size_t found) {
    return fmt::format(
        "{} found in the model, and {} are needed: zones, or places for copies of the response area, that are far enough from the areas and have a similar number of crimes. A model of the whole force has more",
        found == 0   ? std::string("no comparable area was")
        : found == 1 ? std::string("only 1 comparable area was")
                     : fmt::format("only {} comparable areas were", found),
        wdd::fewest_comparison_areas);
}

} // namespace

std::vector<wdd::PlaceCounts> donor_places(const Donors& donors, const ForecastHistory& history,
                                           std::span<const double> counts) {
    std::vector<double> sums(donors.areas.size() * 2 * spans_a_study, 0);
    for (std::size_t part = 0; part < donors.parts.size(); ++part) {
        for (const std::uint32_t where : donors.parts[part].counted_in) {
            for (std::size_t span = 0; span < spans_a_study; ++span) {
                sums[(where * spans_a_study) + span] += counts[(part * spans_a_study) + span];
            }
        }
    }
    std::vector<wdd::PlaceCounts> places;
    places.reserve(donors.areas.size() + 1);
    for (std::size_t area = 0; area < donors.areas.size(); ++area) {
        const std::span<const double> of_area =
            std::span<const double>(sums).subspan(2 * area * spans_a_study, 2 * spans_a_study);
        wdd::PlaceCounts& place =
            places.emplace_back(wdd::PlaceCounts{.area = counts_of(of_area, history), .ring = {}});
        if (donors.has_rings) {
            place.ring = counts_of(of_area.subspan(spans_a_study), history);
        }
    }
    return places;
}

std::vector<double> part_means(const ForecastDesign& design, std::size_t study, std::size_t ring,
                               std::span<const double> rates) {
    const Donors& donors = design.rings[ring];
    std::vector<double> means(donors.parts.size() * spans_a_study, 0);
    for (const DonorShare& share : donors.shares) {
        for (std::size_t span = 0; span < spans_a_study; ++span) {
            means[(share.part * spans_a_study) + span] +=
                share.share *
                rates[(share.cell * design.spans.size()) + (study * spans_a_study) + span];
        }
    }
    return means;
}

crims::PerStudyZone history_means(const ForecastDesign& design, const EvaluationDesign& evaluation,
                                  std::size_t study, std::span<const double> rates) {
    crims::PerStudyZone means = {};
    const std::size_t types = design.types;
    for (const crims::StudyCell& cell : evaluation.studies[study].study.cells) {
        const std::size_t index = design.index_of_cell[(cell.zone * types) + cell.crime_type];
        for (std::size_t zone = 0; zone < crims::study_zones; ++zone) {
            means.at(zone) += cell.share.at(zone) *
                              rates[(index * design.spans.size()) + (study * spans_a_study)];
        }
    }
    return means;
}

ForecastDesign make_forecast_design(const crims::Model& model, const EvaluationAreas& areas,
                                    const EvaluationPlan& plan, const EvaluationDesign& design,
                                    double metre) {
    ForecastDesign forecast;
    forecast.types = model.crime_types.size();
    add_cells(forecast, model, plan);
    add_spans(forecast, design, plan);
    const auto expected_rates = [&] {
        return crims::SpanRates(model, forecast.cells, forecast.spans,
                                {.share = plan.recorded, .missing = plan.missing})
            .expected();
    };
    std::vector<double> rates = expected_rates();
    const std::vector<ZoneShape> shapes = zone_shapes(model);
    for (std::size_t ring = 0; ring < areas.rings.size(); ++ring) {
        // Studies stand by duration, then ring: number `ring` is the first with it.
        std::vector<wdd::AreaCounts> of_zones;
        for (const auto& spans : zone_counts(forecast, model.zones.size(), ring, rates)) {
            of_zones.push_back(counts_of(spans, forecast.studies[ring].history));
        }
        const DonorSearch search(areas, ring, metre,
                                 expected_counts(forecast, design, ring, treated_index, rates));
        forecast.rings.push_back(search.zones(shapes, of_zones));
        Donors& donors = forecast.rings.back();
        add_parts(donors, model, plan.placement, areas.rings[ring].width, forecast.cells);
        const std::size_t zones = comparable_areas(forecast, design, ring, rates);
        if (zones >= wdd::fewest_comparison_areas) {
            continue;
        }
        // As `wdd test` does without zones: copies of the response area.
        Donors of_zones_only = std::exchange(donors, search.copies(model, plan.placement));
        add_parts(donors, model, plan.placement, areas.rings[ring].width, forecast.cells);
        if (comparable_areas(forecast, design, ring, rates) < zones) {
            donors = std::move(of_zones_only);
        }
    }
    keep_used_cells(forecast, design);
    rates = expected_rates();
    for (std::size_t s = 0; s < design.studies.size(); ++s) {
        ForecastStudy& study = forecast.studies[s];
        study.comparable = comparable_areas(forecast, design, s, rates);
        if (study.comparable < wdd::fewest_comparison_areas) {
            study.reason = too_few(study.comparable);
        }
    }
    return forecast;
}

} // namespace crims_tool
