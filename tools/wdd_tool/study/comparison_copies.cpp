// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "wdd/comparable.hpp"
#include "wdd_tool/study/comparison_places.hpp"
#include "wdd_tool/study/near_study.hpp"

namespace wdd_tool {

namespace {

constexpr std::size_t most_copies = 500;

wdd::Box moved_box(const wdd::Box& box, const wdd::RigidMotion& motion) {
    const double dx = motion.to_x - motion.from_x;
    const double dy = motion.to_y - motion.from_y;
    return {box.min_x + dx, box.min_y + dy, box.max_x + dx, box.max_y + dy};
}

} // namespace

wdd::AreaCounts SpanScale::counts(const wdd::SpanCounts& spans) const {
    wdd::AreaCounts counts{.pre = static_cast<double>(spans[wdd::Span::pre]),
                           .post = static_cast<double>(spans[wdd::Span::post]),
                           .history = {}};
    if (history) {
        counts.history = static_cast<double>(spans[wdd::Span::history]) * *history;
    }
    return counts;
}

ComparisonPlaces comparable_copies(const ComparisonDesign& design, wdd::PlaceCounter& counter) {
    const NearStudy near_study(design.areas);
    const wdd::Area& response = design.areas.response;
    ComparisonPlaces found;
    for (const wdd::RigidMotion& motion : counter.tiles()) {
        if (found.places.size() == most_copies) {
            break;
        }
        wdd::PlaceCounts place{.area = design.scale.counts(counter.in_copy(motion)), .ring = {}};
        if (!wdd::is_comparable(place.area, design.response.area)) {
            continue;
        }
        wdd::Area copy = wdd::moved(response, motion);
        if (!near_study.is_far(moved_box(response.box(), motion)) && near_study.holds(copy)) {
            continue;
        }
        if (design.response.ring) {
            place.ring = design.scale.counts(counter.around_copy(motion));
        }
        found.places.push_back(
            {fmt::format("copy {}", found.places.size() + 1), std::move(copy), place});
    }
    found.what = fmt::format("copies of the response area, more than {} from it",
                             near_study.distance_text());
    found.too_few =
        "Give the incidents of the whole town or force, not only those around the areas, or name zones of a similar size with --comparison-areas.";
    return found;
}

} // namespace wdd_tool
