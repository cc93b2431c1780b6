// SPDX-License-Identifier: MIT
#include "crims/model.hpp"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <set>
#include <string_view>
#include <utility>

namespace crims {

namespace {

constexpr double tolerance = 1e-6;

void require(bool holds, const std::string& otherwise) {
    if (!holds) {
        throw ModelError(otherwise);
    }
}

/// The text is a function: models have millions of numbers, and most of them are right.
template<std::invocable Text>
void require(bool holds, const Text& otherwise) {
    if (!holds) {
        throw ModelError(otherwise());
    }
}

bool is_rate(double value) {
    return std::isfinite(value) && value >= 0;
}

std::string cell_text(const Model& model, std::size_t cell) {
    return "zone '" + model.zones[cell / model.crime_types.size()] + "', crime type '" +
           model.crime_types[cell % model.crime_types.size()] + "'";
}

void require_size(std::size_t found, std::size_t expected, std::string_view what) {
    require(found == expected, "the model has " + std::to_string(found) + " " + std::string(what) +
                                   " where " + std::to_string(expected) + " are needed");
}

void require_distinct(const std::vector<std::string>& names, const std::string& what) {
    require(!names.empty(), "the model has no " + what);
    std::set<std::string_view> seen;
    for (const std::string& name : names) {
        require(seen.insert(name).second, [&] {
            std::string text = what;
            text.append(" '").append(name).append("' stands twice");
            return text;
        });
    }
}

void check_rates(const Model& model) {
    require_size(model.incidence.size(), calendar_months * model.cell_count(), "rates");
    for (std::size_t i = 0; i < model.incidence.size(); ++i) {
        require(is_rate(model.incidence[i]), [&] {
            return cell_text(model, i / calendar_months) + ", month " +
                   std::to_string(i % calendar_months + 1) + ": the expected count is " +
                   std::to_string(model.incidence[i]) + "; it must be 0 or above";
        });
    }
    require_size(model.suspect.size(), model.cell_count(), "suspect probabilities");
    for (std::size_t cell = 0; cell < model.suspect.size(); ++cell) {
        require(model.suspect[cell] >= 0 && model.suspect[cell] <= 1, [&] {
            return cell_text(model, cell) + ": the probability of a suspect is " +
                   std::to_string(model.suspect[cell]) + "; it must be from 0 to 1";
        });
    }
}

void check_variation(const Model& model) {
    const std::size_t types = model.crime_types.size();
    require_size(model.trends.size(), types, "trends");
    require_size(model.dispersion.size(), types, "dispersions");
    require(std::isfinite(model.trend_origin), "the trend's origin is not a number");
    require(!model.data || model.data->first <= model.data->last,
            "the last month of its data comes before the first");
    require(is_rate(model.common_dispersion.zone_year) &&
                is_rate(model.common_dispersion.zone_half_year) &&
                is_rate(model.common_dispersion.zone_month),
            "a variance of the dispersion common to all crime types is not 0 or above");
    for (std::size_t type = 0; type < types; ++type) {
        const std::string name = "crime type '" + model.crime_types[type] + "': ";
        require(std::isfinite(model.trends[type].per_year), name + "the trend is not a number");
        const Dispersion& dispersion = model.dispersion[type];
        require(is_rate(dispersion.year) && is_rate(dispersion.zone_year) &&
                    is_rate(dispersion.zone_half_year) && is_rate(dispersion.zone_month),
                name + "a variance of its dispersion is not 0 or above");
    }
}

std::string offence_text(const Model& model, const Offence& offence) {
    return "crime type '" + model.crime_types[offence.crime_type] + "', offence '" + offence.code +
           "'";
}

void check_offence(const Model& model, const Offence& offence) {
    require(offence.crime_type < model.crime_types.size(),
            "offence '" + offence.code + "' belongs to no crime type");
    require(is_rate(offence.share), offence_text(model, offence) + ": the share is " +
                                        std::to_string(offence.share) + "; it must be 0 or above");
    double sum = 0;
    for (const double weight : offence.rhythm) {
        require(is_rate(weight), offence_text(model, offence) + ": a weight of its rhythm is " +
                                     std::to_string(weight) + "; it must be 0 or above");
        sum += weight;
    }
    const double mean = sum / static_cast<double>(periods_a_week);
    require(std::abs(mean - 1) <= tolerance, offence_text(model, offence) +
                                                 ": the weights of its rhythm have mean " +
                                                 std::to_string(mean) + " instead of 1");
}

void check_offences(const Model& model) {
    require(model.offences.size() <= std::numeric_limits<std::uint16_t>::max(),
            "the model has more than 65,535 offences");
    std::vector<double> sums(model.crime_types.size(), 0);
    std::set<std::pair<std::size_t, std::string_view>> seen;
    for (std::size_t i = 0; i < model.offences.size(); ++i) {
        const Offence& offence = model.offences[i];
        check_offence(model, offence);
        require(i == 0 || model.offences[i - 1].crime_type <= offence.crime_type,
                "the offences are not in order of their crime types");
        require(seen.emplace(offence.crime_type, offence.code).second,
                offence_text(model, offence) + " stands twice");
        sums[offence.crime_type] += offence.share;
    }
    for (std::size_t type = 0; type < sums.size(); ++type) {
        require(std::abs(sums[type] - 1) <= tolerance,
                "crime type '" + model.crime_types[type] + "': the shares of its offences sum to " +
                    std::to_string(sums[type]) + " instead of 1");
    }
}

void check_ranges(const std::vector<std::size_t>& begin, std::size_t ranges, std::size_t items,
                  std::string_view what) {
    if (begin.empty()) {
        require_size(items, 0, what);
        return;
    }
    require_size(begin.size(), ranges + 1, "ranges of " + std::string(what));
    require(begin.front() == 0 && begin.back() == items &&
                std::is_sorted(begin.begin(), begin.end()),
            "the ranges of " + std::string(what) + " do not cover them");
}

void check_places(const Model& model) {
    check_ranges(model.place_begin, model.cell_count(), model.places.size(), "places");
    check_ranges(model.triangle_begin, model.zones.size(), model.triangles.size(), "triangles");
    for (const Place& place : model.places) {
        require(std::isfinite(place.x) && std::isfinite(place.y) && std::isfinite(place.weight) &&
                    place.weight > 0,
                [&] {
                    return "a place has coordinates or a weight that is not one: " +
                           std::to_string(place.x) + ", " + std::to_string(place.y) + ", weight " +
                           std::to_string(place.weight);
                });
    }
}

} // namespace

std::span<const Place> Model::places_of(std::size_t cell) const {
    if (place_begin.empty()) {
        return {};
    }
    return std::span(places).subspan(place_begin[cell], place_begin[cell + 1] - place_begin[cell]);
}

std::span<const Triangle> Model::triangles_of(std::size_t zone) const {
    if (triangle_begin.empty()) {
        return {};
    }
    return std::span(triangles).subspan(triangle_begin[zone],
                                        triangle_begin[zone + 1] - triangle_begin[zone]);
}

double trend_factor(const Model& model, std::size_t crime_type, Month month) {
    int index = month_index(month);
    if (model.data) {
        index = std::clamp(index, month_index(model.data->first) - trend_reach,
                           month_index(model.data->last) + trend_reach);
    }
    const double years = (index - model.trend_origin) / double{calendar_months};
    return std::exp(model.trends[crime_type].per_year * years);
}

int months_beyond_data(const Model& model, Month month) {
    if (!model.data) {
        return 0;
    }
    return std::max({month_index(model.data->first) - month_index(month),
                     month_index(month) - month_index(model.data->last), 0});
}

double expected_count(const Model& model, std::size_t zone, std::size_t crime_type, Month month) {
    const std::size_t at = (calendar_months * model.cell(zone, crime_type)) +
                           static_cast<std::size_t>(calendar_month(month));
    return model.incidence[at] * trend_factor(model, crime_type, month);
}

void validate(const Model& model) {
    require_distinct(model.zones, "zone");
    require_distinct(model.crime_types, "crime type");
    check_rates(model);
    check_variation(model);
    check_offences(model);
    check_places(model);
}

} // namespace crims
