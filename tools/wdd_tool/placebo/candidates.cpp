// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"
#include "wdd/ring_geometry.hpp"
#include "wdd_tool/placebo/families.hpp"
#include "wdd_tool/placebo/random_stream.hpp"

namespace wdd_tool {

namespace {

constexpr std::size_t report_every = 64;

struct ZoneTally {
    std::size_t overlapping = 0;       ///< the study's zones
    std::size_t overlapping_other = 0; ///< a candidate before
    std::size_t not_comparable = 0;
};

bool overlaps_any(const wdd::Area& area, const std::vector<wdd::Area>& others) {
    return std::any_of(others.begin(), others.end(), [&area](const wdd::Area& other) {
        return wdd::shared_area(area, other) > 0;
    });
}

/// Borders that two neighbours draw somewhat differently are no overlap.
bool overlaps_much(const wdd::Area& a, const wdd::Area& b) {
    constexpr double much = 0.01;
    const wdd::Box box = a.box();
    const wdd::Box other = b.box();
    const bool apart = box.max_x < other.min_x || other.max_x < box.min_x ||
                       box.max_y < other.min_y || other.max_y < box.min_y;
    return !apart && wdd::shared_area(a, b) > much * std::min(a.area(), b.area());
}

/// Those that could have been either of the study's areas, by index.
std::vector<std::size_t> suitable_zones(const ObservedStudy& study,
                                        const std::vector<CandidateZone>& zones,
                                        const Comparable& comparable,
                                        const wdd::PlaceboCounter& counter,
                                        toolkit::Console& console, ZoneTally& tally) {
    const std::vector<wdd::Area> avoided = avoided_areas(study.areas, study.rule);
    const wdd::Counts& counts = study.evaluation.counts;
    std::vector<std::size_t> suitable;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        if (i % report_every == 0) {
            console.progress(static_cast<std::int64_t>(i), static_cast<std::int64_t>(zones.size()));
        }
        if (overlaps_any(zones[i].area, avoided)) {
            ++tally.overlapping;
            continue;
        }
        const auto incidents = static_cast<double>(counter.incidents_in(zones[i].area));
        if (!comparable(incidents, counts.treated.pre + counts.treated.post) ||
            !comparable(incidents, counts.control.pre + counts.control.post)) {
            ++tally.not_comparable;
            continue;
        }
        const auto is_much_of = [&](std::size_t other) {
            return overlaps_much(zones[i].area, zones[other].area);
        };
        if (std::any_of(suitable.begin(), suitable.end(), is_much_of)) {
            ++tally.overlapping_other;
            continue;
        }
        suitable.push_back(i);
    }
    console.progress(1, 1);
    console.end_progress();
    return suitable;
}

/// A random order: by Fisher and Yates.
std::vector<std::size_t> shuffled(std::vector<std::size_t> values, std::uint64_t seed) {
    RandomStream random(seed, 0, Purpose::candidates);
    for (std::size_t i = values.size(); i > 1; --i) {
        std::swap(values[i - 1],
                  values[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
    }
    return values;
}

std::string left_out(const ZoneTally& tally, const Comparable& comparable) {
    std::string text;
    const auto say = [&text](std::size_t count, const std::string& why) {
        if (count > 0) {
            text += fmt::format(" {} left out: {}.", count, why);
        }
    };
    say(tally.overlapping,
        "they overlap the response area, the control area or their displacement areas");
    say(tally.overlapping_other, "they overlap another zone of the layer");
    say(tally.not_comparable,
        fmt::format("they hold less than 1/{} or more than {} times the incidents (of both periods "
                    "together) of the response or the control area",
                    comparable.factor, comparable.factor));
    return text;
}

} // namespace

TestedFamily test_candidates(const ObservedStudy& study, const std::vector<CandidateZone>& zones,
                             const CandidateOptions& options, const wdd::PlaceboCounter& counter,
                             toolkit::Console& console) {
    ZoneTally tally;
    std::vector<std::size_t> suitable =
        suitable_zones(study, zones, options.comparable, counter, console, tally);
    if (suitable.size() < 2) {
        throw toolkit::DataError(fmt::format(
            "no comparable zones: two are needed, one to be compared with the other, and of {} "
            "candidates {} can be taken.{} Other --candidates or a larger --comparable may give "
            "some",
            zones.size(), suitable.size(), left_out(tally, options.comparable)));
    }
    const std::vector<std::size_t> circle = shuffled(suitable, options.seed);
    std::vector<Placebo> placebos;
    placebos.reserve(circle.size());
    for (std::size_t i = 0; i < circle.size(); ++i) {
        const CandidateZone& treated = zones[circle[i]];
        const CandidateZone& control = zones[circle[(i + 1) % circle.size()]];
        placebos.push_back(tested_placebo(circle[i] + 1, *study.evaluation.periods,
                                          counter.elsewhere(treated.area, control.area),
                                          study.counted.tally.month_only));
        placebos.back().name = treated.name;
        placebos.back().control_name = control.name;
        placebos.back().zone = treated.area;
    }
    std::sort(placebos.begin(), placebos.end(),
              [](const Placebo& a, const Placebo& b) { return a.number < b.number; });
    TestedFamily family = placebo_family(wdd::PlaceboKind::candidate, std::move(placebos), study);
    family.summary.how = {
        fmt::format("Each of {} zones in place of the response area, another of them in place of "
                    "the control area (at random, seed {}; each is so once), at the same dates.",
                    family.placebos.size(), options.seed) +
        left_out(tally, options.comparable)};
    return family;
}

} // namespace wdd_tool
