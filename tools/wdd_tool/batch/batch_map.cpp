// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/batch_map.hpp"

#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "toolkit/text/visible.hpp"
#include "wdd_tool/result/zone_map.hpp"

namespace wdd_tool {

namespace {

std::vector<const wdd::BatchArea*> evaluated(const wdd::Batch& batch) {
    std::vector<const wdd::BatchArea*> areas;
    areas.reserve(batch.areas.size());
    for (const wdd::BatchArea& area : batch.areas) {
        if (area.evaluation) {
            areas.push_back(&area);
        }
    }
    return areas;
}

wdd::Box box_around(const std::vector<const wdd::BatchArea*>& areas) {
    wdd::Box box = box_of(areas.front()->evaluation->drawn->polygons);
    for (const wdd::BatchArea* area : areas) {
        box = box.joined(box_of(area->evaluation->drawn->polygons));
    }
    return box;
}

std::string with_its_sign(double value) {
    const double rounded = std::round(value);
    return rounded == 0 ? "0" : fmt::format("{:+.0f}", rounded);
}

/// What the verdict to prefer says in few words.
std::string change_in(const wdd::Evaluation& evaluation) {
    constexpr double percent = 100;
    if (evaluation.forecast && evaluation.forecast->verdict) {
        const double ratio = evaluation.forecast->verdict->area.forecast.ratio;
        return with_its_sign(percent * (ratio - 1)) + " %";
    }
    return "WDD " + with_its_sign(evaluation.statistic.total.estimate);
}

std::string legend_of(const ZonePaint& paint) {
    return paint.zone == wdd::Zone::treated
               ? fmt::format("{}, with its change against the forecast, or its WDD without one",
                             paint.name)
               : paint.name;
}

} // namespace

std::string batch_map(const wdd::Batch& batch, const std::string& title) {
    constexpr std::size_t longest_name = 24;
    const std::vector<const wdd::BatchArea*> areas = evaluated(batch);
    ZoneMap map(box_around(areas), areas.front()->evaluation->drawn->metres_a_unit);
    map.head(title, wdd::summary(batch));
    for (const ZonePaint& paint : zone_paints) { // of all areas, so that no ring covers an area
        bool is_drawn = false;
        for (const wdd::BatchArea* area : areas) {
            if (const auto& zone = area->evaluation->drawn->polygons[paint.zone]) {
                map.fill(*zone, paint.paint);
                is_drawn = true;
            }
        }
        if (is_drawn) {
            map.legend(paint.paint, legend_of(paint));
        }
    }
    for (const wdd::BatchArea* area : areas) {
        map.label(*area->evaluation->drawn->polygons[wdd::Zone::treated],
                  {toolkit::visible_line(area->name, longest_name), change_in(*area->evaluation)});
    }
    return map.png();
}

} // namespace wdd_tool
