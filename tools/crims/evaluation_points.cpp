// SPDX-License-Identifier: MIT
#include "evaluation_points.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <tbb/task_arena.h>

#include "common/errors.hpp"
#include "crims/injection.hpp"
#include "crims/random.hpp"
#include "crims/simulator.hpp"
#include "triangles.hpp"
#include "wdd/zone_locator.hpp"

namespace crims_tool {

namespace {

using crims::Month;
using std::chrono::sys_days;

constexpr int minutes_a_day = 24 * 60;
constexpr std::uint8_t nowhere = crims::study_zones;

Month month_of(sys_days day) {
    const std::chrono::year_month_day date(day);
    return {date.year(), date.month()};
}

/// The box of everything that the evaluation looks at.
wdd::Box box_of(const EvaluationAreas& areas) {
    double width = areas.injection_width;
    for (const EvaluationRing& ring : areas.rings) {
        width = std::max(width, ring.width);
    }
    return areas.response.box().joined(areas.control.box()).grown(width);
}

/// The ring that displaced crimes go to as triangles; none if there is none.
std::vector<crims::Triangle> ring_triangles(const EvaluationAreas& areas) {
    const auto ring = wdd::zone_geometry(areas.response, areas.control, areas.injection_width,
                                         wdd::OverlapRule::count)
                          .polygons[wdd::Zone::treated_displacement];
    if (!ring) {
        return {};
    }
    const std::vector<wdd::Wkb> polygons(1, ring->wkb());
    return triangulate(polygons,
                       [](std::size_t /*index*/, const std::string& problem) {
                           return toolkit::DataError("the ring of displaced crimes " + problem);
                       })
        .front();
}

/// The crimes of a replicate that lie in some zone or in the ring of displaced crimes.
struct StudiedCrimes {
    crims::InjectionCrimes crimes;
    std::vector<crims::InjectionSite> sites;
    std::vector<std::uint8_t> recorded; ///< 0: never
    std::vector<std::uint8_t> zones;    ///< one a crime and ring: the study zone, or `nowhere`

    void clear() {
        crimes.crime_type.clear();
        crimes.dates.clear();
        crimes.x.clear();
        crimes.y.clear();
        sites.clear();
        recorded.clear();
        zones.clear();
    }
};

/// What a thread needs to do replicates, one after the other.
class PointsWorker {
  public:
    PointsWorker(const crims::Model& model, const EvaluationDesign& design,
                 const EvaluationAreas& areas, const EvaluationPlan& plan,
                 const crims::SimulationOptions& options, std::vector<crims::Triangle> ring)
        : m_model(model), m_design(design), m_plan(plan), m_last(last_month(design)),
          m_simulator(model, options), m_box(box_of(areas).grown(plan.snap)),
          m_injection(areas.response, areas.control, areas.injection_width) {
        for (const EvaluationRing& width : areas.rings) {
            m_locators.emplace_back(areas.response, areas.control, width.width);
        }
        m_injected.ring = std::move(ring);
        m_injected.in_ring = [this](double x, double y) {
            return wdd::holds(m_injection.locate(x, y), wdd::Zone::treated_displacement);
        };
    }

    void count(std::uint32_t replicate, std::span<crims::StudyCounts> counts) {
        collect(replicate);
        m_injected.sites = m_studied.sites;
        const std::uint64_t seed = crims::Stream(
            {.seed = m_plan.seed, .replicate = replicate, .purpose = crims::Purpose::injection})();
        std::vector<crims::StudyCounts> without;
        for (const EvaluationStudy& study : m_design.studies) {
            without.push_back(count_all(study));
        }
        for (std::size_t c = 0; c < counts.size(); ++c) {
            const Combination& combination = m_design.combinations[c];
            counts[c] = without[combination.study];
            if (combination.effect > 0) {
                intervene(combination, seed, counts[c]);
            }
        }
    }

    static Month first_month(const EvaluationDesign& design) {
        sys_days first = design.studies.front().periods.pre.start;
        for (const EvaluationStudy& study : design.studies) {
            first = std::min(first, study.periods.pre.start);
        }
        return month_of(first);
    }

  private:
    static Month last_month(const EvaluationDesign& design) {
        sys_days last = design.studies.front().periods.post.end;
        for (const EvaluationStudy& study : design.studies) {
            last = std::max(last, study.periods.post.end);
        }
        return month_of(last);
    }

