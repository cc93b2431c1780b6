// SPDX-License-Identifier: MIT
// London's sizes: 7,201 zones by two sexes, 86 ages and 5 ethnicities, 6.2 million cells. The fit
// and the whole people of them, for tables without a loop and in a loop.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>
#include <vector>

#include "crims/population.hpp"

namespace {

using Dimensions = std::vector<std::size_t>;

const std::vector<std::size_t> shape{7201, 2, 86, 5};

/// People as they might be: ethnicities differ from zone to zone.
std::vector<double> some_people() {
    std::mt19937_64 random(3); // NOLINT(cert-msc32-c,cert-msc51-cpp)
    std::uniform_real_distribution<double> uniform;
    std::vector<double> people;
    for (std::size_t zone = 0; zone < shape[0]; ++zone) {
        std::vector<double> mix;
        for (const double share : {0.6, 0.15, 0.1, 0.1, 0.05}) {
            mix.push_back(share * (0.2 + 2 * uniform(random)));
        }
        for (std::size_t i = 0; i < shape[1] * shape[2] * shape[3]; ++i) {
            people.push_back(std::floor(10 * mix[i % 5] * uniform(random) + uniform(random)));
        }
    }
    return people;
}

crims::Marginal marginal(const std::vector<double>& people, const Dimensions& by) {
    crims::Marginal result;
    std::size_t size = 1;
    for (const std::size_t d : by) {
        result.dimensions.push_back({.dimension = d});
        size *= shape[d];
    }
    result.totals.resize(size);
    for (std::size_t i = 0; i < people.size(); ++i) {
        const std::size_t at[] = {i / (2 * 86 * 5), i / (86 * 5) % 2, i / 5 % 86, i % 5};
        std::size_t sum = 0;
        for (const std::size_t d : by) {
            sum = sum * shape[d] + at[d];
        }
        result.totals[sum] += people[i];
    }
    return result;
}

void make_people(benchmark::State& state, const std::vector<Dimensions>& told, bool only_fit) {
    const std::vector<double> people = some_people();
    std::vector<crims::Marginal> marginals;
    marginals.reserve(told.size());
    for (const Dimensions& by : told) {
        marginals.push_back(marginal(people, by));
    }
    crims::FittedTable fit;
    crims::WholeTable whole;
    for ([[maybe_unused]] const auto step : state) {
        fit = crims::fit_to_marginals(shape, std::vector<double>(people.size(), 1.0), marginals);
        if (!only_fit) {
            whole = crims::whole_people(shape, fit.cells, marginals, 1);
        }
    }
    state.counters["people"] = static_cast<double>(whole.people);
    state.counters["rounds"] = fit.rounds;
    state.counters["largest difference"] = static_cast<double>(whole.largest_difference);
}

const std::vector<Dimensions> no_loop{{0, 1, 2}, {0, 3}};
const std::vector<Dimensions> loop{{0, 2}, {2, 3}, {0, 3}};

BENCHMARK_CAPTURE(make_people, fit, no_loop, true)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(make_people, whole, no_loop, false)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(make_people, fit_in_a_loop, loop, true)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(make_people, whole_in_a_loop, loop, false)->Unit(benchmark::kSecond);

} // namespace

BENCHMARK_MAIN();
