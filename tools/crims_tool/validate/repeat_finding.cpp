// SPDX-License-Identifier: MIT
#include "crims_tool/validate/repeat_finding.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

constexpr double fewest_expected = 20; // pairs: below that chance hides all

/// Cells that tell something.
std::vector<std::size_t> told(const KnoxComparison& repeats) {
    std::vector<std::size_t> cells;
    for (std::size_t cell = 0; cell < repeats.ratios.size(); ++cell) {
        if (repeats.expected[cell] >= fewest_expected) {
            cells.push_back(cell);
        }
    }
    return cells;
}

/// The largest factor between life and simulation.
double worst_factor(const KnoxComparison& repeats, const std::vector<std::size_t>& cells) {
    double worst = 1;
    for (const std::size_t cell : cells) {
        const double a = std::max(repeats.ratios[cell].observed, 0.01);
        const double b = std::max(repeats.ratios[cell].mean, 0.01);
        worst = std::max(worst, std::max(a / b, b / a));
    }
    return worst;
}

/// How many of each type's ratios are inside, and which types have most outside.
std::string types_text(const RepeatComparison& repeats) {
    std::size_t all = 0;
    std::size_t inside = 0;
    std::string worst;
    double least = 1;
    for (const KnoxComparison& type : repeats.types) {
        const std::vector<std::size_t> cells = told(type);
        const auto covered = std::count_if(cells.begin(), cells.end(), [&type](std::size_t cell) {
            return type.ratios[cell].is_covered();
        });
        const double share = static_cast<double>(covered) / static_cast<double>(cells.size());
        all += cells.size();
        inside += static_cast<std::size_t>(covered);
        if (!cells.empty() && share < least) {
            least = share;
            worst = type.crime_type;
        }
    }
    if (all == 0) {
        return "";
    }
    return fmt::format(" By crime type {} of {} are inside{}.", inside, all,
                       worst.empty() ? "" : ", fewest of " + worst);
}

} // namespace

std::optional<Finding> repeat_finding(const ModelValidation& v) {
    if (!v.repeats) {
        return std::nullopt;
    }
    constexpr double close = 1.1;
    constexpr double far = 1.5;
    constexpr double most = 0.8;
    const RepeatComparison& all = *v.repeats;
    const KnoxComparison& repeats = all.all;
    const std::vector<std::size_t> cells = told(repeats);
    if (cells.empty()) {
        return Finding{Grade::untested, "Near repeats",
                       "Too few pairs of crimes lie near each other to tell."};
    }
    const auto inside = std::count_if(cells.begin(), cells.end(), [&repeats](std::size_t cell) {
        return repeats.ratios[cell].is_covered();
    });
    const bool covered = static_cast<double>(inside) >= most * static_cast<double>(cells.size());
    const double worst = worst_factor(repeats, cells);
    Grade grade = covered || worst <= close ? Grade::good : Grade::fair;
    grade = !covered && worst > far ? Grade::poor : grade;
    const crims::ValidationGroup& same = repeats.ratios.front();
    std::string text = fmt::format(
        "Within {} days crimes of a type follow each other at the very place {:.2f} times as often as by chance, simulated {:.2f} ({:.2f} to {:.2f}). {} of {} ratios by distance and days are inside their 90 % interval.",
        all.bands.days.front(), same.observed, same.mean, same.low, same.high, inside,
        cells.size());
    text += types_text(all);
    if (grade != Grade::good && same.observed > same.high) {
        text += " ⟨crims repeats⟩ estimates how crimes follow crimes, for "
                "⟨crims calibrate --repeats⟩ and then ⟨--near-repeat⟩.";
    }
    return Finding{grade, "Near repeats", std::move(text)};
}

std::vector<std::string> repeat_header(const RepeatComparison& repeats) {
    std::vector<std::string> header{"crime type", "distance"};
    for (std::size_t band = 0; band < repeats.bands.days.size(); ++band) {
        header.push_back(fmt::format("{} to {} days",
                                     band == 0 ? 0 : repeats.bands.days[band - 1] + 1,
                                     repeats.bands.days[band]));
    }
    return header;
}

namespace {

/// A row for each distance.
void add_rows(const crims::KnoxBands& bands, const KnoxComparison& repeats,
              std::vector<std::vector<std::string>>& rows) {
    const std::vector<double>& ends = bands.distances;
    const std::size_t days = bands.days.size();
    for (std::size_t distance = 0; distance < ends.size(); ++distance) {
        std::vector<std::string> row{
            repeats.crime_type.empty() ? "all crime" : repeats.crime_type,
            distance == 0 ? std::string("same place")
                          : fmt::format("{} to {} m", ends[distance - 1], ends[distance])};
        for (std::size_t band = 0; band < days; ++band) {
            const std::size_t cell = (distance * days) + band;
            const crims::ValidationGroup& ratio = repeats.ratios[cell];
            row.push_back(repeats.expected[cell] < fewest_expected
                              ? "-"
                              : fmt::format("{:.2f} / {:.2f}{}", ratio.observed, ratio.mean,
                                            ratio.is_covered() ? "" : " *"));
        }
        rows.push_back(std::move(row));
    }
}

} // namespace

std::vector<std::vector<std::string>> repeat_rows(const RepeatComparison& repeats) {
    std::vector<std::vector<std::string>> rows;
    add_rows(repeats.bands, repeats.all, rows);
    for (const KnoxComparison& type : repeats.types) {
        if (!told(type).empty()) {
            add_rows(repeats.bands, type, rows);
        }
    }
    return rows;
}

std::string repeat_caption(const RepeatComparison& repeats) {
    return fmt::format(
        "Knox ratios in life / simulated, of {} crimes with a day and a place: pairs of crimes of one type, over those expected if times did not depend on places. *: outside the interval of nine in ten replicates (the first 20). -: fewer than {:.0f} pairs expected.",
        toolkit::grouped_number(repeats.all.crimes), fewest_expected);
}

} // namespace crims_tool
