// SPDX-License-Identifier: MIT
#include <utility>

#include <fmt/format.h>

#include "wdd/comparable.hpp"
#include "wdd/copy_counter.hpp"
#include "wdd_tool/study/comparison_places.hpp"

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

ComparisonPlaces comparable_copies(const ComparisonDesign& design) {
    const wdd::Area& response = design.areas.response;
    const auto may_be_comparable = [&design](const wdd::SpanCounts& least,
                                             const wdd::SpanCounts& most) {
        return wdd::may_be_comparable(design.scale.counts(least), design.scale.counts(most),
                                      design.response.area);
    };
    wdd::CopyCounter counter(response, design.areas.distance, design.points, design.spans,
                             may_be_comparable);
    ComparisonPlaces found;
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < counter.copies().size(); ++i) {
        const wdd::CountedCopy& one = counter.copies()[i];
        if (found.places.size() == most_copies) {
            break;
        }
        const wdd::PlaceCounts place{.area = design.scale.counts(one.counts), .ring = {}};
        if (!wdd::is_comparable(place.area, design.response.area)) {
            continue;
        }
        const wdd::Box box = moved_box(response.box(), one.motion);
        if (design.others &&
            design.others->areas.meets_box(box, design.others->self, design.others->by)) {
            continue;
        }
        wdd::Area copy = wdd::moved(response, one.motion);
        if (!design.near.is_far(box) && design.near.holds(copy)) {
            continue;
        }
        numbers.push_back(i);
        found.places.push_back(
            {fmt::format("copy {}", found.places.size() + 1), std::move(copy), place});
    }
    if (design.response.ring) {
        const std::vector<wdd::SpanCounts> rings = counter.around(numbers);
        for (std::size_t i = 0; i < rings.size(); ++i) {
            found.places[i].counts.ring = design.scale.counts(rings[i]);
        }
    }
    found.what = fmt::format("copies of the response area, more than {} from it",
                             design.near.distance_text());
    found.too_few =
        "Give the incidents of the whole town or force, not only those around the areas, or name zones of a similar size with ⟨--comparison-areas⟩.";
    return found;
}

} // namespace wdd_tool
