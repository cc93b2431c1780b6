// SPDX-License-Identifier: MIT
// A replicate depends on its number and on nothing that was simulated before it or beside it, for
// every option of the process.
#include <array>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include "crims/simulator.hpp"
#include "libcrims/town_model.hpp"

namespace {

using namespace std::chrono;
using crims::CrimeTable;
using crims::Dispersion;
using crims::Loading;
using crims::Model;
using crims::Simulation;
using crims::SimulationOptions;
using crims::Simulator;

const crims::Month start = 2023y / January;
constexpr std::uint32_t replicates = 6;

struct Process {
    std::string name;
    Model model;
    SimulationOptions options;
    Loading loading;
};

void PrintTo(const Process& process, std::ostream* out) {
    *out << process.name;
}

Process process(const std::string& name, const Dispersion& dispersion = {}) {
    Process made{.name = name,
                 .model = town::model({.zones = 6, .crimes_a_month = 300}),
                 .options = {.from = start, .seed = 4},
                 .loading = {}};
    made.model.dispersion.assign(made.model.crime_types.size(), dispersion);
    return made;
}

Process with_options(const std::string& name, SimulationOptions options) {
    Process made = process(name);
    options.from = start;
    made.options = options;
    return made;
}

std::vector<Process> processes() {
    const Dispersion all{.year = 0.1, .zone_year = 0.2, .zone_half_year = 0.2, .zone_month = 0.1};
    std::vector<Process> list = {
        process("poisson"),
        process("varies_by_year", {.year = 0.3}),
        process("varies_by_zone_and_year", {.zone_year = 0.5}),
        process("varies_by_zone_and_half_year", {.zone_half_year = 0.5}),
        process("varies_by_zone_and_month", {.zone_month = 0.5}),
        process("varies_together", all),
        with_options("near_repeats", {.near_repeat = crims::NearRepeat{.ratio = 0.5}}),
        with_options("uniform_places", {.placement = crims::Placement::uniform}),
        with_options("no_places", {.placement = crims::Placement::none}),
        with_options("some_zones", {.zones = {1, 0, 1, 0, 1, 1}}),
        process("variation_left_out", all),
        process("trend"),
        process("loading", all),
        process("everything", all),
    };
    for (Process& each : list) {
        const bool everything = each.name == "everything";
        if (everything || each.name == "varies_together") {
            each.model.common_dispersion = {
                .zone_year = 0.1, .zone_half_year = 0.1, .zone_month = 0.05};
        }
        if (everything || each.name == "trend") {
            each.model.trends[0].per_year = 0.3;
            each.model.trend_origin = crims::month_index(start) - 30;
        }
        if (everything || each.name == "loading") {
            // With offspring of half a crime each, 3 would let crime grow without end.
            each.loading = {{.zone = 1, .factor = everything ? 1.5 : 3},
                            {.crime_type = 1, .month = start + months(1), .factor = 0.2}};
        }
        if (everything) {
            each.options.near_repeat = crims::NearRepeat{.ratio = 0.5, .mean_lag_days = 30};
        }
        each.options.dispersion = each.name != "variation_left_out";
    }
    return list;
}

using Columns = std::tuple<std::uint32_t, std::vector<std::uint32_t>, std::vector<std::uint16_t>,
                           std::vector<std::uint16_t>, std::vector<std::uint8_t>,
                           std::vector<double>, std::vector<double>>;

/// The months of a replicate one after the other.
std::vector<Columns> crimes(Simulator simulator, int months) {
    std::vector<Columns> all;
    for (int month = 0; month < months; ++month) {
        const CrimeTable t = simulator.step();
        all.emplace_back(t.replicate, t.zone, t.offence, t.minute, t.suspect, t.x, t.y);
    }
    return all;
}

/// A replicate of which nothing else knows.
std::vector<Columns> crimes_alone(const Process& process, std::uint32_t replicate, int months) {
    SimulationOptions options = process.options;
    options.replicate = replicate;
    Simulator simulator(process.model, options);
    simulator.set_loading(process.loading);
    return crimes(std::move(simulator), months);
}

class Replicates : public testing::TestWithParam<Process> {};

// One to six months end in the half-year that the replicate before has drawn; a year does not.
TEST_P(Replicates, AreWhatTheyAreAloneAfterOthers) {
    const Process& process = GetParam();
    const Simulation simulation(process.model, process.options, process.loading);
    for (const int months : {1, 3, 6, 14}) {
        for (std::uint32_t r = 0; r < replicates; ++r) {
            EXPECT_EQ(crimes(simulation.replicate(r), months), crimes_alone(process, r, months))
                << "replicate " << r << ", " << months << " months";
        }
    }
}

TEST_P(Replicates, AreWhatTheyAreAloneInStepWithOthers) {
    const Process& process = GetParam();
    constexpr int months = 3;
    const Simulation simulation(process.model, process.options, process.loading);
    std::vector<Simulator> simulators;
    std::vector<std::vector<Columns>> all(replicates);
    for (std::uint32_t r = 0; r < replicates; ++r) {
        simulators.push_back(simulation.replicate(r));
    }
    for (int month = 0; month < months; ++month) {
        for (std::uint32_t r = 0; r < replicates; ++r) {
            const CrimeTable t = simulators[r].step();
            all[r].emplace_back(t.replicate, t.zone, t.offence, t.minute, t.suspect, t.x, t.y);
        }
    }
    for (std::uint32_t r = 0; r < replicates; ++r) {
        EXPECT_EQ(all[r], crimes_alone(process, r, months)) << "replicate " << r;
    }
}

TEST_P(Replicates, AreWhatTheyAreAloneBesideOthersOnManyThreads) {
    const Process& process = GetParam();
    constexpr int months = 3;
    const Simulation simulation(process.model, process.options, process.loading);
    std::vector<std::vector<Columns>> all(replicates);
    const tbb::global_control eight(tbb::global_control::max_allowed_parallelism, 8);
    tbb::parallel_for(std::uint32_t{0}, replicates,
                      [&](std::uint32_t r) { all[r] = crimes(simulation.replicate(r), months); });
    for (std::uint32_t r = 0; r < replicates; ++r) {
        EXPECT_EQ(all[r], crimes_alone(process, r, months)) << "replicate " << r;
    }
}

TEST_P(Replicates, DifferFromEachOther) {
    EXPECT_NE(crimes_alone(GetParam(), 0, 1), crimes_alone(GetParam(), 1, 1));
}

INSTANTIATE_TEST_SUITE_P(Process, Replicates, testing::ValuesIn(processes()),
                         [](const auto& each) { return each.param.name; });

TEST(Simulation, OutlivesItsOwnName) {
    const Process loaded = process("loaded", {.zone_half_year = 0.5});
    Simulator simulator = Simulation(loaded.model, loaded.options).replicate(3);
    EXPECT_EQ(crimes(std::move(simulator), 2), crimes_alone(loaded, 3, 2));
}

TEST(Simulation, ALoadingThatOneReplicateIsGivenIsItsOwn) {
    Process plain = process("plain");
    const Simulation simulation(plain.model, plain.options);
    Simulator fed = simulation.replicate(1);
    fed.step();
    fed.set_loading(crims::uniform_loading(4));
    const std::size_t quadrupled = fed.step().size();
    EXPECT_EQ(crimes(simulation.replicate(1), 2), crimes_alone(plain, 1, 2));
    EXPECT_GT(quadrupled, 2 * std::get<1>(crimes_alone(plain, 1, 2)[1]).size());
}

TEST(Simulation, RefusesALoadingThatIsNotTheModels) {
    const Process plain = process("plain");
    EXPECT_THROW(Simulation(plain.model, plain.options, {{.zone = 6, .factor = 2}}),
                 std::invalid_argument);
    EXPECT_THROW(Simulation(plain.model, plain.options, crims::uniform_loading(-1)),
                 std::invalid_argument);
}

} // namespace
