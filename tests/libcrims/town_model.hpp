// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <string>

#include "crims/model.hpp"

/// Models for tests and benchmarks, made by rule.
namespace town {

struct Size {
    std::size_t zones = 4;
    std::size_t crime_types = 3;
    std::size_t offences_a_type = 3;
    std::size_t places_a_cell = 5;
    double crimes_a_month = 400;
};

inline void add_offences(crims::Model& model, std::size_t type, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        crims::Offence offence{.crime_type = type,
                               .code = std::to_string(type) + "/" + std::to_string(i),
                               .description = "offence",
                               .share = 2.0 * static_cast<double>(i + 1) /
                                        static_cast<double>(count * (count + 1)),
                               .severity = 10};
        // Evenings of the weekend, nearly as in life.
        crims::PeriodWeights weights;
        weights.fill(1);
        weights[17] = 2;
        weights[1] = 0;
        offence.rhythm = crims::rhythm_of_periods(weights);
        model.offences.push_back(offence);
    }
}

/// Zones in a row of squares of 1 km; their rates fall as 1/rank, so do those of the types; the
/// second half of the year has twice the crime of the first.
inline crims::Model model(const Size& size) {
    crims::Model model;
    double sum = 0;
    for (std::size_t zone = 0; zone < size.zones; ++zone) {
        model.zones.push_back("Z" + std::to_string(zone));
        model.triangle_begin.push_back(model.triangles.size());
        const double left = 1000.0 * static_cast<double>(zone);
        model.triangles.push_back({{left, left + 1000, left}, {0, 0, 1000}});
        model.triangles.push_back({{left + 1000, left + 1000, left}, {0, 1000, 1000}});
        for (std::size_t type = 0; type < size.crime_types; ++type) {
            const double weight = 1 / static_cast<double>((zone + 1) * (type + 1));
            sum += weight;
            for (int month = 0; month < 12; ++month) {
                model.incidence.push_back(weight * (month < 6 ? 2.0 / 3 : 4.0 / 3));
            }
            model.suspect.push_back(0.25);
            model.place_begin.push_back(model.places.size());
            for (std::size_t place = 0; place < size.places_a_cell; ++place) {
                model.places.push_back({left + (static_cast<double>(place) * 7),
                                        10.0 * static_cast<double>(type),
                                        1.0 + static_cast<double>(place)});
            }
        }
    }
    model.place_begin.push_back(model.places.size());
    model.triangle_begin.push_back(model.triangles.size());
    for (double& rate : model.incidence) {
        rate *= size.crimes_a_month / sum;
    }
    for (std::size_t type = 0; type < size.crime_types; ++type) {
        model.crime_types.push_back("type " + std::to_string(type));
        add_offences(model, type, size.offences_a_type);
    }
    model.trends.resize(size.crime_types);
    model.dispersion.resize(size.crime_types);
    return model;
}

} // namespace town
