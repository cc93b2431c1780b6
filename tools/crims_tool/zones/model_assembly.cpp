// SPDX-License-Identifier: MIT
#include "crims_tool/zones/model_assembly.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

crims::CrimeCounts count_crimes(const RecordedCrimes& crimes, const ZoneAssignment& assignment) {
    const std::size_t types = crimes.crime_types.size();
    const std::size_t months = crimes.months.size();
    crims::CrimeCounts counts{.zones = assignment.zones.size(),
                              .crime_types = types,
                              .from = crimes.months.from,
                              .months = months,
                              .present = crimes.present,
                              .located = {},
                              .unlocated = {}};
    counts.located.resize(counts.zones * types * months);
    counts.unlocated.resize(types * months);
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        const std::uint32_t zone = assignment.zone[i];
        const std::size_t type = crimes.crime_type[i];
        if (zone == none) {
            ++counts.unlocated[(type * months) + crimes.month[i]];
        } else {
            ++counts.located[(((zone * types) + type) * months) + crimes.month[i]];
        }
    }
    return counts;
}

namespace {

/// Drops the values of crimes that are not kept.
template<class Value>
void keep_only(std::vector<Value>& column, const std::vector<std::uint8_t>& kept) {
    std::size_t next = 0;
    for (std::size_t i = 0; i < column.size(); ++i) {
        if (kept[i] != 0) {
            column[next++] = column[i];
        }
    }
    column.resize(next);
}

} // namespace

namespace {

void keep_only_crimes(RecordedCrimes& crimes, const std::vector<std::uint8_t>& kept) {
    keep_only(crimes.crime_type, kept);
    keep_only(crimes.month, kept);
    keep_only(crimes.lsoa, kept);
    keep_only(crimes.point, kept);
    keep_only(crimes.outcome, kept);
}

/// How many crimes of a type and month without a zone for another reason stay: the share that
/// those with one have in the zones. Rounded over the months of a type together.
std::vector<std::uint64_t> unlocated_to_keep(const RecordedCrimes& crimes,
                                             const ZoneAssignment& assignment) {
    const std::size_t months = crimes.present.size();
    const std::size_t types = crimes.crime_types.size();
    std::vector<double> within(types);
    std::vector<double> placed(types);
    std::vector<std::uint64_t> unlocated(types * months);
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        const std::size_t type = crimes.crime_type[i];
        if (assignment.zone[i] == none && assignment.outside[i] == 0) {
            ++unlocated[(type * months) + crimes.month[i]];
            continue;
        }
        placed[type] += 1;
        within[type] += assignment.outside[i] == 0 ? 1 : 0;
    }
    for (std::size_t type = 0; type < types; ++type) {
        const double share = placed[type] > 0 ? within[type] / placed[type] : 1;
        std::uint64_t before = 0;
        std::uint64_t kept_before = 0;
        for (std::size_t month = 0; month < months; ++month) {
            std::uint64_t& count = unlocated[(type * months) + month];
            before += count;
            const auto kept =
                static_cast<std::uint64_t>(std::llround(share * static_cast<double>(before)));
            count = kept - std::exchange(kept_before, kept);
        }
    }
    return unlocated;
}

} // namespace

LeftOut leave_out_outside(RecordedCrimes& crimes, ZoneAssignment& assignment) {
    LeftOut left{.outside = assignment.counts.outside};
    left.unlocated_before = assignment.counts.unlocated() - left.outside;
    const std::size_t months = crimes.present.size();
    std::vector<std::uint64_t> keep = unlocated_to_keep(crimes, assignment);
    std::vector<std::uint8_t> kept;
    kept.reserve(crimes.size());
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        bool stays = assignment.zone[i] != none;
        if (!stays && assignment.outside[i] == 0) {
            std::uint64_t& left_to_keep = keep[(crimes.crime_type[i] * months) + crimes.month[i]];
            stays = left_to_keep > 0;
            left_to_keep -= stays ? 1U : 0U;
            left.unlocated += stays ? 0U : 1U;
        }
        kept.push_back(stays ? 1 : 0);
    }
    keep_only_crimes(crimes, kept);
    keep_only(assignment.zone, kept);
    keep_only(assignment.outside, kept);
    return left;
}

