// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/points.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "crims/injection.hpp"
#include "crims/random.hpp"
#include "crims_tool/shapes/triangles.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/zone_locator.hpp"

namespace crims_tool {

namespace {

using crims::month_of;
using std::chrono::sys_days;

constexpr std::uint8_t nowhere = crims::study_zones;

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
    std::vector<std::uint8_t> zones;    ///< one per crime and ring: the study zone, or `nowhere`
};

/// Where points lie. Locating fills caches, so that each serves one thread at a time.
struct Locators {
    explicit Locators(const EvaluationAreas& areas)
        : injection(areas.response, areas.control, areas.injection_width) {
        for (const EvaluationRing& ring : areas.rings) {
            rings.emplace_back(areas.response, areas.control, ring.width);
        }
    }

    wdd::ZoneLocator injection;
    std::vector<wdd::ZoneLocator> rings;
};

/// One replicate.
class PointsReplicate {
  public:
    PointsReplicate(const EvaluationDesign& design, const EvaluationPlan& plan, Locators& locators,
                    std::uint32_t number)
        : m_design(design), m_plan(plan), m_locators(locators), m_number(number) {}

    void count(const CrimeSource& source, const std::vector<crims::Triangle>& ring,
               std::span<crims::StudyCounts> counts) {
        collect(source);
        m_injected.sites = m_studied.sites;
        m_injected.ring = ring;
        m_injected.in_ring = [&locator = m_locators.injection](double x, double y) {
            return wdd::holds(locator.locate(x, y), wdd::Zone::treated_displacement);
        };
        const std::uint64_t seed = crims::Stream(
            {.seed = m_plan.seed, .replicate = m_number, .purpose = crims::Purpose::injection})();
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

  private:
    void collect(const CrimeSource& source) {
        std::vector<PointCrime> crimes;
        source(m_number, crimes);
        const crims::Stream luck(
            {.seed = m_plan.seed, .replicate = m_number, .purpose = crims::Purpose::degradation});
        for (std::size_t i = 0; i < crimes.size(); ++i) {
            add(crimes[i], luck.block(static_cast<std::uint32_t>(i))[0]);
        }
    }

    void add(const PointCrime& crime, std::uint64_t luck) {
        const std::array<double, 2> place = recorded_place(crime.x, crime.y);
        const std::size_t before = m_studied.zones.size();
        bool anywhere = false;
        for (wdd::ZoneLocator& locator : m_locators.rings) {
            m_studied.zones.push_back(study_zone(locator.locate(place[0], place[1])));
            anywhere = anywhere || m_studied.zones.back() != nowhere;
        }
        const crims::InjectionSite site = site_of(crime.x, crime.y);
        if (!anywhere && site == crims::InjectionSite::elsewhere) {
            m_studied.zones.resize(before);
            return;
        }
        m_studied.crimes.crime_type.push_back(crime.crime_type);
        m_studied.crimes.dates.push_back({crime.day, crime.day});
        m_studied.crimes.x.push_back(crime.x);
        m_studied.crimes.y.push_back(crime.y);
        m_studied.sites.push_back(site);
        m_studied.recorded.push_back(is_recorded(crime, luck) ? 1 : 0);
    }

    crims::InjectionSite site_of(double x, double y) {
        const wdd::ZoneSet zones = m_locators.injection.locate(x, y);
        if (wdd::holds(zones, wdd::Zone::treated)) {
            return crims::InjectionSite::area;
        }
        return wdd::holds(zones, wdd::Zone::treated_displacement) ? crims::InjectionSite::ring
                                                                  : crims::InjectionSite::elsewhere;
    }

    bool is_recorded(const PointCrime& crime, std::uint64_t luck) const {
        return m_plan.counts_type(crime.crime_type) &&
               std::find(m_plan.missing.begin(), m_plan.missing.end(), month_of(crime.day)) ==
                   m_plan.missing.end() &&
               (m_plan.recorded >= 1 || crims::Stream::to_unit(luck) < m_plan.recorded);
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
        return m_studied.zones[(crime * m_locators.rings.size()) + study.ring];
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
            const std::uint8_t zone =
                study_zone(m_locators.rings[study.ring].locate(place[0], place[1]));
            if (std::uint32_t* count = count_of(study, moved.crime, zone, counts)) {
                ++*count;
            }
        }
    }

    const EvaluationDesign& m_design;
    const EvaluationPlan& m_plan;
    Locators& m_locators;
    std::uint32_t m_number;
    StudiedCrimes m_studied;
    crims::InjectedIntervention m_injected;
};

/// Replicates of an evaluation. Keeps the locators that no replicate uses at the moment.
class PointsRoute {
  public:
    PointsRoute(const EvaluationDesign& design, const EvaluationAreas& areas,
                const EvaluationPlan& plan, CrimeSource source)
        : m_design(design), m_areas(areas), m_plan(plan), m_source(std::move(source)),
          m_ring(ring_triangles(areas)) {}

    void count(std::uint32_t replicate, std::span<crims::StudyCounts> counts) {
        std::unique_ptr<Locators> locators = take();
        PointsReplicate(m_design, m_plan, *locators, replicate).count(m_source, m_ring, counts);
        const std::lock_guard lock(m_mutex);
        m_idle.push_back(std::move(locators));
    }

  private:
    std::unique_ptr<Locators> take() {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_idle.empty()) {
                std::unique_ptr<Locators> locators = std::move(m_idle.back());
                m_idle.pop_back();
                return locators;
            }
        }
        return std::make_unique<Locators>(m_areas);
    }

    const EvaluationDesign& m_design;
    const EvaluationAreas& m_areas;
    const EvaluationPlan& m_plan;
    CrimeSource m_source;
    std::vector<crims::Triangle> m_ring;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Locators>> m_idle;
};

} // namespace

std::vector<std::uint8_t> zones_in_reach(const crims::Model& model, const wdd::Box& box,
                                         const EvaluationPlan& plan) {
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

CrimeWindow crime_window(const EvaluationDesign& design, const EvaluationAreas& areas,
                         const EvaluationPlan& plan) {
    // A place may be recorded half a lattice square away; corners are 0.71 of a side off.
    CrimeWindow window{.box = box_of(areas).grown(plan.snap),
                       .days = {design.studies.front().periods.pre.start,
                                design.studies.front().periods.post.end}};
    for (const EvaluationStudy& study : design.studies) {
        window.days.start = std::min(window.days.start, study.periods.pre.start);
        window.days.end = std::max(window.days.end, study.periods.post.end);
    }
    return window;
}

CrimeSource simulated_crimes(const crims::Model& model, const EvaluationPlan& plan,
                             const CrimeWindow& window) {
    return simulated_crimes(model,
                            {.from = month_of(window.days.start),
                             .seed = plan.seed,
                             .placement = plan.placement,
                             .near_repeat = plan.near_repeat,
                             .dispersion = plan.dispersion,
                             .zones = zones_in_reach(model, window.box, plan)},
                            window);
}

ReplicateCounter points_route(const EvaluationDesign& design, const EvaluationAreas& areas,
                              const EvaluationPlan& plan, CrimeSource source) {
    const auto route = std::make_shared<PointsRoute>(design, areas, plan, std::move(source));
    return [route](std::uint32_t replicate, std::span<crims::StudyCounts> counts) {
        route->count(replicate, counts);
    };
}

} // namespace crims_tool