    void collect(std::uint32_t replicate) {
        m_studied.clear();
        m_simulator.restart(replicate);
        while (m_simulator.month() <= m_last) {
            // Another replicate must not begin while this thread waits for the simulator's others.
            tbb::this_task_arena::isolate([this] { m_simulator.step(m_table); });
            for (std::size_t i = 0; i < m_table.size(); ++i) {
                if (m_box.contains(m_table.x[i], m_table.y[i])) { // false for NaN too
                    add(i);
                }
            }
        }
    }

    void add(std::size_t i) {
        const double x = m_table.x[i];
        const double y = m_table.y[i];
        std::array<double, 2> place = recorded_place(x, y);
        const std::size_t before = m_studied.zones.size();
        bool anywhere = false;
        for (wdd::ZoneLocator& locator : m_locators) {
            m_studied.zones.push_back(study_zone(locator.locate(place[0], place[1])));
            anywhere = anywhere || m_studied.zones.back() != nowhere;
        }
        const crims::InjectionSite site = site_of(x, y);
        if (!anywhere && site == crims::InjectionSite::elsewhere) {
            m_studied.zones.resize(before);
            return;
        }
        const sys_days day =
            crims::first_day(m_table.month) + std::chrono::days(m_table.minute[i] / minutes_a_day);
        m_studied.crimes.crime_type.push_back(
            static_cast<std::uint16_t>(m_model.offences[m_table.offence[i]].crime_type));
        m_studied.crimes.dates.push_back({day, day});
        m_studied.crimes.x.push_back(x);
        m_studied.crimes.y.push_back(y);
        m_studied.sites.push_back(site);
        m_studied.recorded.push_back(is_recorded(i) ? 1 : 0);
    }

    crims::InjectionSite site_of(double x, double y) {
        const wdd::ZoneSet zones = m_injection.locate(x, y);
        if (wdd::holds(zones, wdd::Zone::treated)) {
            return crims::InjectionSite::area;
        }
        return wdd::holds(zones, wdd::Zone::treated_displacement) ? crims::InjectionSite::ring
                                                                  : crims::InjectionSite::elsewhere;
    }

    /// Luck of its own for each crime, whatever becomes of others.
    bool is_recorded(std::size_t i) const {
        const std::size_t type = m_model.offences[m_table.offence[i]].crime_type;
        if (!m_plan.counts_type(type) || std::find(m_plan.missing.begin(), m_plan.missing.end(),
                                                   m_table.month) != m_plan.missing.end()) {
            return false;
        }
        if (m_plan.recorded >= 1) {
            return true;
        }
        const crims::Stream stream({.seed = m_plan.seed,
                                    .replicate = m_table.replicate,
                                    .month = crims::month_index(m_table.month),
                                    .purpose = crims::Purpose::degradation});
        return crims::Stream::to_unit(stream.block(static_cast<std::uint32_t>(i))[0]) <
               m_plan.recorded;
    }

    std::array<double, 2> recorded_place(double x, double y) const {
        if (m_plan.snap <= 0) {
            return {x, y};
        }
        return {std::round(x / m_plan.snap) * m_plan.snap,
                std::round(y / m_plan.snap) * m_plan.snap};
    }

    static std::uint8_t study_zone(wdd::ZoneSet zones) {
        const wdd::ZoneSet counted = wdd::counted_zones(zones, wdd::OverlapRule::clip);
        for (const wdd::Zone zone : wdd::all_zones) {
            if (wdd::holds(counted, zone)) {
                return static_cast<std::uint8_t>(zone);
            }
        }
        return nowhere;
    }

    /// Where a crime counts: its zone and the count of the period it falls into, if any.
    std::uint32_t* count_of(const EvaluationStudy& study, std::size_t crime, std::uint8_t zone,
                            crims::StudyCounts& counts) const {
        const sys_days day = m_studied.crimes.dates[crime].start;
        if (zone == nowhere || m_studied.recorded[crime] == 0) {
            return nullptr;
        }
        if (study.study.pre.contains(day)) {
            return &counts.pre.at(zone);
        }
        return study.study.post.contains(day) ? &counts.post.at(zone) : nullptr;
    }

    std::uint8_t zone_of(const EvaluationStudy& study, std::size_t crime) const {
        return m_studied.zones[(crime * m_locators.size()) + study.ring];
    }

    crims::StudyCounts count_all(const EvaluationStudy& study) const {
        crims::StudyCounts counts;
        for (std::size_t i = 0; i < m_studied.crimes.size(); ++i) {
            if (std::uint32_t* count = count_of(study, i, zone_of(study, i), counts)) {
                ++*count;
            }
        }
        return counts;
    }