std::string left_out_text(const LeftOut& left) {
    using toolkit::grouped_number;
    std::string text =
        fmt::format("{} crimes outside the zones were left out", grouped_number(left.outside));
    if (left.unlocated_before > 0) {
        text += fmt::format(", and {} of {} crimes without a zone for another reason, the same "
                            "share of each crime type",
                            grouped_number(left.unlocated), grouped_number(left.unlocated_before));
    }
    return text + ".";
}

void leave_out(RecordedCrimes& crimes, const std::vector<crims::Month>& months) {
    std::vector<std::uint8_t> out(crimes.present.size());
    for (const crims::Month month : months) {
        out[crimes.months.number(month)] = 1;
    }
    for (std::size_t month = 0; month < out.size(); ++month) {
        crimes.present[month] = out[month] != 0 ? std::uint8_t{0} : crimes.present[month];
    }
    std::vector<std::uint8_t> kept;
    kept.reserve(crimes.size());
    for (const std::uint16_t month : crimes.month) {
        kept.push_back(out[month] != 0 ? 0 : 1);
    }
    keep_only_crimes(crimes, kept);
}

namespace {

/// The order of points by their coordinates, which unlike that of their appearance is the same for
/// the same crimes in another order of rows or files. Points with the same coordinates are one.
struct PointOrder {
    std::vector<std::uint32_t> rank;  ///< of each point
    std::vector<std::uint32_t> point; ///< of each rank
};

PointOrder order_by_place(const std::vector<double>& x, const std::vector<double>& y) {
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        return std::pair(x[a], y[a]) < std::pair(x[b], y[b]);
    };
    std::vector<std::uint32_t> sorted;
    sorted.reserve(x.size());
    for (std::uint32_t point = 0; point < x.size(); ++point) {
        if (std::isfinite(x[point]) && std::isfinite(y[point])) {
            sorted.push_back(point);
        }
    }
    std::sort(sorted.begin(), sorted.end(), before);
    PointOrder order{.rank = std::vector<std::uint32_t>(x.size(), none), .point = {}};
    for (const std::uint32_t point : sorted) {
        if (order.point.empty() || before(order.point.back(), point)) {
            order.point.push_back(point);
        }
        order.rank[point] = static_cast<std::uint32_t>(order.point.size() - 1);
    }
    return order;
}

} // namespace

void set_places(crims::Model& model, const RecordedCrimes& crimes, const ZoneAssignment& assignment,
                const std::vector<double>& x, const std::vector<double>& y) {
    // Sorted, equal pairs stand together: their number is the place's weight.
    const PointOrder order = order_by_place(x, y);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> visits; // cell and rank of the point
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        const std::uint32_t point = crimes.point[i];
        if (assignment.zone[i] != none && point != none && order.rank[point] != none &&
            !assignment.is_impossible(point)) {
            visits.emplace_back(
                static_cast<std::uint32_t>(model.cell(assignment.zone[i], crimes.crime_type[i])),
                order.rank[point]);
        }
    }
    if (visits.empty()) {
        return;
    }
    std::sort(visits.begin(), visits.end());
    model.place_begin.assign(model.cell_count() + 1, 0);
    for (auto first = visits.begin(); first != visits.end();) {
        const auto last = std::upper_bound(first, visits.end(), *first);
        const std::uint32_t point = order.point[first->second];
        model.places.push_back(
            {.x = x[point], .y = y[point], .weight = static_cast<double>(last - first)});
        ++model.place_begin[first->first + 1];
        first = last;
    }
    for (std::size_t i = 1; i < model.place_begin.size(); ++i) {
        model.place_begin[i] += model.place_begin[i - 1];
    }
}

std::vector<std::string> types_without_places(const crims::Model& model,
                                              const RecordedCrimes& crimes) {
    std::vector<std::uint8_t> recorded(crimes.crime_types.size(), 0);
    for (const std::uint16_t type : crimes.crime_type) {
        recorded[type] = 1;
    }
    for (std::size_t cell = 0; cell < model.cell_count(); ++cell) {
        if (!model.places_of(cell).empty()) {
            recorded[cell % model.crime_types.size()] = 0;
        }
    }
    std::vector<std::string> types;
    for (std::size_t type = 0; type < recorded.size(); ++type) {
        if (recorded[type] != 0) {
            types.push_back(model.crime_types[type]);
        }
    }
    return types;
}

} // namespace crims_tool
