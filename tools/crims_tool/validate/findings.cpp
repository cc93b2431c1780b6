// SPDX-License-Identifier: MIT
#include "crims_tool/validate/findings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "crims_tool/validate/level_changes.hpp"
#include "crims_tool/validate/repeat_finding.hpp"
#include "crims_tool/validate/residual_finding.hpp"
#include "crims_tool/zones/model_assembly.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;
using toolkit::percent_text;
using toolkit::signed_percent_text;

using crims::ValidationGroup;
using crims::ValidationLevel;
using crims::ValidationScore;

struct LevelName {
    std::string_view name;
    std::string_view text;
};

constexpr std::array<LevelName, crims::validation_levels> level_names{
    {{"total", "total"},
     {"month", "months"},
     {"crime_type", "crime types"},
     {"zone", "zones"},
     {"crime_type_month", "crime types by month"},
     {"zone_crime_type", "zones by crime type"},
     {"zone_month", "zones by month"},
     {"cell", "zones by crime type and month"}}};

const ValidationScore& score(const ModelValidation& v, ValidationLevel level) {
    return v.report.scores[static_cast<std::size_t>(level)];
}

std::string numbers(const ValidationGroup& group) {
    return fmt::format("{} observed, {} simulated ({})", grouped_number(group.observed),
                       grouped_number(group.mean), signed_percent_text(relative_error(group)));
}

constexpr double large_error = 0.1;

/// `size` is the error as a share of all crime.
Grade error_grade(const ValidationScore& score, double size) {
    constexpr double small = 0.03;
    constexpr double near_chance = 1.25;
    constexpr double beyond_chance = 2;
    const double error = score.mean_absolute_error;
    if (size <= small || error <= near_chance * score.chance_error ||
        error <= score.chance_error_high) {
        return Grade::good;
    }
    return size > large_error && error > beyond_chance * score.chance_error ? Grade::poor
                                                                            : Grade::fair;
}

bool has_months(ValidationLevel level) {
    return level == ValidationLevel::month || level == ValidationLevel::crime_type_month ||
           level == ValidationLevel::zone_month || level == ValidationLevel::cell;
}

/// How much a level's errors are below what chance would make of them if the model were true: that
/// its replicates vary more than life does. Months that the model was made from lie nearer to it
/// than others: over two years or more by no more than the root of a half, for each calendar month
/// is a mean of two at least; what they sum to over all months is fitted, and tells nothing.
Grade width_grade(const ModelValidation& v, const ValidationScore& score) {
    constexpr std::size_t enough_groups = 20;
    constexpr std::size_t two_years = 24;
    constexpr double low = 0.7;
    constexpr double very_low = 0.45;
    const bool fitted = !v.in_sample.empty();
    if (score.groups < enough_groups ||
        (fitted && (!has_months(score.level) || v.used.size() < two_years))) {
        return Grade::good;
    }
    const double error = score.mean_absolute_error * (fitted ? std::sqrt(2.0) : 1);
    if (error >= score.chance_error_low || error >= low * score.chance_error) {
        return Grade::good;
    }
    return error < very_low * score.chance_error ? Grade::poor : Grade::fair;
}

/// The worse of two.
Grade worse(Grade a, Grade b) {
    return std::max(a, b);
}

Finding total_finding(const ModelValidation& v) {
    constexpr double small = 0.01;
    constexpr double large = 0.1;
    const ValidationGroup& total = v.report.total;
    const double error = std::abs(relative_error(total));
    const bool covered = total.is_count_covered();
    Grade grade = covered || error <= small ? Grade::good : Grade::fair;
    grade = !covered && !(error <= large) ? Grade::poor : grade;
    return {grade, "Total",
            fmt::format("{}, {} the 90 % interval {} to {}.", numbers(total),
                        covered ? "inside" : "outside", grouped_number(total.low),
                        grouped_number(total.high))};
}

