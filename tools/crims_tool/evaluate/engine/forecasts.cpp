// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/forecasts.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "wdd/comparable.hpp"
#include "wdd/forecast.hpp"

namespace crims_tool {

namespace {

/// Random numbers of the study's own counts come first, then those of its history.
constexpr std::size_t first_of_history = 2 * crims::study_zones;
constexpr std::size_t first_of_parts = first_of_history + crims::study_zones;

/// No value where the comparison areas allow no fit.
std::optional<wdd::ForecastModel> fitted(const std::vector<wdd::AreaCounts>& areas) {
    try {
        return wdd::fit_forecast(areas);
    } catch (const std::domain_error&) {
        return std::nullopt;
    }
}

ForecastFigures figures(const std::optional<wdd::ForecastModel>& model,
                        const wdd::AreaCounts& response, double confidence) {
    if (!model) {
        return {};
    }
    try {
        const wdd::Forecast forecast = wdd::forecast(*model, response, confidence);
        return {.p_reduction = static_cast<float>(forecast.p_reduction),
                .ratio = static_cast<float>(forecast.ratio),
                .ratio_low = static_cast<float>(forecast.ratio_low),
                .ratio_high = static_cast<float>(forecast.ratio_high)};
    } catch (const std::domain_error&) {
        return {};
    }
}

/// The models of a study in a replicate; they do not depend on the effect.
struct StudyModels {
    std::optional<wdd::ForecastModel> area;
    std::optional<wdd::ForecastModel> around;
    std::optional<wdd::ForecastModel> together;
};

class ForecastRoute {
  public:
    ForecastRoute(const crims::Model& model, const EvaluationDesign& design,
                  const ForecastDesign& forecast, const EvaluationPlan& plan)
        : m_design(design), m_forecast(forecast), m_plan(plan),
          m_rates(model, forecast.cells, forecast.spans,
                  {.share = plan.recorded, .missing = plan.missing}) {
        if (!plan.dispersion) {
            m_expected = m_rates.expected();
        }
    }

    void add(std::uint32_t replicate, std::span<const crims::StudyCounts> counts,
             std::span<ReplicateForecast> forecasts) const {
        const std::vector<double> rates =
            m_plan.dispersion ? m_rates.of_replicate(m_plan.seed, replicate) : m_expected;
        for (std::size_t c = 0; c < counts.size();) {
            const std::size_t study = m_design.combinations[c].study;
            std::size_t end = c;
            while (end < counts.size() && m_design.combinations[end].study == study) {
                ++end;
            }
            if (m_forecast.is_given(study)) {
                add_study(replicate, study, rates, counts.subspan(c, end - c),
                          forecasts.subspan(c, end - c));
            }
            c = end;
        }
    }

  private:
    void add_study(std::uint32_t replicate, std::size_t study, std::span<const double> rates,
                   std::span<const crims::StudyCounts> counts,
                   std::span<ReplicateForecast> forecasts) const {
        const std::vector<double> history = drawn_history(replicate, study, rates);
        // The first combination is without effect, and what is compared knows of none.
        const StudyModels models = fitted_models(replicate, study, rates, counts.front(), history);
        for (std::size_t c = 0; c < counts.size(); ++c) {
            const wdd::PlaceCounts response =
                place_of(counts[c], crims::StudyZone::treated,
                         crims::StudyZone::treated_displacement, study, history);
            forecasts[c].area = figures(models.area, response.area, m_plan.confidence);
            if (response.ring) {
                forecasts[c].around = figures(models.around, *response.ring, m_plan.confidence);
                forecasts[c].together =
                    figures(models.together, wdd::area_and_ring(response), m_plan.confidence);
            }
        }
    }

