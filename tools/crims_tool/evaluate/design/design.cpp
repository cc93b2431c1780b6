// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/design.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "crims_tool/evaluate/design/displacement_shares.hpp"
#include "crims_tool/evaluate/design/zone_shares.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/overlay.hpp"
#include "wdd/zone_locator.hpp"

namespace crims_tool {

namespace {

using crims::PerStudyZone;
using toolkit::DataError;

constexpr std::size_t treated = static_cast<std::size_t>(crims::StudyZone::treated);
constexpr std::size_t control = static_cast<std::size_t>(crims::StudyZone::control);

/// Number of the study zone in which a point counts.
std::optional<std::size_t> study_zone(wdd::ZoneSet zones) {
    const wdd::ZoneSet counted = wdd::counted_zones(zones, wdd::OverlapRule::clip);
    for (const wdd::Zone zone : wdd::all_zones) {
        if (wdd::holds(counted, zone)) {
            return static_cast<std::size_t>(zone);
        }
    }
    return std::nullopt;
}

PlaneParts study_parts(const EvaluationAreas& areas, const EvaluationRing& ring) {
    const auto locator =
        std::make_shared<wdd::ZoneLocator>(areas.response, areas.control, ring.width);
    PlaneParts parts;
    parts.locate = [locator](double x, double y) { return study_zone(locator->locate(x, y)); };
    parts.areas.assign(ring.zones.polygons.zones.begin(), ring.zones.polygons.zones.end());
    return parts;
}

/// The ring of displaced crimes, by the study zone that its parts lie in; the last is the rest.
struct InjectionRing {
    double area = 0;
    PlaneParts parts = {};
};

InjectionRing injection_ring(const EvaluationAreas& areas, const EvaluationRing& ring) {
    const auto locator =
        std::make_shared<wdd::ZoneLocator>(areas.response, areas.control, ring.width);
    const auto injection =
        std::make_shared<wdd::ZoneLocator>(areas.response, areas.control, areas.injection_width);
    InjectionRing result;
    result.parts.locate = [locator, injection](double x, double y) -> std::optional<std::size_t> {
        if (!wdd::holds(injection->locate(x, y), wdd::Zone::treated_displacement)) {
            return std::nullopt;
        }
        return study_zone(locator->locate(x, y)).value_or(crims::study_zones);
    };
    const std::optional<wdd::Area> whole =
        wdd::zone_geometry(areas.response, areas.control, areas.injection_width,
                           wdd::OverlapRule::count)
            .polygons[wdd::Zone::treated_displacement];
    std::optional<wdd::Area> rest = whole;
    for (const auto& zone : ring.zones.polygons.zones) {
        result.parts.areas.push_back(whole && zone ? wdd::common_area(*whole, *zone)
                                                   : std::nullopt);
        rest = rest && zone ? wdd::remaining_area(*rest, *zone) : rest;
    }
    result.parts.areas.push_back(rest);
    result.area = whole ? whole->area() : 0;
    return result;
}

/// Share of the ring's area in each study zone.
PerStudyZone area_shares(const InjectionRing& injection) {
    PerStudyZone shares = {};
    for (std::size_t zone = 0; zone < shares.size(); ++zone) {
        const auto& part = injection.parts.areas[zone];
        shares[zone] = part ? part->area() / injection.area : 0;
    }
    return shares;
}

/// Shares of everything in a ring of the areas.
struct RingShares {
    std::vector<crims::StudyCell> cells;
    std::vector<CellShares> injection; ///< of the ring of displaced crimes; empty: there is none
    PerStudyZone by_area = {};
};

RingShares ring_shares(const crims::Model& model, const EvaluationAreas& areas,
                       const EvaluationRing& ring, const EvaluationPlan& plan) {
    RingShares shares;
    for (const CellShares& cell : cell_shares(model, plan.placement, study_parts(areas, ring))) {
        if (!plan.counts_type(cell.crime_type)) {
            continue;
        }
        crims::StudyCell& added = shares.cells.emplace_back();
        added.zone = cell.zone;
        added.crime_type = cell.crime_type;
        std::copy(cell.share.begin(), cell.share.end(), added.share.begin());
    }
    if (areas.injection_width > 0) {
        const InjectionRing injection = injection_ring(areas, ring);
        shares.by_area = area_shares(injection);
        shares.injection = cell_shares(model, plan.placement, injection.parts);
    }
    return shares;
}

double treatment_months(const wdd::Period& period) {
    const auto first = std::chrono::year_month_day(period.start);
    const auto after = std::chrono::year_month_day(period.end + std::chrono::days(1));
    constexpr double days_a_month = 365.2425 / 12;
    constexpr double hundred = 100;
    if (first.day() == after.day()) {
        return static_cast<double>(
            ((after.year() / after.month()) - (first.year() / first.month())) /
            std::chrono::months(1));
    }
    return std::round(hundred * wdd::days_in(period) / days_a_month) / hundred;
}

void require_years(const wdd::StudyPeriods& periods) {
    constexpr std::chrono::year first{1900};
    constexpr std::chrono::year last{2200};
    const std::chrono::year_month_day start(periods.pre.start);
    const std::chrono::year_month_day end(periods.post.end);
    if (start.year() < first || end.year() > last) {
        throw DataError(fmt::format(
            "the study would run from {} to {}, outside the years 1900 to 2200; check the scenario's dates and ⟨--months⟩",
            wdd::iso_date(periods.pre.start), wdd::iso_date(periods.post.end)));
    }
}

void require_crimes(const crims::StudyMeans& means) {
    const auto require = [&means](std::size_t zone, const char* what) {
        if (!(means.pre[zone] + means.post[zone] > 0)) {
            throw DataError(fmt::format(
                "the model expects no crime in {}; it lies outside the model's zones, or where no crime with a place has been recorded",
                what));
        }
    };
    require(treated, "the scenario's area");
    require(control, "the control area");
}

/// Types with the largest effect, if not all that count have it.
std::vector<std::string> most_prevented(const crims::Model& model,
                                        const crims::Intervention& intervention, double largest,
                                        const EvaluationPlan& plan) {
    std::vector<std::string> names;
    bool differ = false;
    for (std::size_t type = 0; type < intervention.effect.size(); ++type) {
        if (intervention.effect[type] == largest) {
            names.push_back(model.crime_types[type]);
        } else {
            differ |= plan.counts_type(type);
        }
    }
    return differ ? names : std::vector<std::string>();
}

/// All displaced shares and effects for the last study.
void add_combinations(EvaluationDesign& design, const EvaluationPlan& plan,
                      const DisplacementShares& displacement) {
    const std::vector<double> own = {design.own_displaced};
    for (const double displaced : plan.displaced.empty() ? own : plan.displaced) {
        for (const double effect : plan.effects) {
            Combination combination{
                .study = design.studies.size() - 1, .displaced = displaced, .effect = effect};
            combination.displaced_to = displacement.of(design.size(combination), displaced);
            design.combinations.push_back(combination);
        }
    }
}

} // namespace

double EvaluationDesign::true_effect(const Combination& combination) const {
    const crims::StudyMeans& without = studies[combination.study].truth;
    return crims::true_effect(without, crims::with_intervention(without, size(combination),
                                                                combination.displaced,
                                                                combination.displaced_to));
}

double EvaluationDesign::net_effect(const Combination& combination) const {
    return 0 - (studies[combination.study].truth.prevented_post * size(combination) *
                (1 - combination.displaced)); // nothing is 0, not -0
}

double EvaluationDesign::overall_effect(std::size_t study, double effect) const {
    const crims::StudyMeans& truth = studies[study].truth;
    const double crimes = truth.post[treated];
    return crimes > 0 ? truth.prevented_post / crimes * effect / largest_effect : 0;
}

wdd::StudyPeriods evaluation_periods(const wdd::Period& own, int months, bool month_only) {
    wdd::Period post = own;
    if (months > 0) {
        // The day before the same day, `months` months later.
        post.end = wdd::months_back(own.start, -months) - std::chrono::days(1);
    }
    if (month_only && !wdd::is_whole_months(post)) {
        throw DataError(fmt::format(
            "with ⟨--month-only⟩ the treatment period must be whole months; {} to {} is not",
            wdd::iso_date(post.start), wdd::iso_date(post.end)));
    }
    const wdd::StudyPeriods periods{
        .pre = month_only ? wdd::preceding_months(post) : wdd::preceding_days(post), .post = post};
    require_years(periods);
    return periods;
}

EvaluationDesign make_design(const crims::Model& model, const crims::Intervention& intervention,
                             const EvaluationAreas& areas, const EvaluationPlan& plan) {
    EvaluationDesign design;
    design.own_displaced = intervention.displaced;
    for (const double effect : intervention.effect) {
        design.largest_effect = std::max(design.largest_effect, effect);
    }
    if (!(design.largest_effect > 0)) {
        throw DataError(
            "the scenario prevents no crime of any type of the model, so there is no effect to make larger or smaller; give it one, 0.2 say");
    }
    design.most_prevented = most_prevented(model, intervention, design.largest_effect, plan);
    std::vector<RingShares> shares;
    for (const EvaluationRing& ring : areas.rings) {
        shares.push_back(ring_shares(model, areas, ring, plan));
    }
    for (const int months : plan.months) {
        for (std::size_t ring = 0; ring < areas.rings.size(); ++ring) {
            EvaluationStudy& added = design.studies.emplace_back();
            added.ring = ring;
            added.periods =
                evaluation_periods({intervention.start, intervention.end}, months, plan.month_only);
            added.months = months > 0 ? months : treatment_months(added.periods.post);
            crims::Study& study = added.study;
            study.cells = shares[ring].cells;
            study.pre = {added.periods.pre.start, added.periods.pre.end};
            study.post = {added.periods.post.start, added.periods.post.end};
            study.intervention = intervention;
            study.intervention.end = study.post.end;
            added.truth = crims::StudyProcess(model, study).expected();
            require_crimes(added.truth);
            const DisplacementShares displacement(model, study, shares[ring].injection,
                                                  shares[ring].by_area);
            study.recorded = plan.recorded;
            study.missing = plan.missing;
            add_combinations(design, plan, displacement);
        }
    }
    return design;
}

} // namespace crims_tool