/// Errors of a level. `worst` names the group that is furthest off.
Finding level_finding(const ModelValidation& v, ValidationLevel level, std::string subject,
                      const std::string& worst) {
    const ValidationScore& s = score(v, level);
    const double size =
        s.mean_absolute_error * static_cast<double>(s.groups) / v.report.total.observed;
    const double times_chance = s.mean_absolute_error / s.chance_error;
    const auto covered = std::llround(s.coverage * static_cast<double>(s.groups));
    const std::string chance =
        std::isfinite(times_chance)
            ? fmt::format("{:.1f} times what chance alone gives", times_chance)
            : "where chance would give none";
    const Grade wide = width_grade(v, s);
    const Grade grade = worse(error_grade(s, size), wide);
    const std::string off = s.mean_absolute_error < 10
                                ? fmt::format("{:.1f}", s.mean_absolute_error)
                                : grouped_number(s.mean_absolute_error);
    const std::string remark =
        grade == Grade::good && size > large_error
            ? "Counts are so small that chance hides what else is wrong."
        : wide != Grade::good
            ? "They are so close that the simulated counts must vary more than real ones."
            : "";
    const std::string worst_text = worst.empty() ? "" : "Furthest off: " + worst + ".";
    const std::string after_worst = worst.empty() || remark.empty() ? remark : " " + remark;
    return {
        grade,
        std::move(subject),
        fmt::format(
            "Off by {} crimes on average ({} of all crime, {}); {} of {} are inside their 90 % interval.{}{}",
            off, percent_text(size), chance, grouped_number(covered), grouped_number(s.groups),
            worst.empty() ? "" : " " + worst_text, remark.empty() ? "" : " " + remark),
        {off, percent_text(size),
         std::isfinite(times_chance) ? fmt::format("{:.1f}", times_chance) : "-",
         fmt::format("{} of {}", grouped_number(covered), grouped_number(s.groups))},
        worst_text + after_worst};
}

std::string worst_of(const std::vector<ValidationGroup>& groups,
                     const std::vector<std::string>& names) {
    const std::size_t worst = by_error(groups).front();
    return fmt::format("{}, {}", names[worst], numbers(groups[worst]));
}

bool varies_beyond_poisson(const crims::Model& model) {
    return std::any_of(model.dispersion.begin(), model.dispersion.end(), [](const auto& one) {
        return one.year > 0 || one.zone_year > 0 || one.zone_half_year > 0 || one.zone_month > 0;
    });
}

Finding interval_finding(const ModelValidation& v) {
    constexpr std::size_t few = 20;
    constexpr double enough = 0.85;
    constexpr double too_low = 0.7;
    std::vector<std::string> parts;
    double lowest = 1;
    Grade wide = Grade::good;
    for (const ValidationScore& s : v.report.scores) {
        wide = worse(wide, width_grade(v, s));
        if (s.groups >= few) {
            lowest = std::min(lowest, s.coverage);
            parts.push_back(fmt::format("{} of {}", percent_text(s.coverage), level_text(s.level)));
        }
    }
    if (parts.empty()) {
        return {Grade::untested, "Intervals", "There are too few groups to tell."};
    }
    Finding finding{lowest >= enough ? Grade::good : Grade::fair, "Intervals",
                    fmt::format("The 90 % intervals hold {}.", toolkit::listed(parts))};
    finding.grade = lowest < too_low ? Grade::poor : finding.grade;
    if (finding.grade != Grade::good) {
        finding.text += " They are too narrow: the real uncertainty is larger.";
        if (!v.dispersion) {
            finding.text += " The variation beyond Poisson was left out (⟨--no-dispersion⟩).";
        } else if (!varies_beyond_poisson(v.stored.model)) {
            finding.text +=
                " The model varies by Poisson chance alone; ⟨crims calibrate --dispersion⟩ on two years or more widens them.";
        }
    }
    if (finding.grade == Grade::good && wide != Grade::good) {
        finding.grade = wide;
        finding.text +=
            " They are too wide: errors are far below what chance gives, so the model varies more than real crime.";
    }
    return finding;
}