    StudyModels fitted_models(std::uint32_t replicate, std::size_t study,
                              std::span<const double> rates, const crims::StudyCounts& counts,
                              const std::vector<double>& history) const {
        const wdd::PlaceCounts response =
            place_of(counts, crims::StudyZone::treated, crims::StudyZone::treated_displacement,
                     study, history);
        std::vector<wdd::PlaceCounts> places = drawn_donors(replicate, study, rates);
        if (m_forecast.rings[m_design.studies[study].ring].control_is_far) {
            places.push_back(place_of(counts, crims::StudyZone::control,
                                      crims::StudyZone::control_displacement, study, history));
        }
        std::vector<wdd::AreaCounts> areas;
        std::vector<wdd::AreaCounts> rings;
        std::vector<wdd::AreaCounts> both;
        for (const std::size_t i : wdd::comparable_areas(places, response)) {
            areas.push_back(places[i].area);
            if (places[i].ring) {
                rings.push_back(*places[i].ring);
                both.push_back(wdd::area_and_ring(places[i]));
            }
        }
        if (areas.size() < wdd::fewest_comparison_areas) {
            return {};
        }
        StudyModels models{.area = fitted(areas), .around = {}, .together = {}};
        if (!rings.empty()) {
            models.around = fitted(rings);
            models.together = fitted(both);
        }
        return models;
    }

    std::vector<wdd::PlaceCounts> drawn_donors(std::uint32_t replicate, std::size_t study,
                                               std::span<const double> rates) const {
        const std::size_t ring = m_design.studies[study].ring;
        std::vector<double> counts = part_means(m_forecast, study, ring, rates);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            counts[i] = drawn(counts[i], replicate, first_of_parts + i, study);
        }
        return donor_places(m_forecast.rings[ring], m_forecast.studies[study].history, counts);
    }

    /// Crimes of each study zone in the months before.
    std::vector<double> drawn_history(std::uint32_t replicate, std::size_t study,
                                      std::span<const double> rates) const {
        const crims::PerStudyZone means = history_means(m_forecast, m_design, study, rates);
        std::vector<double> counts;
        counts.reserve(means.size());
        for (std::size_t zone = 0; zone < means.size(); ++zone) {
            counts.push_back(drawn(means.at(zone), replicate, first_of_history + zone, study));
        }
        return counts;
    }

    double drawn(double mean, std::uint32_t replicate, std::size_t number,
                 std::size_t study) const {
        return crims::draw_count(mean, {.seed = m_plan.seed,
                                        .replicate = replicate,
                                        .number = static_cast<std::uint32_t>(number),
                                        .variant = static_cast<std::uint32_t>(study)});
    }

    wdd::PlaceCounts place_of(const crims::StudyCounts& counts, crims::StudyZone area,
                              crims::StudyZone ring, std::size_t study,
                              const std::vector<double>& history) const {
        const ForecastHistory& before = m_forecast.studies[study].history;
        const auto counts_in = [&](crims::StudyZone which) {
            const auto zone = static_cast<std::size_t>(which);
            wdd::AreaCounts result{.pre = static_cast<double>(counts.pre.at(zone)),
                                   .post = static_cast<double>(counts.post.at(zone)),
                                   .history = {}};
            if (before.months > 0) {
                result.history = history[zone] * before.scale;
            }
            return result;
        };
        wdd::PlaceCounts place{.area = counts_in(area), .ring = {}};
        if (has_rings(study)) {
            place.ring = counts_in(ring);
        }
        return place;
    }

    bool has_rings(std::size_t study) const {
        return m_forecast.rings[m_design.studies[study].ring].has_rings;
    }

    const EvaluationDesign& m_design;
    const ForecastDesign& m_forecast;
    const EvaluationPlan& m_plan;
    crims::SpanRates m_rates;
    std::vector<double> m_expected; ///< of the cells, where nothing varies
};

} // namespace

ReplicateForecaster forecast_route(const crims::Model& model, const EvaluationDesign& design,
                                   const ForecastDesign& forecast, const EvaluationPlan& plan) {
    const auto route = std::make_shared<const ForecastRoute>(model, design, forecast, plan);
    return [route](std::uint32_t replicate, std::span<const crims::StudyCounts> counts,
                   std::span<ReplicateForecast> forecasts) {
        route->add(replicate, counts, forecasts);
    };
}

} // namespace crims_tool
