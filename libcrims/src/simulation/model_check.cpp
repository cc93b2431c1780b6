// SPDX-License-Identifier: MIT
// What a model and a loading must be: the one place that says so.
#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "crims/limits.hpp"
#include "crims/loading.hpp"
#include "crims/model.hpp"
#include "simulation/number_text.hpp"

namespace crims {

namespace {

constexpr double tolerance = 1e-6;

void require_of_model(bool holds, const std::string& otherwise) {
    if (!holds) {
        throw ModelError(otherwise);
    }
}

/// The text is a function: models have millions of numbers, and most of them are right.
template<std::invocable Text>
void require_of_model(bool holds, const Text& otherwise) {
    if (!holds) {
        throw ModelError(otherwise());
    }
}

/// "the share is 2; it must be from 0 to 1".
std::string out_of(const Range& range, const std::string& what, double value) {
    return what + " is " + number_text(value) + "; it must be " + range_text(range);
}

bool is_variance(double value) {
    return value == 0 || variance_range.contains(value);
}

constexpr Range share_range{0, 1};

std::string cell_text(const Model& model, std::size_t cell) {
    return "zone '" + model.zones[cell / model.crime_types.size()] + "', crime type '" +
           model.crime_types[cell % model.crime_types.size()] + "'";
}

void require_size(std::size_t found, std::size_t expected, std::string_view what) {
    require_of_model(found == expected, "the model has " + std::to_string(found) + " " +
                                            std::string(what) + " where " +
                                            std::to_string(expected) + " are needed");
}

void require_distinct(const std::vector<std::string>& names, const std::string& what) {
    require_of_model(!names.empty(), "the model has no " + what);
    std::set<std::string_view> seen;
    for (const std::string& name : names) {
        require_of_model(seen.insert(name).second, [&] {
            std::string text = what;
            text.append(" '").append(name).append("' stands twice");
            return text;
        });
    }
}

void check_rates(const Model& model) {
    require_size(model.incidence.size(), calendar_months * model.cell_count(), "rates");
    for (std::size_t i = 0; i < model.incidence.size(); ++i) {
        require_of_model(rate_range.contains(model.incidence[i]), [&] {
            return out_of(rate_range,
                          cell_text(model, i / calendar_months) + ", month " +
                              std::to_string(i % calendar_months + 1) + ": the expected count",
                          model.incidence[i]);
        });
    }
    require_size(model.suspect.size(), model.cell_count(), "suspect probabilities");
    for (std::size_t cell = 0; cell < model.suspect.size(); ++cell) {
        require_of_model(share_range.contains(model.suspect[cell]), [&] {
            return out_of(share_range, cell_text(model, cell) + ": the probability of a suspect",
                          model.suspect[cell]);
        });
    }
}

void check_variance(double value, const std::string& name) {
    require_of_model(is_variance(value), [&] {
        return name + " is " + number_text(value) + "; a variance must be 0, or " +
               range_text(variance_range);
    });
}

void check_level_law(const LevelLaw& law, const std::string& name) {
    require_of_model(law.exponent == 0 || level_range.contains(law.level), [&] {
        return out_of(level_range, name + "the crimes a year of its dispersion", law.level);
    });
    require_of_model(level_exponent_range.contains(law.exponent), [&] {
        return out_of(level_exponent_range, name + "the level exponent of its dispersion",
                      law.exponent);
    });
}

void check_variation(const Model& model) {
    const std::size_t types = model.crime_types.size();
    require_size(model.trends.size(), types, "trends");
    require_size(model.dispersion.size(), types, "dispersions");
    require_of_model(trend_origin_range.contains(model.trend_origin), [&] {
        return out_of(trend_origin_range, "the trend's origin, in months since January 1970,",
                      model.trend_origin);
    });
    require_of_model(!model.data || model.data->first <= model.data->last,
                     "the last month of its data comes before the first");
    const std::string common = "the dispersion common to all crime types by zone and ";
    check_variance(model.common_dispersion.zone_year, common + "year");
    check_variance(model.common_dispersion.zone_half_year, common + "half-year");
    check_variance(model.common_dispersion.zone_month, common + "month");
    check_level_law(model.common_dispersion.by_level, "all crime types: ");
    for (std::size_t type = 0; type < types; ++type) {
        const std::string name = "crime type '" + model.crime_types[type] + "': ";
        const double per_year = model.trends[type].per_year;
        require_of_model(trend_range.contains(per_year),
                         [&] { return out_of(trend_range, name + "the trend a year", per_year); });
        const Dispersion& dispersion = model.dispersion[type];
        check_variance(dispersion.year, name + "the dispersion by year");
        check_variance(dispersion.zone_year, name + "the dispersion by zone and year");
        check_variance(dispersion.zone_half_year, name + "the dispersion by zone and half-year");
        check_variance(dispersion.zone_month, name + "the dispersion by zone and month");
        check_level_law(dispersion.by_level, name);
    }
}

void check_near_repeats(const Model& model) {
    if (model.near_repeats.empty()) {
        return;
    }
    require_size(model.near_repeats.size(), model.crime_types.size(), "near repeats");
    for (std::size_t type = 0; type < model.near_repeats.size(); ++type) {
        if (!model.near_repeats[type]) {
            continue;
        }
        const NearRepeat& repeat = *model.near_repeats[type];
        const std::string name = "crime type '" + model.crime_types[type] + "': ";
        const auto require = [&name](const Range& range, const char* what, double value) {
            require_of_model(range.contains(value),
                             [&] { return out_of(range, name + what, value); });
        };
        require(offspring_range, "the near-repeat ratio", repeat.ratio);
        require(lag_range, "the mean days until a near repeat", repeat.mean_lag_days);
        require(spread_range, "the near-repeat spread", repeat.spread);
        require(share_range, "the share of near repeats at the same place", repeat.same_place);
    }
}

std::string offence_text(const Model& model, const Offence& offence) {
    return "crime type '" + model.crime_types[offence.crime_type] + "', offence '" + offence.code +
           "'";
}

void check_offence(const Model& model, const Offence& offence) {
    require_of_model(offence.crime_type < model.crime_types.size(),
                     "offence '" + offence.code + "' belongs to no crime type");
    constexpr Range severities{0, 1e9};
    require_of_model(std::isnan(offence.severity) || severities.contains(offence.severity), [&] {
        return out_of(severities, offence_text(model, offence) + ": the severity",
                      offence.severity);
    });
    // Sums of shares may be off by the tolerance, and so may one that is alone.
    constexpr Range shares{0, 1 + tolerance};
    require_of_model(shares.contains(offence.share), [&] {
        return out_of(share_range, offence_text(model, offence) + ": the share", offence.share);
    });
    constexpr Range ratios{0, 1e6};
    require_of_model(ratios.contains(offence.suspect_ratio), [&] {
        return out_of(ratios, offence_text(model, offence) + ": the ratio of its suspects",
                      offence.suspect_ratio);
    });
    constexpr Range weights{0, static_cast<double>(hours_a_week) + 1};
    double sum = 0;
    for (const double weight : offence.rhythm) {
        require_of_model(weights.contains(weight), [&] {
            return offence_text(model, offence) + ": a weight of its rhythm is " +
                   number_text(weight) +
                   "; it must be from 0 to 168, and the mean of all must be 1";
        });
        sum += weight;
    }
    const double mean = sum / static_cast<double>(hours_a_week);
    require_of_model(std::abs(mean - 1) <= tolerance, offence_text(model, offence) +
                                                          ": the weights of its rhythm have mean " +
                                                          number_text(mean) + " instead of 1");
}

void check_offences(const Model& model) {
    require_of_model(model.offences.size() <= std::numeric_limits<std::uint16_t>::max(),
                     "the model has more than 65,535 offences");
    std::vector<double> sums(model.crime_types.size(), 0);
    std::set<std::pair<std::size_t, std::string_view>> seen;
    for (std::size_t i = 0; i < model.offences.size(); ++i) {
        const Offence& offence = model.offences[i];
        check_offence(model, offence);
        require_of_model(i == 0 || model.offences[i - 1].crime_type <= offence.crime_type,
                         "the offences are not in order of their crime types");
        require_of_model(seen.emplace(offence.crime_type, offence.code).second,
                         offence_text(model, offence) + " stands twice");
        sums[offence.crime_type] += offence.share;
    }
    for (std::size_t type = 0; type < sums.size(); ++type) {
        require_of_model(std::abs(sums[type] - 1) <= tolerance,
                         "crime type '" + model.crime_types[type] +
                             "': the shares of its offences sum to " + number_text(sums[type]) +
                             " instead of 1");
    }
}

void check_calendar(const LocalCalendar& calendar) {
    require_of_model(std::is_sorted(calendar.holidays.begin(), calendar.holidays.end()),
                     "the public holidays are not in order");
    const auto earlier = [](const ClockChange& a, const ClockChange& b) { return a.day < b.day; };
    require_of_model(
        std::is_sorted(calendar.clock_changes.begin(), calendar.clock_changes.end(), earlier),
        "the changes of the clocks are not in order");
    for (const ClockChange& change : calendar.clock_changes) {
        require_of_model(change.hour < hours_a_day && (change.times == 0 || change.times == 2),
                         "a change of the clocks is of an hour above 23, or is neither forward nor "
                         "back");
    }
}

void check_ranges(const std::vector<std::size_t>& begin, std::size_t ranges, std::size_t items,
                  std::string_view what) {
    if (begin.empty()) {
        require_size(items, 0, what);
        return;
    }
    require_size(begin.size(), ranges + 1, "ranges of " + std::string(what));
    require_of_model(begin.front() == 0 && begin.back() == items &&
                         std::is_sorted(begin.begin(), begin.end()),
                     "the ranges of " + std::string(what) + " do not cover them");
}

void check_places(const Model& model) {
    check_ranges(model.place_begin, model.cell_count(), model.places.size(), "places");
    check_ranges(model.triangle_begin, model.zones.size(), model.triangles.size(), "triangles");
    for (const Place& place : model.places) {
        require_of_model(coordinate_range.contains(place.x) && coordinate_range.contains(place.y) &&
                             weight_range.contains(place.weight),
                         [&] {
                             return "a place at " + number_text(place.x) + ", " +
                                    number_text(place.y) + " has the weight " +
                                    number_text(place.weight) + "; coordinates must be " +
                                    range_text(coordinate_range) + ", weights " +
                                    range_text(weight_range);
                         });
    }
    for (const Triangle& triangle : model.triangles) {
        for (std::size_t corner = 0; corner < triangle.x.size(); ++corner) {
            require_of_model(coordinate_range.contains(triangle.x[corner]) &&
                                 coordinate_range.contains(triangle.y[corner]),
                             [&] {
                                 return "a corner of a zone is at " +
                                        number_text(triangle.x[corner]) + ", " +
                                        number_text(triangle.y[corner]) + "; coordinates must be " +
                                        range_text(coordinate_range);
                             });
        }
    }
}

void require_index(const std::optional<std::size_t>& index, std::size_t size,
                   std::string_view what) {
    if (index && *index >= size) {
        throw std::invalid_argument("a loading names " + std::string(what) + " number " +
                                    std::to_string(*index) + " of " + std::to_string(size));
    }
}

void check(const Model& model, const LoadingRule& rule) {
    if (!loading_range.contains(rule.factor)) {
        throw std::invalid_argument(out_of(loading_range, "a loading factor", rule.factor));
    }
    require_index(rule.zone, model.zones.size(), "zone");
    require_index(rule.crime_type, model.crime_types.size(), "crime type");
    require_index(rule.offence, model.offences.size(), "offence");
}

} // namespace

void validate(const Model& model) {
    require_distinct(model.zones, "zone");
    require_distinct(model.crime_types, "crime type");
    check_rates(model);
    check_variation(model);
    check_near_repeats(model);
    check_offences(model);
    check_calendar(model.calendar);
    check_places(model);
}

void check_loading(const Model& model, const Loading& loading) {
    for (const LoadingRule& rule : loading) {
        check(model, rule);
    }
}

} // namespace crims
