// SPDX-License-Identifier: MIT
#include "placebo_families.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "common/errors.hpp"
#include "random_stream.hpp"
#include "wdd/ring_geometry.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using wdd::PlaceboStep;

constexpr int report_every = 64;

Placebo tested(std::size_t number, const wdd::StudyPeriods& periods, const wdd::Counts& counts,
               bool month_only) {
    Placebo placebo{.number = number, .periods = periods, .counts = counts};
    placebo.weights.time = time_weights(periods, month_only);
    placebo.statistic = wdd::weighted_displacement_difference(counts, placebo.weights);
    return placebo;
}

/// Compares those that have a z with the observed one.
TestedFamily family_of(wdd::PlaceboKind kind, std::vector<Placebo> placebos,
                       const ObservedStudy& study) {
    TestedFamily family;
    family.summary.kind = kind;
    std::vector<double> z;
    for (const Placebo& placebo : placebos) {
        if (placebo.statistic.z) {
            z.push_back(*placebo.statistic.z);
            family.summary.treated_pre.push_back(placebo.counts.treated.pre);
        } else {
            ++family.summary.without_test;
        }
    }
    family.summary.distribution =
        wdd::compare_with_placebos(*study.evaluation.statistic.z, std::move(z));
    family.placebos = std::move(placebos);
    return family;
}

PlaceboStep step_of(const DateOptions& options, bool month_only) {
    const PlaceboStep step =
        options.step.value_or(month_only ? PlaceboStep::month : PlaceboStep::week);
    if (month_only && (step == PlaceboStep::day || step == PlaceboStep::week)) {
        throw DataError("incidents are dated by month only, so earlier dates lie whole months "
                        "apart: use --date-step month, year or period");
    }
    return step;
}

std::string apart(PlaceboStep step) {
    switch (step) {
    case PlaceboStep::day:
        return "a day apart";
    case PlaceboStep::week:
        return "a week apart";
    case PlaceboStep::month:
        return "a month apart";
    case PlaceboStep::year:
        return "a year apart";
    case PlaceboStep::period:
        break;
    }
    return "a treatment period apart";
}

DataError no_earlier_date(const wdd::StudyPeriods& real, std::chrono::sys_days first_day) {
    return DataError(fmt::format(
        "no earlier date can be tried: both periods of a placebo ({} days together) must lie "
        "between {}, when the incidents (or --dates-from) begin, and the treatment's start {}; "
        "use incidents that begin earlier, a shorter treatment period, or --relocations",
        (real.post.end - real.pre.start).count() + 1, wdd::iso_date(first_day),
        wdd::iso_date(real.post.start)));
}

std::string how_dates(const std::vector<wdd::StudyPeriods>& periods, const DateOptions& options,
                      PlaceboStep step, std::chrono::sys_days first_day) {
    std::string how = fmt::format(
        "The same zones at {} earlier start date{}, {}, from {} to {}; both periods lie between "
        "{} and the real treatment.",
        periods.size(), periods.size() == 1 ? "" : "s", apart(step),
        wdd::iso_date(periods.back().post.start), wdd::iso_date(periods.front().post.start),
        wdd::iso_date(first_day));
    if (options.at_most > periods.size()) {
        how += fmt::format(" {} were asked for; the data hold no more.", options.at_most);
    }
    return how;
}

/// Room for one relocation, found by trying.
class RelocationSearch {
  public:
    RelocationSearch(const ObservedStudy& study, const RelocationOptions& options,
                     const wdd::Area& region, wdd::PlaceboCounter& counter)
        : m_options(options),
          m_space(study.areas.response, region, avoided_areas(study.areas, study.rule)),
          m_counter(counter) {}

    struct Found {
        wdd::RigidMotion motion;
        wdd::Counts counts;
    };

    /// The first admissible place of a replicate's stream; none if so many tries find none.
    std::optional<Found> find(std::size_t replicate) {
        RandomStream random(m_options.seed, replicate, Purpose::relocation);
        for (int tries = 0; tries < most_tries; ++tries) {
            ++m_tries;
            const double across = random.uniform();
            const double up = random.uniform();
            const wdd::RigidMotion motion = m_space.motion(across, up, random.uniform());
            if (m_space.rejects_at_once(motion)) {
                continue;
            }
            const wdd::Counts counts = m_counter.relocated(motion); // cheaper than a close look
            if (counts.treated.pre >= m_options.min_count && m_space.admits(motion)) {
                return Found{motion, counts};
            }
        }
        return std::nullopt;
    }

    std::int64_t tries() const { return m_tries; }

    DataError no_room() const {
        const bool counted = m_options.min_count > 0;
        return DataError(fmt::format(
            "no room for a relocation: {} random positions were tried, and in none does the "
            "response area lie within the region, clear of both areas and their displacement "
            "areas{}; a larger --region{} or a smaller --displacement gives room",
            fmt::group_digits(m_tries),
            counted ? fmt::format(", and hold {} incidents before", m_options.min_count) : "",
            counted ? ", a smaller --min-count" : ""));
    }

    static constexpr int most_tries = 20000;

  private:
    const RelocationOptions& m_options;
    wdd::RelocationSpace m_space;
    wdd::PlaceboCounter& m_counter;
    std::int64_t m_tries = 0;
};

