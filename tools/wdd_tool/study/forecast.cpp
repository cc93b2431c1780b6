// SPDX-License-Identifier: MIT
#include "wdd_tool/study/forecast.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "wdd/comparable.hpp"
#include "wdd_tool/study/history.hpp"
#include "wdd_tool/study/near_study.hpp"

namespace wdd_tool {

namespace {

using wdd::Zone;

/// The three spans, on days that have data. Incidents dated by month are used where the study uses
/// them.
wdd::SpanOfKey spans_of(const KeptIncidents& incidents, const wdd::DataFaults& days,
                        const History& history, bool month_only) {
    const auto span_of_day = [&](std::chrono::sys_days day) -> std::optional<wdd::Span> {
        if (wdd::in_any(days.post_days, day)) {
            return wdd::Span::post;
        }
        if (wdd::in_any(days.pre_days, day)) {
            return wdd::Span::pre;
        }
        return history.contains(day) ? std::optional(wdd::Span::history) : std::nullopt;
    };
    return incidents.spans(span_of_day, month_only);
}

/// A zone of the study as the other tables count it.
wdd::AreaCounts study_counts(const CountedIncidents& counted, const wdd::DataFaults& days,
                             const History& history, const SpanScale& scale, Zone zone,
                             wdd::OverlapRule rule) {
    wdd::SpanCounts spans;
    for (const wdd::Period& part : days.pre_days) {
        spans[wdd::Span::pre] += counted.daily.count(part, zone, rule);
    }
    for (const wdd::Period& part : days.post_days) {
        spans[wdd::Span::post] += counted.daily.count(part, zone, rule);
    }
    for (const wdd::Period& month : history.months) {
        spans[wdd::Span::history] += counted.daily.count(month, zone, rule);
    }
    return scale.counts(spans);
}

wdd::PlaceCounts study_place(const CountedIncidents& counted, const wdd::Evaluation& evaluation,
                             const History& history, const SpanScale& scale, Zone area, Zone ring,
                             bool with_ring) {
    const auto of = [&](Zone zone) {
        return study_counts(counted, *evaluation.data, history, scale, zone,
                            evaluation.zones->rule);
    };
    wdd::PlaceCounts place{.area = of(area), .ring = {}};
    if (with_ring) {
        place.ring = of(ring);
    }
    return place;
}

wdd::BeforeAfter sum(const wdd::BeforeAfter& a, const wdd::BeforeAfter& b) {
    return {.pre = a.pre + b.pre, .post = a.post + b.post};
}

/// The WDD with its own standard error needs periods of one length, as the plain one does.
void add_honest_wdd(wdd::ForecastFinding& finding, const std::vector<wdd::PlaceCounts>& places,
                    const wdd::Evaluation& evaluation) {
    if (evaluation.weights != wdd::Weights{} || places.size() < wdd::fewest_comparison_areas) {
        return;
    }
    std::vector<wdd::AreaCounts> both;
    std::transform(places.begin(), places.end(), std::back_inserter(both), wdd::area_and_ring);
    const wdd::Counts& counts = evaluation.counts;
    try {
        finding.honest = wdd::honest_wdd(both, sum(counts.treated, counts.treated_displacement),
                                         sum(counts.control, counts.control_displacement));
        finding.alarms = wdd::plain_false_alarms(places);
    } catch (const std::domain_error&) {
        finding.honest.reset(); // no incident in the areas: the plain test says so, too
    }
}

std::vector<wdd::PlaceCounts> counts_of(const std::vector<wdd::ComparisonArea>& areas) {
    std::vector<wdd::PlaceCounts> counts;
    counts.reserve(areas.size());
    for (const wdd::ComparisonArea& area : areas) {
        counts.push_back(area.counts);
    }
    return counts;
}

constexpr const char* control_name = "control area";

/// The WDD compares with the control area already.
std::vector<wdd::PlaceCounts> without_control(std::vector<wdd::ComparisonArea> areas) {
    std::erase_if(areas, [](const wdd::ComparisonArea& area) { return area.name == control_name; });
    return counts_of(areas);
}

/// The places found and, as one more, the user's control area, if it is far enough; of all these
/// the comparable ones.
std::vector<wdd::ComparisonArea> compared_areas(const ComparisonPlaces& found,
                                                const wdd::PlaceCounts& control,
                                                const ComparisonDesign& design) {
    std::vector<wdd::ComparisonArea> all = found.places;
    if (!design.near.is_near_response(design.areas.control)) {
        all.push_back({control_name, design.areas.control, control});
    }
    std::vector<wdd::ComparisonArea> areas;
    for (const std::size_t i : wdd::comparable_areas(counts_of(all), design.response)) {
        areas.push_back(all[i]);
    }
    return areas;
}

std::string too_few(const ComparisonPlaces& found, std::size_t places) {
    const std::string number = places == 0   ? "no comparable area was"
                               : places == 1 ? "only 1 comparable area was"
                                             : fmt::format("only {} comparable areas were", places);
    return fmt::format("{} found, and {} are needed. {}", number, wdd::fewest_comparison_areas,
                       found.too_few);
}

void judge(wdd::ForecastFinding& finding, const std::vector<wdd::PlaceCounts>& places,
           double confidence) {
    try {
        finding.verdict = wdd::forecast_verdict(places, finding.response, confidence);
        std::vector<wdd::AreaCounts> areas;
        areas.reserve(places.size());
        for (const wdd::PlaceCounts& place : places) {
            areas.push_back(place.area);
        }
        finding.rank = wdd::residual_rank(areas, finding.response.area);
    } catch (const std::domain_error& error) {
        finding.verdict.reset();
        finding.reason = fmt::format("{}.", error.what());
    }
}

/// Days that some of the forecasts needs.
wdd::Period window_of_all(std::span<const PeriodOptions> periods) {
    const auto window = [](const PeriodOptions& one) {
        return wdd::Period{wdd::months_back(study_window(one).start, wdd::most_history_months),
                           one.post.end};
    };
    wdd::Period all = window(periods.front());
    for (const PeriodOptions& one : periods) {
        const wdd::Period other = window(one);
        all = {std::min(all.start, other.start), std::max(all.end, other.end)};
    }
    return all;
}

} // namespace

ForecastIncidents::ForecastIncidents(std::span<const PeriodOptions> periods)
    : m_kept(window_of_all(periods)) {}

ZoneLayer& ForecastIncidents::zones(const ComparisonLayerChoice& choice,
                                    const std::optional<toolkit::Crs>& assumed,
                                    const StudyAreas& areas) const {
    if (!m_zones) {
        m_zones = std::make_unique<ZoneLayer>(
            choice, assumed, ZoneLayer::Plane{areas.crs, areas.distance}, m_kept.points());
    }
    return *m_zones;
}

wdd::ForecastFinding make_forecast(const ForecastIncidents& incidents,
                                   const CountedIncidents& counted, const StudyAreas& areas,
                                   const wdd::Evaluation& evaluation,
                                   const ComparisonLayerChoice& layer,
                                   const std::optional<toolkit::Crs>& assumed,
                                   const std::optional<OtherTreated>& others) {
    const bool month_only = counted.tally.month_only;
    const wdd::DataFaults& days = *evaluation.data;
    const History history =
        known_history(incidents.kept().days(), evaluation.periods->pre, counted.faults.missing);
    const SpanScale scale{history.scale_to(days.pre_days)};
    const bool rings = areas.distance > 0 && evaluation.zones->response_ring;
    wdd::ForecastFinding finding;
    finding.response = study_place(counted, evaluation, history, scale, Zone::treated,
                                   Zone::treated_displacement, rings);
    finding.response_area = areas.response;
    finding.history_months = static_cast<int>(history.months.size());
    if (wdd::usual_count(finding.response.area) == 0) {
        finding.reason =
            "the response area had no incident before the response, so there is nothing to compare. Use a longer period or a larger area.";
        return finding;
    }
    const NearStudy near(areas);
    const ComparisonDesign design{.areas = areas,
                                  .near = near,
                                  .scale = scale,
                                  .response = finding.response,
                                  .points = incidents.kept().points(),
                                  .spans = spans_of(incidents.kept(), days, history, month_only),
                                  .others = others};
    const ComparisonPlaces found =
        layer.layer ? comparable_zones(design, incidents.zones(layer, assumed, areas))
                    : comparable_copies(design);
    finding.areas = compared_areas(found,
                                   study_place(counted, evaluation, history, scale, Zone::control,
                                               Zone::control_displacement, rings),
                                   design);
    const std::vector<wdd::PlaceCounts> places = counts_of(finding.areas);
    finding.comparison_areas = places.size();
    const bool with_control = !finding.areas.empty() && finding.areas.back().name == control_name;
    finding.comparison =
        fmt::format("{} comparable areas ({}{}, with a similar number of incidents)", places.size(),
                    found.what, with_control ? ", and the control area" : "");
    if (places.size() < wdd::fewest_comparison_areas) {
        finding.reason = too_few(found, places.size());
        return finding;
    }
    judge(finding, places, evaluation.statistic.confidence);
    add_honest_wdd(finding, without_control(finding.areas), evaluation);
    return finding;
}

} // namespace wdd_tool
