// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "fuzzing.hpp"
#include "toolkit/police/download.hpp"

namespace {

using fuzzing::require;

template<class Number>
bool are_of(const std::vector<Number>& numbers, const std::vector<std::string>& texts) {
    return std::all_of(numbers.begin(), numbers.end(),
                       [&](Number number) { return number < texts.size(); });
}

bool are_degrees(const std::vector<double>& values, double most) {
    return std::all_of(values.begin(), values.end(), [most](double value) {
        return std::isnan(value) || std::abs(value) <= most;
    });
}

/// A column a crime, and each number stands for a text.
void check_columns(const toolkit::StreetCrimes& crimes) {
    const std::size_t size = crimes.size();
    require(crimes.outcome.size() == size && crimes.lsoa.size() == size &&
            crimes.id.size() == size);
    require(crimes.longitude.size() == size && crimes.latitude.size() == size);
    require(are_of(crimes.crime_type, crimes.crime_types));
    require(are_of(crimes.outcome, crimes.outcomes) && are_of(crimes.lsoa, crimes.lsoas));
    constexpr double half_a_turn = 180;
    require(are_degrees(crimes.longitude, half_a_turn));
    require(are_degrees(crimes.latitude, half_a_turn / 2));
    for (std::size_t i = 0; i < size; ++i) {
        require(std::isnan(crimes.longitude[i]) == std::isnan(crimes.latitude[i]));
    }
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzzing::InputFile file("street.csv", fuzzing::text_of(data, size));
    fuzzing::read_or_refuse([&] {
        check_columns(toolkit::read_street_file({.month = std::chrono::year(2020) / 11,
                                                 .force = "avon-and-somerset",
                                                 .path = file.path(),
                                                 .name = "street.csv"}));
    });
    return 0;
}