std::string how_candidates(std::size_t tested, std::size_t overlapping, std::size_t small,
                           double min_count) {
    std::string how = fmt::format("Each of {} zone{} in place of the response area, at the same "
                                  "dates.",
                                  tested, tested == 1 ? "" : "s");
    if (overlapping > 0) {
        how += fmt::format(" {} left out: they overlap the response area, the control area or "
                           "their displacement areas.",
                           overlapping);
    }
    if (small > 0) {
        how += fmt::format(" {} left out: fewer than {} incidents before.", small, min_count);
    }
    return how;
}

bool overlaps_any(const wdd::Area& area, const std::vector<wdd::Area>& others) {
    return std::any_of(others.begin(), others.end(), [&area](const wdd::Area& other) {
        return wdd::shared_area(area, other) > 0;
    });
}

} // namespace

TestedFamily test_dates(const ObservedStudy& study, const DateOptions& options) {
    const wdd::StudyPeriods& real = *study.evaluation.periods;
    const bool month_only = study.counted.tally.month_only;
    const PlaceboStep step = step_of(options, month_only);
    std::chrono::sys_days first_day =
        std::max(study.counted.dates->start, study.counted.daily.window().start);
    if (options.from) {
        first_day = std::max(first_day, *options.from);
    }
    const std::vector<wdd::StudyPeriods> periods =
        wdd::placebo_periods(real, {.step = step,
                                    .whole_months = month_only,
                                    .first_day = first_day,
                                    .at_most = options.at_most});
    if (periods.empty()) {
        throw no_earlier_date(real, first_day);
    }
    std::vector<Placebo> placebos;
    placebos.reserve(periods.size());
    for (const wdd::StudyPeriods& one : periods) {
        placebos.push_back(tested(placebos.size() + 1, one,
                                  study.counted.daily.counts(one.pre, one.post, study.rule),
                                  month_only));
    }
    TestedFamily family = family_of(wdd::PlaceboKind::date, std::move(placebos), study);
    family.summary.how = {how_dates(periods, options, step, first_day)};
    family.summary.disjoint = wdd::disjoint_studies(real, first_day);
    return family;
}

TestedFamily test_relocations(const ObservedStudy& study, const RelocationOptions& options,
                              const wdd::Area& region, wdd::PlaceboCounter& counter,
                              toolkit::Console& console) {
    constexpr std::size_t hopeless = 5; // so many in vain, and there is no room
    RelocationSearch search(study, options, region, counter);
    std::vector<Placebo> placebos;
    for (std::size_t replicate = 0; replicate < options.number; ++replicate) {
        if (replicate % report_every == 0) {
            console.progress(static_cast<std::int64_t>(replicate),
                             static_cast<std::int64_t>(options.number));
        }
        if (const auto found = search.find(replicate)) {
            placebos.push_back(tested(replicate + 1, *study.evaluation.periods, found->counts,
                                      study.counted.tally.month_only));
            placebos.back().motion = found->motion;
        } else if (placebos.empty() && replicate + 1 >= std::min(hopeless, options.number)) {
            throw search.no_room();
        }
    }
    console.progress(1, 1);
    console.end_progress();
    const std::size_t in_vain = options.number - placebos.size();
    TestedFamily family = family_of(wdd::PlaceboKind::relocation, std::move(placebos), study);
    family.summary.how = {fmt::format(
        "The response area, turned by a random angle and put at {} random places within the region "
        "where it is clear of both areas and their displacement areas, at the same dates; seed {}, "
        "{} positions tried.",
        fmt::group_digits(family.placebos.size()), options.seed,
        fmt::group_digits(search.tries()))};
    if (options.min_count > 0) {
        family.summary.how.push_back(fmt::format(
            "Places with fewer than {} incidents before were passed over.", options.min_count));
    }
    if (in_vain > 0) {
        family.summary.how.push_back(fmt::format(
            "{} more were asked for; for each of them {} random positions were tried in vain, for "
            "there is little room.",
            in_vain, RelocationSearch::most_tries));
    }
    family.summary.disjoint = static_cast<std::size_t>(region.area() / study.areas.response.area());
    return family;
}

TestedFamily test_candidates(const ObservedStudy& study, const std::vector<CandidateZone>& zones,
                             double min_count, const wdd::PlaceboCounter& counter,
                             toolkit::Console& console) {
    const std::vector<wdd::Area> avoided = avoided_areas(study.areas, study.rule);
    std::vector<Placebo> placebos;
    std::size_t overlapping = 0;
    std::size_t small = 0;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        if (i % report_every == 0) {
            console.progress(static_cast<std::int64_t>(i), static_cast<std::int64_t>(zones.size()));
        }
        if (overlaps_any(zones[i].area, avoided)) {
            ++overlapping;
            continue;
        }
        const wdd::Counts counts = counter.elsewhere(zones[i].area);
        if (counts.treated.pre < min_count) {
            ++small;
            continue;
        }
        placebos.push_back(
            tested(i + 1, *study.evaluation.periods, counts, study.counted.tally.month_only));
        placebos.back().name = zones[i].name;
        placebos.back().zone = zones[i].area;
    }
    console.progress(1, 1);
    console.end_progress();
    if (placebos.empty()) {
        throw DataError(fmt::format(
            "no candidate zone is left of {}: {} overlap the response area, the control area or "
            "their displacement areas, {} have fewer than {} incidents before (--min-count)",
            zones.size(), overlapping, small, min_count));
    }
    TestedFamily family = family_of(wdd::PlaceboKind::candidate, std::move(placebos), study);
    family.summary.how = {how_candidates(family.placebos.size(), overlapping, small, min_count)};
    return family;
}

} // namespace wdd_tool
