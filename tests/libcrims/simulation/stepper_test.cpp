// SPDX-License-Identifier: MIT
#include "crims/stepper.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <ostream>
#include <random>
#include <set>
#include <stdexcept>
#include <tuple>

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include "libcrims/town_model.hpp"

namespace {

using namespace std::chrono;
using crims::Instant;
using crims::Loading;
using crims::LoadingTarget;
using crims::Model;
using crims::SimulationOptions;
using crims::Stepper;
using crims::StepTable;

const Instant start = sys_days(2023y / November / 1);
constexpr auto span = days(30 + 31 + 31 + 29); // to the end of February 2024

/// All that is told of a crime but its id.
using Crime = std::tuple<std::int64_t, std::uint32_t, std::uint16_t, std::uint8_t, double, double>;

std::vector<Crime> crimes_of(const StepTable& table) {
    std::vector<Crime> crimes;
    for (std::size_t i = 0; i < table.size(); ++i) {
        crimes.emplace_back(table.time[i], table.zone[i], table.offence[i], table.suspect[i],
                            table.x.empty() ? 0 : table.x[i], table.y.empty() ? 0 : table.y[i]);
    }
    return crimes;
}

struct Case {
    std::string name;
    SimulationOptions options = {};
    Loading base = {};
    bool varies = false;
    bool has_types_repeats = false; ///< the model knows near repeats of two of its types
};

void PrintTo(const Case& one, std::ostream* out) {
    *out << one.name;
}

Model model_of(const Case& one) {
    Model model = town::model({.zones = 6, .crimes_a_month = 500});
    if (one.varies) {
        model.dispersion.assign(3, {.year = 0.1, .zone_year = 0.2, .zone_month = 0.3});
        model.common_dispersion = {.zone_year = 0.1, .zone_half_year = 0.1, .zone_month = 0.05};
    }
    if (one.has_types_repeats) {
        model.near_repeats = {crims::NearRepeat{.ratio = 0.5, .mean_lag_days = 3}, std::nullopt,
                              crims::NearRepeat{.ratio = 0}};
    }
    return model;
}

Case named(const std::string& name, const SimulationOptions& options, bool varies) {
    Case made;
    made.name = name;
    made.options = options;
    made.varies = varies;
    return made;
}

std::vector<Case> cases() {
    using crims::NearRepeat;
    using crims::Placement;
    SimulationOptions plain;
    plain.seed = 5;
    plain.replicate = 2;
    SimulationOptions repeats = plain;
    repeats.near_repeat = NearRepeat{.ratio = 0.4, .mean_lag_days = 12};
    SimulationOptions long_repeats = plain;
    long_repeats.placement = Placement::uniform;
    long_repeats.near_repeat = NearRepeat{.ratio = 0.5, .mean_lag_days = 60};
    SimulationOptions uniform = plain;
    uniform.placement = Placement::uniform;
    SimulationOptions nowhere = plain;
    nowhere.placement = Placement::none;
    SimulationOptions some_zones = plain;
    some_zones.zones = {1, 0, 1, 0, 1, 1};
    std::vector<Case> list;
    list.push_back(named("poisson", plain, false));
    list.push_back(named("varies", plain, true));
    list.push_back(named("repeats", repeats, false));
    list.push_back(named("long_repeats", long_repeats, true));
    SimulationOptions by_type = plain;
    by_type.near_repeat = crims::NearRepeatChoice{};
    list.push_back(named("repeats_by_type", by_type, true));
    list.back().has_types_repeats = true;
    list.push_back(named("uniform", uniform, false));
    list.push_back(named("nowhere", nowhere, false));
    list.push_back(named("some_zones", some_zones, true));
    list.push_back(named("base_loading", plain, true));
    list.back().base = {{.zone = 1, .factor = 2.5},
                        {.crime_type = 1, .month = 2023y / December, .factor = 0.5}};
    list.push_back(named("repeats_and_base", repeats, true));
    list.back().base = {{.zone = 1, .factor = 1.5},
                        {.crime_type = 1, .month = 2023y / December, .factor = 0.5}};
    return list;
}

class EachProcess : public testing::TestWithParam<Case> {};

/// What happens to a simulation at an instant.
struct Change {
    minutes at;
    double loading;
    LoadingTarget target = {};
};

/// Runs from the start to the end of the span, with changes and cuts between steps at given
/// instants.
StepTable run(Stepper& stepper, const std::vector<Change>& changes,
              std::vector<minutes> cuts = {}) {
    StepTable all;
    for (const Change& change : changes) {
        cuts.push_back(change.at);
    }
    cuts.push_back(span);
    std::sort(cuts.begin(), cuts.end());
    std::size_t next = 0;
    for (const minutes cut : cuts) {
        const StepTable step = stepper.advance(start + cut);
        const auto append = [](auto& to, const auto& from) {
            to.insert(to.end(), from.begin(), from.end());
        };
        append(all.id, step.id);
        append(all.time, step.time);
        append(all.zone, step.zone);
        append(all.offence, step.offence);
        append(all.suspect, step.suspect);
        append(all.x, step.x);
        append(all.y, step.y);
        for (; next < changes.size() && changes[next].at == cut; ++next) {
            stepper.set_loading(changes[next].loading, changes[next].target);
        }
    }
    return all;
}

StepTable run(const Case& one, const std::vector<Change>& changes, std::vector<minutes> cuts = {}) {
    const Model model = model_of(one);
    Stepper stepper(model, start, one.options, one.base);
    return run(stepper, changes, std::move(cuts));
}

/// Loadings up and down in a part of the town, above 1 too.
std::vector<Change> changes_of(const Case& one) {
    const double high = one.options.near_repeat ? 1.7 : 3.5; // else each is followed by ever more
    return {{.at = days(3) + 77min, .loading = 0.3},
            {.at = days(12), .loading = high, .target = {.zones = {0, 2}, .crime_types = {0}}},
            {.at = days(30), .loading = 0.6, .target = {.zones = {1}}}, // the month's last instant
            {.at = days(45) + 1min, .loading = high / 2, .target = {.offences = {1, 2, 3}}},
            {.at = days(46), .loading = 0, .target = {.zones = {0}}},
            {.at = days(80), .loading = 1}};
}

std::vector<minutes> some_cuts(unsigned seed) {
    std::mt19937 random(seed);
    std::vector<minutes> cuts;
    for (int i = 0; i < 60; ++i) {
        cuts.emplace_back(std::uniform_int_distribution<int>(0, minutes(span).count())(random));
    }
    for (int day = 28; day < 34; ++day) { // about the end of a month
        cuts.emplace_back(days(day));
    }
    return cuts;
}

bool same_tables(const StepTable& a, const StepTable& b) {
    return a.id == b.id && crimes_of(a) == crimes_of(b);
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Stepper, EachProcess, testing::ValuesIn(cases()),
                         [](const auto& of) { return of.param.name; });

TEST_P(EachProcess, has_the_crimes_of_the_simulator_one_by_one) {
    const Case& one = GetParam();
    const StepTable stepped = run(one, {}, some_cuts(1));
    const Model model = model_of(one);
    SimulationOptions options = one.options;
    options.from = 2023y / November;
    crims::Simulator simulator =
        crims::Simulation(model, options, one.base).replicate(options.replicate);
    std::vector<Crime> simulated;
    for (int month = 0; month < 4; ++month) {
        const crims::CrimeTable table = simulator.step();
        const auto begin = Instant(crims::first_day(table.month)).time_since_epoch().count();
        for (std::size_t i = 0; i < table.size(); ++i) {
            simulated.emplace_back(begin + table.minute[i], table.zone[i], table.offence[i],
                                   table.suspect[i], table.x.empty() ? 0 : table.x[i],
                                   table.y.empty() ? 0 : table.y[i]);
        }
    }
    EXPECT_GT(simulated.size(), 500);
    EXPECT_TRUE(crimes_of(stepped) == simulated);
}

TEST_P(EachProcess, does_not_depend_on_where_steps_are_cut) {
    const std::vector<Change> changes = changes_of(GetParam());
    const StepTable whole = run(GetParam(), changes);
    for (const unsigned seed : {1U, 2U, 3U}) {
        EXPECT_TRUE(same_tables(run(GetParam(), changes, some_cuts(seed)), whole)) << seed;
    }
}

TEST_P(EachProcess, does_not_depend_on_the_number_of_threads) {
    const std::vector<Change> changes = changes_of(GetParam());
    const StepTable whole = run(GetParam(), changes);
    for (const std::size_t threads : {1U, 2U, 8U}) {
        const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
        EXPECT_TRUE(same_tables(run(GetParam(), changes, some_cuts(4)), whole)) << threads;
    }
}

TEST_P(EachProcess, has_crimes_under_a_loading_that_are_among_those_under_a_higher_one) {
    const Case& one = GetParam();
    std::vector<Change> changes = changes_of(one);
    std::vector<Crime> lower = crimes_of(run(one, changes));
    for (const double factor : {1.1, 1.4, 3.0}) {
        std::vector<Change> more = changes;
        for (Change& change : more) {
            change.loading *= one.options.near_repeat ? std::min(factor, 1.4) : factor;
        }
        std::vector<Crime> higher = crimes_of(run(one, more));
        EXPECT_GE(higher.size(), lower.size());
        std::sort(lower.begin(), lower.end());
        std::sort(higher.begin(), higher.end());
        std::vector<Crime> gone;
        std::set_difference(lower.begin(), lower.end(), higher.begin(), higher.end(),
                            std::back_inserter(gone), [](const Crime& a, const Crime& b) {
                                return std::tie(std::get<0>(a), std::get<1>(a), std::get<2>(a)) <
                                       std::tie(std::get<0>(b), std::get<1>(b), std::get<2>(b));
                            });
        EXPECT_EQ(gone.size(), 0) << factor;
        lower = higher;
    }
}

TEST_P(EachProcess, goes_on_from_a_state_as_if_it_had_not_stopped) {
    const Case& one = GetParam();
    const std::vector<Change> changes = changes_of(one);
    const StepTable whole = run(one, changes);
    for (const minutes stop : {minutes(0), minutes(days(20)), minutes(days(30)),
                               minutes(days(45) + 2min), minutes(days(62) + 600min)}) {
        const Model model = model_of(one);
        Stepper first(model, start, one.options, one.base);
        std::vector<Change> before;
        std::vector<Change> after;
        for (const Change& change : changes) {
            (change.at <= stop ? before : after).push_back(change);
        }
        std::size_t seen = 0;
        for (const Change& change : before) {
            seen += first.advance(start + change.at).size();
            first.set_loading(change.loading, change.target);
        }
        seen += first.advance(start + stop).size();
        const std::string state = first.state();
        SimulationOptions options = one.options;
        options.seed = 77; // seed and replicate are the state's
        const Model again = model_of(one);
        Stepper second(again, state, options, one.base);
        EXPECT_EQ(second.time(), start + stop);
        EXPECT_EQ(second.state(), state);
        const StepTable rest = run(second, after);
        ASSERT_EQ(rest.size(), whole.size() - seen) << stop.count();
        EXPECT_TRUE(std::equal(rest.id.begin(), rest.id.end(),
                               whole.id.begin() + static_cast<std::ptrdiff_t>(seen)));
        EXPECT_TRUE(std::equal(rest.x.begin(), rest.x.end(),
                               whole.x.end() - static_cast<std::ptrdiff_t>(rest.x.size())));
        run(first, after);
        EXPECT_EQ(second.state(), first.state());
    }
}

TEST_P(EachProcess, has_ids_of_its_own_that_fit_into_a_double) {
    const Case& one = GetParam();
    const StepTable table = run(one, changes_of(one));
    EXPECT_EQ(std::set<std::int64_t>(table.id.begin(), table.id.end()).size(), table.size());
    EXPECT_LT(*std::max_element(table.id.begin(), table.id.end()), std::int64_t{1} << 53);
    EXPECT_EQ(table.id.front() / 10'000'000'000, 202311);
    EXPECT_EQ(table.id.back() / 10'000'000'000, 202402);
}

TEST_P(EachProcess, has_no_crime_while_the_loading_is_0) {
    const Case& one = GetParam();
    const Model model = model_of(one);
    Stepper stepper(model, start + days(10) + 5min, one.options, one.base);
    stepper.set_loading(0);
    EXPECT_EQ(stepper.advance(start + days(75)).size(), 0);
    EXPECT_EQ(stepper.loading(3, 2), 0);
    stepper.set_loading(1);
    EXPECT_GT(stepper.advance(days(20)).size(), 0);
}

TEST_P(EachProcess, that_begins_within_a_month_has_the_rest_of_it) {
    const Case& one = GetParam();
    const Model model = model_of(one);
    const Instant later = start + days(9) + 100min;
    Stepper whole(model, start, one.options, one.base);
    whole.advance(later);
    Stepper part(model, later, one.options, one.base);
    EXPECT_TRUE(same_tables(part.advance(start + span), whole.advance(start + span)));
}

TEST(Stepper, draws_the_process_whose_rate_is_the_loading_times_the_models) {
    const Model model = town::model({.zones = 3, .crimes_a_month = 120});
    const std::vector<Change> changes = {
        {.at = days(2), .loading = 2.6, .target = {.zones = {0}}},
        {.at = days(9) + 300min, .loading = 0.4, .target = {.crime_types = {1}}},
        {.at = days(33), .loading = 7, .target = {.zones = {1}, .offences = {0, 4}}},
        {.at = days(50), .loading = 1.5}};
    constexpr int replicates = 400;
    double sum = 0;
    double squares = 0;
    double expected = 0;
    for (int i = 0; i < replicates; ++i) {
        Stepper stepper(model, start, {.seed = 9, .replicate = static_cast<std::uint32_t>(i)});
        const auto count = static_cast<double>(run(stepper, changes).size());
        sum += count;
        squares += count * count;
        expected = *stepper.expected();
    }
    const double mean = sum / replicates;
    const double variance = squares / replicates - mean * mean;
    EXPECT_NEAR(mean, expected, 4 * std::sqrt(expected / replicates));
    EXPECT_NEAR(variance / mean, 1, 4 * std::sqrt(2.0 / replicates)); // Poisson
}

TEST(Stepper, tells_what_is_expected) {
    const Model model = town::model({.zones = 4, .crimes_a_month = 300});
    Stepper stepper(model, start, {});
    EXPECT_EQ(stepper.expected(), 0);
    stepper.step();
    const double november = crims::expected_total(model, {}, 2023y / November);
    EXPECT_NEAR(*stepper.expected(), november, 1e-9 * november);
    stepper.set_loading(0);
    stepper.step();
    EXPECT_NEAR(*stepper.expected(), november, 1e-9 * november);
    stepper.set_loading(2.5);
    stepper.step();
    const double january = crims::expected_total(model, {}, 2024y / January);
    EXPECT_NEAR(*stepper.expected(), november + 2.5 * january, 1e-9 * november);
}

TEST(Stepper, tells_what_is_expected_where_crimes_follow_crimes) {
    Model model = town::model({.zones = 4, .crimes_a_month = 300});
    const crims::NearRepeat near_repeat{.ratio = 0.4, .mean_lag_days = 3};
    Stepper stepper(model, start, {.near_repeat = near_repeat});
    EXPECT_EQ(stepper.expected(), 0);
    stepper.step();
    const double november = *stepper.expected(); // nearly that of the rates, which change
    EXPECT_NEAR(november, crims::expected_total(model, {}, 2023y / November), 0.02 * november);
    EXPECT_NEAR(november,
                crims::expected_total(model, near_repeat, {}, 2023y / November, 2023y / November),
                1e-9 * november);
    stepper.set_loading(0);
    stepper.step();
    EXPECT_NEAR(*stepper.expected(), november, 1e-9 * november);
    stepper.set_loading(1);
    stepper.step();
    const Loading none_in_december = {{.month = 2023y / December, .factor = 0}};
    EXPECT_NEAR(*stepper.expected(),
                crims::expected_total(model, near_repeat, none_in_december, 2023y / November,
                                      2024y / January),
                1e-9 * november);
    // Of a constant rate b (1 - r) the loading a keeps a (1 - r) / (1 - a r).
    std::fill(model.incidence.begin(), model.incidence.end(), 10);
    for (crims::Trend& trend : model.trends) {
        trend = {};
    }
    for (crims::Offence& offence : model.offences) {
        offence.rhythm = crims::flat_rhythm();
    }
    for (const double loading : {0.5, 1.0, 1.5}) {
        const double months = crims::expected_total(
            model, near_repeat, crims::uniform_loading(loading), 2023y / May, 2023y / August);
        const double rates = crims::expected_total(model, {}, 2023y / May, 2023y / August);
        EXPECT_NEAR(months / rates, loading * 0.6 / (1 - 0.4 * loading), 0.02) << loading;
    }
    EXPECT_THROW(crims::expected_total(model, near_repeat, crims::uniform_loading(30), 2023y / May,
                                       2023y / August),
                 std::invalid_argument);
}

/// Mean count of a month and of all, and their standard errors, in many replicates.
struct Observed {
    double mean = 0;
    double error = 0;
    double expected = 0;
};

Observed observe(const Model& model, const SimulationOptions& options,
                 const std::vector<Change>& changes, const Loading& base) {
    constexpr int replicates = 100;
    Observed observed;
    double squares = 0;
    for (int i = 0; i < replicates; ++i) {
        SimulationOptions own = options;
        own.replicate = static_cast<std::uint32_t>(i);
        Stepper stepper(model, start, own, base);
        const auto count = static_cast<double>(run(stepper, changes).size());
        observed.mean += count / replicates;
        squares += count * count / replicates;
        observed.expected = *stepper.expected();
    }
    observed.error = std::sqrt((squares - observed.mean * observed.mean) / replicates);
    return observed;
}

TEST(Stepper, draws_with_near_repeats_what_it_expects) {
    const Model model = town::model({.zones = 3, .crimes_a_month = 80});
    SimulationOptions options;
    options.seed = 11;
    for (const double lag : {0.3, 8.0, 40.0}) { // most on the same day, most in a month, later
        options.near_repeat = crims::NearRepeat{.ratio = 0.4, .mean_lag_days = lag};
        for (const std::vector<Change>& changes :
             {std::vector<Change>{},
              {{.at = days(2) + 660min, .loading = 1.9},
               {.at = days(9) + 300min, .loading = 0.2},
               {.at = days(9) + 800min, .loading = 1.4, .target = {.zones = {0, 1}}},
               {.at = days(40), .loading = 0.7, .target = {.crime_types = {1}}},
               {.at = days(95) + 1min, .loading = 1.2, .target = {.zones = {2}}}}}) {
            const Observed observed = observe(model, options, changes, {});
            EXPECT_NEAR(observed.mean, observed.expected, 4 * observed.error)
                << lag << " " << changes.size();
            EXPECT_LT(observed.error, 0.04 * observed.expected);
        }
    }
    const Loading base = {{.zone = 1, .factor = 1.5}, {.month = 2023y / December, .factor = 0.3}};
    const Observed observed = observe(model, options, {{.at = days(20), .loading = 1.2}}, base);
    EXPECT_NEAR(observed.mean, observed.expected, 4 * observed.error);
}

TEST(Stepper, draws_the_near_repeats_of_each_type_as_it_expects) {
    Model model = town::model({.zones = 3, .crimes_a_month = 80});
    model.near_repeats = {crims::NearRepeat{.ratio = 0.5, .mean_lag_days = 0.5},
                          crims::NearRepeat{.ratio = 0.3, .mean_lag_days = 15}, std::nullopt};
    SimulationOptions options;
    options.seed = 12;
    options.near_repeat = crims::NearRepeatChoice{};
    const std::vector<Change> changes{
        {.at = days(2) + 660min, .loading = 1.7},
        {.at = days(9) + 300min, .loading = 0.2},
        {.at = days(40), .loading = 0.7, .target = {.crime_types = {1}}}};
    const Observed observed = observe(model, options, changes, {});
    EXPECT_NEAR(observed.mean, observed.expected, 4 * observed.error);
    EXPECT_LT(observed.error, 0.04 * observed.expected);
}

TEST(Stepper, changes_loadings_many_times_a_day_as_the_expectation_says) {
    const Model model = town::model({.zones = 2, .crimes_a_month = 60});
    SimulationOptions options;
    options.near_repeat = crims::NearRepeat{.ratio = 0.6, .mean_lag_days = 0.2};
    std::vector<Change> changes;
    for (int shift = 0; shift < 3 * 40; ++shift) {
        changes.push_back({.at = shift * 8h + 90min, .loading = shift % 3 == 0 ? 1.6 : 0.3});
    }
    const Observed observed = observe(model, options, changes, {});
    EXPECT_NEAR(observed.mean, observed.expected, 4 * observed.error);
}

TEST(Stepper, follows_near_repeats_of_crimes_that_happened_only) {
    const Model model = town::model({.zones = 3, .crimes_a_month = 3000});
    const SimulationOptions options{.near_repeat =
                                        crims::NearRepeat{.ratio = 0.5, .mean_lag_days = 1}};
    // Half of the background and, of what follows, half of those that follow half: b / (1 - r / 2).
    Stepper whole(model, start, options);
    Stepper half(model, start, options);
    half.set_loading(0.5);
    half.advance(days(30)); // until those from before the start are over
    whole.advance(days(30));
    const double share = static_cast<double>(half.advance(days(91)).size()) /
                         static_cast<double>(whole.advance(days(91)).size());
    EXPECT_NEAR(share, 0.5 * 0.5 / (1 - 0.25), 0.02);
}

TEST(Stepper, refuses_what_makes_no_sense) {
    const Model model = town::model({.zones = 3});
    Stepper stepper(model, start, {});
    EXPECT_THROW(stepper.advance(start - 1min), std::invalid_argument);
    EXPECT_THROW(stepper.set_loading(-0.1), std::invalid_argument);
    EXPECT_THROW(stepper.set_loading(std::nan("")), std::invalid_argument);
    EXPECT_THROW(stepper.set_loading(20'000), std::invalid_argument);
    EXPECT_THROW(stepper.set_loading(0.5, {.zones = {3}}), std::invalid_argument);
    EXPECT_THROW(stepper.set_loading(0.5, {.crime_types = {3}}), std::invalid_argument);
    EXPECT_THROW(stepper.set_loading(0.5, {.offences = {9}}), std::invalid_argument);
    EXPECT_THROW(Stepper(model, sys_days(9000y / January / 1), {}), std::invalid_argument);
    EXPECT_THROW(stepper.advance(sys_days(9000y / January / 1)), std::invalid_argument);
    EXPECT_EQ(stepper.advance(start).size(), 0);
}

TEST(Stepper, is_as_it_was_after_a_loading_that_adds_too_many) {
    const Model model = town::model({.zones = 3, .crimes_a_month = 3000});
    for (const bool follows : {false, true}) {
        SimulationOptions options;
        if (follows) {
            options.near_repeat = crims::NearRepeat{.ratio = 0.5, .mean_lag_days = 1};
        }
        Stepper stepper(model, start, options);
        stepper.advance(days(3));
        stepper.set_loading(1.3, {.zones = {1}});
        const std::string before = stepper.state();
        EXPECT_THROW(stepper.set_loading(10'000), std::domain_error);
        EXPECT_TRUE(stepper.state() == before);
        Stepper again(model, before, options);
        EXPECT_TRUE(same_tables(stepper.advance(days(40)), again.advance(days(40))));
    }
}

TEST(Stepper, refuses_a_state_of_another_model_or_one_that_is_damaged) {
    const Model model = town::model({.zones = 3});
    const SimulationOptions options{.near_repeat = crims::NearRepeat{}};
    Stepper stepper(model, start, options);
    stepper.advance(days(3));
    stepper.set_loading(0.5, {.zones = {1}});
    stepper.advance(days(40));
    const std::string state = stepper.state();
    Model other = model;
    other.incidence[3] *= 1.01;
    EXPECT_THROW(Stepper(other, state, options), std::invalid_argument);
    EXPECT_THROW(Stepper(model, state, {}), std::invalid_argument);
    EXPECT_THROW(Stepper(model, state, options, crims::uniform_loading(0.9)),
                 std::invalid_argument);
    for (std::size_t size = 0; size < state.size(); size += 1 + state.size() / 200) {
        EXPECT_THROW(Stepper(model, std::string_view(state).substr(0, size), options),
                     std::invalid_argument)
            << size;
    }
    EXPECT_THROW(Stepper(model, state + "x", options), std::invalid_argument);
}
