// SPDX-License-Identifier: MIT
#include "wdd_tool/result/map_picture.hpp"

#include <fmt/format.h>

#include "wdd/message.hpp"
#include "wdd_tool/result/zone_map.hpp"

namespace wdd_tool {

std::string map_picture(const wdd::Evaluation& evaluation, const std::string& title) {
    const wdd::ZonePolygons& zones = evaluation.drawn->polygons;
    ZoneMap map(box_of(zones), evaluation.drawn->metres_a_unit);
    map.head(title, wdd::summary(evaluation));
    for (const ZonePaint& paint : zone_paints) {
        if (const auto& area = zones[paint.zone]) {
            map.fill(*area, paint.paint);
            const wdd::BeforeAfter counts = evaluation.counts.*paint.counts;
            map.legend(paint.paint, fmt::format("{}: {} incidents before, {} after", paint.name,
                                                counts.pre, counts.post));
        }
    }
    return map.png();
}

} // namespace wdd_tool
