// SPDX-License-Identifier: MIT
// Crimes a second from the model to the month's table in order of time, all columns and places
// included. Stages by leaving something out: no places; few crimes in many cells.
#include <benchmark/benchmark.h>
#include <tbb/global_control.h>

#include "crims/simulator.hpp"
#include "libcrims/town_model.hpp"

namespace {

constexpr town::Size force{.zones = 211,
                           .crime_types = 14,
                           .offences_a_type = 10,
                           .places_a_cell = 60,
                           .crimes_a_month = 15000};
constexpr town::Size country{.zones = 7201,
                             .crime_types = 14,
                             .offences_a_type = 10,
                             .places_a_cell = 20,
                             .crimes_a_month = 500000};
constexpr town::Size dense{.zones = 1000,
                           .crime_types = 10,
                           .offences_a_type = 2,
                           .places_a_cell = 50,
                           .crimes_a_month = 1000000};

void simulate(benchmark::State& state, const town::Size& size, crims::SimulationOptions options,
              crims::Dispersion dispersion, crims::CommonDispersion common = {}) {
    const tbb::global_control threads(tbb::global_control::max_allowed_parallelism,
                                      static_cast<std::size_t>(state.range(0)));
    crims::Model model = town::model(size);
    model.dispersion.assign(model.crime_types.size(), dispersion);
    model.common_dispersion = common;
    options.from = crims::Month(std::chrono::year(2020), std::chrono::January);
    crims::Simulator simulator(model, options);
    crims::CrimeTable table;
    std::size_t crimes = 0;
    for ([[maybe_unused]] const auto step : state) {
        simulator.step(table);
        crimes += table.size();
    }
    state.counters["crimes/s"] =
        benchmark::Counter(static_cast<double>(crimes), benchmark::Counter::kIsRate);
}

/// A month of one replicate after the other: what a replicate costs besides its crimes.
void replicates(benchmark::State& state, const town::Size& size, crims::Dispersion dispersion) {
    const tbb::global_control threads(tbb::global_control::max_allowed_parallelism,
                                      static_cast<std::size_t>(state.range(0)));
    crims::Model model = town::model(size);
    model.dispersion.assign(model.crime_types.size(), dispersion);
    const crims::Simulation simulation(
        model, {.from = crims::Month(std::chrono::year(2020), std::chrono::January)});
    crims::CrimeTable table;
    std::size_t crimes = 0;
    std::uint32_t replicate = 0;
    for ([[maybe_unused]] const auto step : state) {
        simulation.replicate(replicate++).step(table);
        crimes += table.size();
    }
    state.counters["crimes/s"] =
        benchmark::Counter(static_cast<double>(crimes), benchmark::Counter::kIsRate);
}

const crims::SimulationOptions observed{};
const crims::SimulationOptions uniform{.placement = crims::Placement::uniform};
const crims::SimulationOptions none{.placement = crims::Placement::none};
const crims::SimulationOptions near_repeat{
    .near_repeat =
        crims::NearRepeat{.ratio = 0.2, .mean_lag_days = 10, .spread = 100, .same_place = 0}};
const crims::Dispersion poisson{};
const crims::Dispersion varied{
    .year = 0.01, .zone_year = 0.02, .zone_half_year = 0.02, .zone_month = 0.05};
const crims::CommonDispersion shared{.zone_year = 0.01, .zone_half_year = 0.01, .zone_month = 0.01};

} // namespace

BENCHMARK_CAPTURE(simulate, dense, dense, observed, poisson)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(simulate, force, force, observed, poisson)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(simulate, force_uniform, force, uniform, poisson)->Arg(1)->UseRealTime();
BENCHMARK_CAPTURE(simulate, force_no_places, force, none, poisson)->Arg(1)->UseRealTime();
BENCHMARK_CAPTURE(simulate, force_dispersion, force, observed, varied, shared)
    ->Arg(1)
    ->UseRealTime();
BENCHMARK_CAPTURE(simulate, force_near_repeat, force, near_repeat, poisson)->Arg(1)->UseRealTime();
BENCHMARK_CAPTURE(simulate, country, country, observed, poisson)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(replicates, dense, dense, poisson)->Arg(1)->UseRealTime();
BENCHMARK_CAPTURE(replicates, force, force, poisson)->Arg(1)->UseRealTime();
BENCHMARK_CAPTURE(replicates, force_dispersion, force, varied)->Arg(1)->UseRealTime();
BENCHMARK_CAPTURE(replicates, country, country, poisson)->Arg(1)->UseRealTime();
BENCHMARK_MAIN();