    void intervene(const Combination& combination, std::uint64_t seed, crims::StudyCounts& counts) {
        const EvaluationStudy& study = m_design.studies[combination.study];
        m_injected.intervention = study.study.intervention;
        m_injected.intervention.displaced = combination.displaced;
        for (double& effect : m_injected.intervention.effect) {
            effect = std::min(effect * m_design.size(combination), 1.0);
        }
        m_injected.before = study.study.pre;
        const crims::InjectionResult result =
            crims::inject(m_studied.crimes, {&m_injected, 1}, seed);
        for (std::size_t i = 0; i < result.fate.size(); ++i) {
            if (result.fate[i] != crims::CrimeFate::untouched) {
                if (std::uint32_t* count = count_of(study, i, zone_of(study, i), counts)) {
                    --*count;
                }
            }
        }
        for (const crims::DisplacedCrime& moved : result.displaced) {
            const std::array<double, 2> place = recorded_place(moved.x, moved.y);
            const std::uint8_t zone = study_zone(m_locators[study.ring].locate(place[0], place[1]));
            if (std::uint32_t* count = count_of(study, moved.crime, zone, counts)) {
                ++*count;
            }
        }
    }

    const crims::Model& m_model;
    const EvaluationDesign& m_design;
    const EvaluationPlan& m_plan;
    Month m_last;
    crims::Simulator m_simulator;
    crims::CrimeTable m_table;
    wdd::Box m_box;
    wdd::ZoneLocator m_injection;
    std::vector<wdd::ZoneLocator> m_locators; ///< one a ring
    StudiedCrimes m_studied;
    crims::InjectedIntervention m_injected;
};

/// Workers that nobody uses at the moment.
class PointsRoute {
  public:
    PointsRoute(const crims::Model& model, const EvaluationDesign& design,
                const EvaluationAreas& areas, const EvaluationPlan& plan)
        : m_model(model), m_design(design), m_areas(areas),
          m_plan(plan), m_options{.from = PointsWorker::first_month(design),
                                  .seed = plan.seed,
                                  .placement = plan.placement,
                                  .near_repeat = plan.near_repeat,
                                  .dispersion = plan.dispersion,
                                  .zones = zones_in_reach(model, areas, plan)},
          m_ring(ring_triangles(areas)) {}

    void count(std::uint32_t replicate, std::span<crims::StudyCounts> counts) {
        std::unique_ptr<PointsWorker> worker = take();
        worker->count(replicate, counts);
        const std::lock_guard lock(m_mutex);
        m_idle.push_back(std::move(worker));
    }

  private:
    std::unique_ptr<PointsWorker> take() {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_idle.empty()) {
                std::unique_ptr<PointsWorker> worker = std::move(m_idle.back());
                m_idle.pop_back();
                return worker;
            }
        }
        return std::make_unique<PointsWorker>(m_model, m_design, m_areas, m_plan, m_options,
                                              m_ring);
    }

    const crims::Model& m_model;
    const EvaluationDesign& m_design;
    const EvaluationAreas& m_areas;
    const EvaluationPlan& m_plan;
    crims::SimulationOptions m_options;
    std::vector<crims::Triangle> m_ring;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<PointsWorker>> m_idle;
};

} // namespace

std::vector<std::uint8_t> zones_in_reach(const crims::Model& model, const EvaluationAreas& areas,
                                         const EvaluationPlan& plan) {
    // A place may be recorded half a lattice square away; corners are 0.71 of a side off.
    const wdd::Box box = box_of(areas).grown(plan.snap);
    std::vector<std::uint8_t> zones(model.zones.size(), 0);
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
        bool reaches = false;
        for (const crims::Triangle& t : model.triangles_of(zone)) {
            const auto [left, right] = std::minmax({t.x[0], t.x[1], t.x[2]});
            const auto [low, high] = std::minmax({t.y[0], t.y[1], t.y[2]});
            reaches = reaches || (left <= box.max_x && box.min_x <= right && low <= box.max_y &&
                                  box.min_y <= high);
        }
        for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
            for (const crims::Place& place : model.places_of(model.cell(zone, type))) {
                reaches = reaches || box.contains(place.x, place.y);
            }
        }
        // Crimes that follow crimes stay in their zone, if one knows where that is.
        const bool anywhere = plan.near_repeat && model.triangles_of(zone).empty();
        zones[zone] = reaches || anywhere ? 1 : 0;
    }
    return zones;
}

ReplicateCounter points_route(const crims::Model& model, const EvaluationDesign& design,
                              const EvaluationAreas& areas, const EvaluationPlan& plan) {
    const auto route = std::make_shared<PointsRoute>(model, design, areas, plan);
    return [route](std::uint32_t replicate, std::span<crims::StudyCounts> counts) {
        route->count(replicate, counts);
    };
}

} // namespace crims_tool