Finding dispersion_finding(const ModelValidation& v) {
    const ValidationGroup& d = v.report.dispersion;
    if (!std::isfinite(d.observed)) {
        return {
            Grade::untested, "Variation",
            "There are too few crimes per zone and type, or only one month, to tell how much they vary."};
    }
    constexpr double close = 0.05;
    constexpr double far = 0.2;
    const double error = relative_error(d);
    Grade grade = d.is_covered() || std::abs(error) <= close ? Grade::good : Grade::fair;
    grade = !d.is_covered() && std::abs(error) > far ? Grade::poor : grade;
    const std::string_view verdict = grade == Grade::good ? "as much as they should"
                                     : error < 0          ? "less than in life"
                                                          : "more than in life";
    return {
        grade, "Variation",
        fmt::format(
            "Monthly counts of a zone and crime type have {:.2f} times their mean as variance; simulated {:.2f} ({:.2f} to {:.2f}): they vary {}.",
            d.observed, d.mean, d.low, d.high, verdict)};
}

Finding concentration_finding(const ModelValidation& v) {
    constexpr double close = 0.01;
    constexpr double far = 0.03;
    const ValidationGroup& c = v.report.top_zones_share;
    const double error = std::abs(c.mean - c.observed);
    Grade grade = c.is_covered() || error <= close ? Grade::good : Grade::fair;
    grade = !c.is_covered() && error > far ? Grade::poor : grade;
    return {grade, "Concentration",
            fmt::format(
                "The busiest twentieth of the zones has {} of all crime; simulated {} ({} to {}).",
                percent_text(c.observed), percent_text(c.mean), percent_text(c.low),
                percent_text(c.high))};
}

Finding rhythm_finding(const ModelValidation& v) {
    if (v.profile_source == ProfileSource::model) {
        return {
            Grade::untested, "Week and day",
            fmt::format(
                "The data have only months, so they cannot show whether days and hours are right. The simulation follows the model's rhythm{}.",
                v.flat_rhythm ? ", which is flat because the model has none" : "")};
    }
    constexpr double close = 0.03;
    constexpr double far = 0.1;
    constexpr double most = 0.8;
    const std::vector<ValidationGroup>& periods = v.profile.periods;
    const auto covered = std::count_if(periods.begin(), periods.end(),
                                       [](const auto& group) { return group.is_covered(); });
    const double wrong = misplaced(periods);
    const bool is_covered =
        static_cast<double>(covered) >= most * static_cast<double>(periods.size());
    Grade grade = wrong <= close || is_covered ? Grade::good : Grade::fair;
    grade = !is_covered && wrong > far ? Grade::poor : grade;
    return {
        grade, "Week and day",
        fmt::format(
            "{} of crime is simulated in another of the week's 21 eight-hour periods than it was observed in, {} of 21 are inside their 90 % interval. By hour of the day it is {}{}.{}",
            percent_text(wrong), covered, percent_text(misplaced(v.profile.hours)),
            v.by_period ? ", because the model has no hours within a period" : "",
            v.flat_rhythm ? " The model's rhythm is flat because it was given none." : "")};
}

std::vector<std::string> month_names(const std::vector<crims::Month>& months) {
    std::vector<std::string> names;
    std::transform(months.begin(), months.end(), std::back_inserter(names), month_text);
    return names;
}

} // namespace

std::string_view grade_name(Grade grade) {
    constexpr std::array<std::string_view, 4> names{"good", "fair", "poor", "not tested"};
    return names.at(static_cast<std::size_t>(grade));
}

std::string_view level_name(ValidationLevel level) {
    return level_names.at(static_cast<std::size_t>(level)).name;
}

std::string_view level_text(ValidationLevel level) {
    return level_names.at(static_cast<std::size_t>(level)).text;
}

double relative_error(const ValidationGroup& group) {
    return group.observed > 0 ? (group.mean / group.observed) - 1
                              : std::numeric_limits<double>::quiet_NaN();
}

std::vector<std::size_t> by_error(const std::vector<ValidationGroup>& groups) {
    std::vector<std::size_t> order(groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&groups](std::size_t a, std::size_t b) {
        return std::abs(groups[a].mean - groups[a].observed) >
               std::abs(groups[b].mean - groups[b].observed);
    });
    return order;
}

