// SPDX-License-Identifier: MIT
#include "crims/model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace crims {

double LevelLaw::factor(double crimes_a_year) const {
    return exponent != 0 ? std::pow(std::max(crimes_a_year, 1.0) / level, -exponent) : 1;
}

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
    return model.incidence[at] * trend_factor(model, crime_type, month) * leap_factor(month);
}

NearRepeat near_repeat_of(const Model& model, std::size_t crime_type,
                          const NearRepeatChoice& choice) {
    const bool knows = !model.near_repeats.empty();
    return choice.over(knows ? model.near_repeats[crime_type].value_or(usual_near_repeat)
                             : usual_near_repeat);
}

double crimes_a_year(const Model& model, std::size_t cell) {
    const auto first =
        model.incidence.begin() + static_cast<std::ptrdiff_t>(cell * calendar_months);
    return std::accumulate(first, first + calendar_months, 0.0);
}

} // namespace crims
