// SPDX-License-Identifier: MIT
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"
#include "wdd/ring_geometry.hpp"
#include "wdd_tool/placebo/families.hpp"
#include "wdd_tool/placebo/random_stream.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using wdd::Zone;

constexpr int most_tries = 20000;

/// One of the study's two areas, and where it could have been.
class MovedArea {
  public:
    MovedArea(const ObservedStudy& study, Zone zone, const wdd::Area& region,
              const Comparable& comparable, wdd::PlaceboCounter& counter)
        : m_zone(zone), m_area(zone == Zone::treated ? study.areas.response : study.areas.control),
          m_space(std::make_unique<wdd::RelocationSpace>(m_area, region,
                                                         avoided_areas(study.areas, study.rule))),
          m_comparable(comparable), m_counter(counter) {
        const wdd::Counts& counts = study.evaluation.counts;
        const wdd::BeforeAfter& own = zone == Zone::treated ? counts.treated : counts.control;
        m_incidents = own.pre + own.post;
    }

    /// The first comparable place of a stream; none if so many tries find none.
    std::optional<wdd::RigidMotion> find(RandomStream& random) {
        for (int tries = 0; tries < most_tries; ++tries) {
            ++m_tries;
            const double across = random.uniform();
            const double up = random.uniform();
            const wdd::RigidMotion motion = m_space->motion(across, up, random.uniform());
            if (m_space->rejects_at_once(motion)) {
                continue;
            }
            // Counting is cheaper than a close look.
            const auto incidents = static_cast<double>(m_counter.incidents_in(m_zone, motion));
            const bool comparable = m_comparable(incidents, m_incidents);
            if (comparable && m_space->admits(motion)) {
                return motion;
            }
            m_incomparable += comparable ? 0 : 1;
        }
        return std::nullopt;
    }

    wdd::Area at(const wdd::RigidMotion& motion) const { return wdd::moved(m_area, motion); }

    void avoid(const wdd::Area& area) { m_space->avoid(area); }

    std::int64_t tries() const { return m_tries; }

    std::string why_none() const {
        return fmt::format(
            "of {} random positions of the {} area, {} hold less than 1/{} or more than {} times "
            "its {} incidents of both periods, and the others reach out of the region or into an "
            "area or displacement area",
            fmt::group_digits(m_tries), m_zone == Zone::treated ? "response" : "control",
            fmt::group_digits(m_incomparable), m_comparable.factor, m_comparable.factor,
            m_incidents);
    }

  private:
    Zone m_zone;
    wdd::Area m_area;
    std::unique_ptr<wdd::RelocationSpace> m_space;
    Comparable m_comparable;
    wdd::PlaceboCounter& m_counter;
    double m_incidents = 0;
    std::int64_t m_tries = 0;
    std::int64_t m_incomparable = 0;
};

/// Pairs of places, one after the other, each clear of those before.
class PairSearch {
  public:
    PairSearch(const ObservedStudy& study, const RelocationOptions& options,
               const wdd::Area& region, wdd::PlaceboCounter& counter)
        : m_study(study), m_options(options), m_counter(counter),
          m_response(study, Zone::treated, region, options.comparable, counter),
          m_control(study, Zone::control, region, options.comparable, counter) {}

    /// The next pair; none if there seems to be no more room.
    std::optional<Placebo> next() {
        RandomStream random(m_options.seed, m_found, Purpose::relocation);
        const auto response = m_response.find(random);
        if (!response) {
            return std::nullopt;
        }
        take(m_response.at(*response));
        const auto control = m_control.find(random);
        if (!control) {
            return std::nullopt;
        }
        take(m_control.at(*control));
        Placebo placebo = tested_placebo(++m_found, *m_study.evaluation.periods,
                                         m_counter.relocated(*response, *control),
                                         m_study.counted.tally.month_only);
        placebo.motion = response;
        placebo.control_motion = control;
        return placebo;
    }

    std::int64_t tries() const { return m_response.tries() + m_control.tries(); }

    DataError no_place() const {
        return DataError(fmt::format(
            "no comparable places: {}; a larger --region, a larger --comparable or a smaller "
            "--displacement may give some",
            m_control.tries() > 0 ? m_control.why_none() : m_response.why_none()));
    }

  private:
    /// No other area may lie in this one or its ring.
    void take(const wdd::Area& area) {
        const wdd::Area taken = wdd::surrounded(area, clearance(m_study.areas, m_study.rule));
        m_response.avoid(taken);
        m_control.avoid(taken);
    }

    const ObservedStudy& m_study;
    const RelocationOptions& m_options;
    wdd::PlaceboCounter& m_counter;
    MovedArea m_response;
    MovedArea m_control;
    std::size_t m_found = 0;
};

std::string how_pairs(const RelocationOptions& options, std::size_t found, std::int64_t tries) {
    std::string how = fmt::format(
        "Both areas, each turned by a random angle and put at a random place within the region, {} "
        "time{}, at the same dates. No area lies in an area or displacement area of another pair "
        "or of the study, and each holds 1/{} to {} times the incidents (of both periods together) "
        "of the study's area that it stands for; seed {}, {} positions tried.",
        fmt::group_digits(found), found == 1 ? "" : "s", options.comparable.factor,
        options.comparable.factor, options.seed, fmt::group_digits(tries));
    if (found < options.number) {
        how += fmt::format(" {} pairs were asked for; for more {} random positions found no "
                           "comparable place that is still free.",
                           fmt::group_digits(options.number), fmt::group_digits(most_tries));
    }
    return how;
}

} // namespace

TestedFamily test_relocations(const ObservedStudy& study, const RelocationOptions& options,
                              const wdd::Area& region, wdd::PlaceboCounter& counter,
                              toolkit::Console& console) {
    PairSearch search(study, options, region, counter);
    std::vector<Placebo> placebos;
    while (placebos.size() < options.number) {
        console.progress(static_cast<std::int64_t>(placebos.size()),
                         static_cast<std::int64_t>(options.number));
        auto placebo = search.next();
        if (!placebo) {
            break;
        }
        placebos.push_back(std::move(*placebo));
    }
    console.progress(1, 1);
    console.end_progress();
    if (placebos.empty()) {
        throw search.no_place();
    }
    TestedFamily family = placebo_family(wdd::PlaceboKind::relocation, std::move(placebos), study);
    family.summary.how = {how_pairs(options, family.placebos.size(), search.tries())};
    return family;
}

} // namespace wdd_tool