std::vector<std::size_t> by_relative_error(const std::vector<ValidationGroup>& groups) {
    const auto error = [&groups](std::size_t group) {
        const double relative = std::abs(relative_error(groups[group]));
        return std::isnan(relative) ? std::numeric_limits<double>::infinity() : relative;
    };
    std::vector<std::size_t> order(groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&error](std::size_t a, std::size_t b) { return error(a) > error(b); });
    return order;
}

double misplaced(const std::vector<ValidationGroup>& shares) {
    double sum = 0;
    for (const ValidationGroup& share : shares) {
        sum += std::abs(share.mean - share.observed) / 2;
    }
    return sum;
}

std::vector<Finding> findings(const ModelValidation& v) {
    const crims::Model& model = v.stored.model;
    const crims::ValidationReport& report = v.report;
    std::vector<Finding> all{total_finding(v)};
    if (v.used.size() > 1) {
        all.push_back(level_finding(v, ValidationLevel::month, "Months",
                                    worst_of(report.by_month, month_names(v.used))));
    }
    if (model.crime_types.size() > 1) {
        all.push_back(level_finding(v, ValidationLevel::crime_type, "Crime types",
                                    worst_of(report.by_crime_type, model.crime_types)));
    }
    if (model.zones.size() > 1) {
        all.push_back(level_finding(v, ValidationLevel::zone, "Zones",
                                    worst_of(report.by_zone, model.zones)));
        all.push_back(
            level_finding(v, ValidationLevel::zone_crime_type, "Crime types in zones", ""));
        all.push_back(level_finding(v, ValidationLevel::cell, "Crime types in zones by month", ""));
    }
    all.push_back(interval_finding(v));
    all.push_back(dispersion_finding(v));
    if (std::optional<Finding> changes = changes_finding(v)) {
        all.push_back(std::move(*changes));
    }
    if (model.zones.size() > 1) {
        all.push_back(concentration_finding(v));
    }
    if (std::optional<Finding> repeats = repeat_finding(v)) {
        all.push_back(std::move(*repeats));
    }
    if (std::optional<Finding> gaps = residual_finding(v)) {
        all.push_back(std::move(*gaps));
    }
    all.push_back(rhythm_finding(v));
    return all;
}

std::string in_sample_text(const ModelValidation& v) {
    if (v.in_sample.empty()) {
        return "";
    }
    return fmt::format(
        "The model was made from {} of these {} months, so it looks better there than it is: {}.",
        v.in_sample.size(), v.used.size(),
        v.in_sample.size() == v.used.size() ? "all of them"
                                            : toolkit::listed(month_names(v.in_sample)));
}

std::vector<std::string> basis(const ModelValidation& v) {
    const AssignmentCounts& a = v.assignment;
    std::vector<std::string> lines{fmt::format(
        "{} recorded crimes of {} crime types in {} zones, {} ({} months), beside {} simulated replicates.",
        grouped_number(v.crimes), v.stored.model.crime_types.size(),
        grouped_number(v.stored.model.zones.size()), months_text(v.months), v.used.size(),
        grouped_number(v.report.replicates))};
    if (a.unlocated() > 0) {
        lines.push_back(fmt::format(
            "{} recorded crimes have no zone of the model ({} without a place, {} outside, {}{} with an LSOA that the lookup does not know); they were {}.",
            grouped_number(a.unlocated()), grouped_number(a.no_place), grouped_number(a.outside),
            a.impossible > 0
                ? fmt::format("{} at 0, 0 or off the Earth, ", grouped_number(a.impossible))
                : "",
            grouped_number(a.unknown_lsoa),
            v.left_out ? "treated as in the calibration"
                       : "spread over the zones in proportion, so that totals can be compared"));
    }
    if (v.left_out) {
        lines.push_back(left_out_text(*v.left_out));
    }
    for (const auto& [type, crimes] : v.unknown_types) {
        lines.push_back(
            fmt::format("The model does not know the crime type '{}': its {} crimes were left out.",
                        type, grouped_number(crimes)));
    }
    if (!v.missing.empty()) {
        lines.push_back(fmt::format("Without data, and left out of both: {}.",
                                    toolkit::listed(month_names(v.missing))));
    }
    if (!v.in_sample.empty()) {
        lines.push_back(in_sample_text(v));
    }
    return lines;
}

} // namespace crims_tool
