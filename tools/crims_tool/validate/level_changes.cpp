// SPDX-License-Identifier: MIT
#include "crims_tool/validate/level_changes.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using crims::LevelChange;

/// A row of the table: all crime, or a crime type.
struct ChangeRow {
    std::string name;
    const std::vector<LevelChange>& changes;
};

std::vector<ChangeRow> named_rows(const ModelValidation& v) {
    std::vector<ChangeRow> rows;
    const std::vector<std::string>& types = v.stored.model.crime_types;
    rows.reserve(types.size() + 1);
    if (types.size() > 1) {
        rows.push_back({"all crime", v.changes.all});
    }
    for (std::size_t type = 0; type < types.size(); ++type) {
        rows.push_back({types[type], v.changes.by_crime_type[type]});
    }
    return rows;
}

/// "2019-01 to 2019-12 against 2018-01 to 2018-12".
std::string periods_text(const ModelValidation& v) {
    const std::size_t months = v.changes.months;
    const auto end = v.used.end();
    const auto after = end - static_cast<std::ptrdiff_t>(months);
    const auto before = after - static_cast<std::ptrdiff_t>(months);
    return fmt::format("{} against {}", months_text({*after, *(end - 1)}),
                       months_text({*before, *(after - 1)}));
}

/// How many of the classes hold what was observed, and what is outside.
struct Covered {
    std::size_t classes = 0;
    std::size_t inside = 0;
    std::vector<std::string> too_large; ///< simulated changes are larger than in life
    std::vector<std::string> too_small;
};

Covered covered(const ModelValidation& v) {
    Covered all;
    for (const ChangeRow& row : named_rows(v)) {
        for (const LevelChange& change : row.changes) {
            if (is_too_sparse(change)) {
                continue;
            }
            ++all.classes;
            all.inside += change.z.is_covered() ? 1 : 0;
            if (!change.z.is_covered()) {
                (change.z.observed < change.z.low ? all.too_large : all.too_small)
                    .push_back(row.name + ", " + level_class_text(change.zones));
            }
        }
    }
    return all;
}

std::string outside_text(const std::vector<std::string>& outside, std::string_view how) {
    constexpr std::size_t most = 3;
    if (outside.empty()) {
        return {};
    }
    const auto shown = static_cast<std::ptrdiff_t>(std::min(most, outside.size()));
    std::string text;
    for (const std::string& one : std::vector(outside.begin(), outside.begin() + shown)) {
        text += (text.empty() ? "" : "; ") + one;
    }
    if (outside.size() > most) {
        text += fmt::format("; and {} more", outside.size() - most);
    }
    return fmt::format(" Simulated changes are {} than in life for: {}.", how, text);
}

} // namespace

std::string level_class_text(const crims::LevelClass& zones) {
    if (zones.first == 0) {
        return fmt::format("busiest {}", zones.end);
    }
    return fmt::format("{} to {}", zones.first + 1, zones.end);
}

bool is_too_sparse(const LevelChange& change) {
    constexpr double few = 5;
    return change.crimes < few;
}

std::optional<Finding> changes_finding(const ModelValidation& v) {
    const Covered all = covered(v);
    if (all.classes == 0) {
        return std::nullopt;
    }
    constexpr double enough = 0.85;
    constexpr double too_low = 0.7;
    const double share = static_cast<double>(all.inside) / static_cast<double>(all.classes);
    const Grade grade = share >= enough    ? Grade::good
                        : share >= too_low ? Grade::fair
                                           : Grade::poor;
    const std::vector<LevelChange>& changes = v.changes.all;
    constexpr std::size_t headline = 1; // the busiest ten, where there are as many zones
    const LevelChange& first = changes[std::min(headline, changes.size() - 1)];
    std::string text = fmt::format(
        "From one period to the next ({}), the {} zones change beside each other by a z of {:.1f} in life, {:.1f} simulated ({:.1f} to {:.1f}).",
        periods_text(v), level_class_text(first.zones), first.z.observed, first.z.mean, first.z.low,
        first.z.high);
    text += fmt::format(" {} of {} levels of crime types are inside their 90 % interval.",
                        all.inside, all.classes);
    text += outside_text(all.too_large, "larger");
    text += outside_text(all.too_small, "smaller");
    return Finding{grade, "Changes by level", std::move(text)};
}

std::vector<std::vector<std::string>> change_rows(const ModelValidation& v) {
    std::vector<std::vector<std::string>> rows;
    for (const ChangeRow& row : named_rows(v)) {
        std::vector<std::string> cells{row.name};
        for (const LevelChange& change : row.changes) {
            cells.push_back(is_too_sparse(change)
                                ? "-"
                                : fmt::format("{:.1f} / {:.1f}{}", change.z.observed, change.z.mean,
                                              change.z.is_covered() ? "" : " *"));
        }
        rows.push_back(std::move(cells));
    }
    return rows;
}

std::string changes_caption(const ModelValidation& v) {
    return fmt::format(
        "Changes of zones beside each other, {}: root mean square z in life / simulated, by the zones' rank in crime, of crimes recorded in a zone. 1.0 is what Poisson counts give. *: outside the interval of nine in ten replicates. -: too few crimes.",
        periods_text(v));
}

} // namespace crims_tool
