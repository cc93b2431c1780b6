// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <random>
#include <set>

#include <nlohmann/json.hpp>

#include "crims/population.hpp"

namespace {

using crims::Marginal;

using Shape = std::vector<std::size_t>;
using Dimensions = std::vector<std::size_t>;

/// Sums of a table, by a way of its own: coordinates of each cell, one by one.
template<class Value>
std::vector<Value> sums(const Shape& shape, const std::vector<Value>& cells,
                        const Marginal& marginal) {
    std::vector<Value> result(marginal.totals.size());
    Shape at(shape.size());
    for (const Value cell : cells) {
        std::size_t place = 0;
        for (const crims::MarginalDimension& one : marginal.dimensions) {
            const std::size_t groups =
                one.groups.empty() ? shape[one.dimension]
                                   : *std::max_element(one.groups.begin(), one.groups.end()) + 1;
            const std::size_t category = at[one.dimension];
            place = place * groups + (one.groups.empty() ? category : one.groups[category]);
        }
        result[place] += cell;
        for (std::size_t d = shape.size(); d-- > 0 && ++at[d] == shape[d];) {
            at[d] = 0;
        }
    }
    return result;
}

/// The marginal of a table by those dimensions.
Marginal marginal_of(const Shape& shape, const std::vector<double>& cells,
                     const std::vector<crims::MarginalDimension>& dimensions) {
    std::size_t size = 1;
    for (const crims::MarginalDimension& one : dimensions) {
        size *= one.groups.empty() ? shape[one.dimension]
                                   : *std::max_element(one.groups.begin(), one.groups.end()) + 1;
    }
    Marginal result{.dimensions = dimensions, .totals = std::vector<double>(size)};
    result.totals = sums(shape, cells, result);
    return result;
}

Marginal marginal_of(const Shape& shape, const std::vector<double>& cells, const Dimensions& by) {
    std::vector<crims::MarginalDimension> dimensions;
    for (const std::size_t d : by) {
        dimensions.push_back({.dimension = d});
    }
    return marginal_of(shape, cells, dimensions);
}

std::int64_t largest_difference(const Shape& shape, const std::vector<std::int64_t>& cells,
                                const Marginal& marginal) {
    const std::vector<std::int64_t> found = sums(shape, cells, marginal);
    std::int64_t largest = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        largest =
            std::max(largest, std::abs(found[i] - static_cast<std::int64_t>(marginal.totals[i])));
    }
    return largest;
}

struct ReferenceCase {
    std::string name;
    Shape shape;
    std::vector<double> seed;
    std::vector<Marginal> marginals;
    std::vector<double> fitted;
    int sampler_difference = 0; ///< of humanleague's own whole numbers
};

std::vector<ReferenceCase> reference() {
    std::ifstream file(REFERENCE_DIR "/population/ipf.json");
    std::string text(std::istreambuf_iterator<char>(file), {});
    // Python writes a number that there is not as NaN, which is no JSON.
    for (const std::string word : {"NaN", "Infinity"}) {
        for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos;) {
            text.replace(at, word.size(), "null");
        }
    }
    std::vector<ReferenceCase> cases;
    const nlohmann::json content = nlohmann::json::parse(text);
    for (const nlohmann::json& one : content.at("cases")) {
        ReferenceCase result{.name = one.at("name"),
                             .shape = one.at("shape"),
                             .seed = {},
                             .marginals = {},
                             .fitted = one.at("ipf")};
        result.seed = one.at("seed").is_string() ? std::vector<double>(result.fitted.size(), 1.0)
                                                 : one.at("seed").get<std::vector<double>>();
        for (std::size_t m = 0; m < one.at("indices").size(); ++m) {
            Marginal marginal{.dimensions = {}, .totals = one.at("marginals")[m]};
            for (const std::size_t d : one.at("indices")[m]) {
                marginal.dimensions.push_back({.dimension = d});
            }
            result.marginals.push_back(std::move(marginal));
        }
        result.sampler_difference = one.value("qis_max_marginal_error", 0);
        cases.push_back(std::move(result));
    }
    return cases;
}

TEST(Population, is_fitted_as_humanleague_fits_it) {
    const std::vector<ReferenceCase> cases = reference();
    ASSERT_EQ(cases.size(), 6);
    for (const ReferenceCase& one : cases) {
        const crims::FittedTable fit = crims::fit_to_marginals(one.shape, one.seed, one.marginals);
        EXPECT_TRUE(fit.converged) << one.name;
        ASSERT_EQ(fit.cells.size(), one.fitted.size());
        for (std::size_t i = 0; i < fit.cells.size(); ++i) {
            ASSERT_NEAR(fit.cells[i], one.fitted[i], 1e-8) << one.name << " cell " << i;
        }
    }
}

TEST(Population, whole_people_meet_all_marginals_of_the_reference) {
    for (const ReferenceCase& one : reference()) {
        const crims::WholeTable whole =
            crims::whole_people(one.shape, one.fitted, one.marginals, 1);
        std::int64_t largest = 0;
        for (const Marginal& marginal : one.marginals) {
            largest = std::max(largest, largest_difference(one.shape, whole.cells, marginal));
        }
        EXPECT_EQ(whole.largest_difference, largest) << one.name;
        // humanleague's sampler stops 80 people short in the loop of zone_sex_age_ethnicity.
        EXPECT_EQ(largest, 0) << one.name;
        for (std::size_t i = 0; i < whole.cells.size(); ++i) {
            EXPECT_GE(whole.cells[i], 0);
            EXPECT_TRUE(one.seed[i] > 0 || whole.cells[i] == 0) << "nobody where nobody can be";
        }
    }
}

/// A shape and a set of marginals without a loop: each shares with those before only what one of
/// them has.
struct RandomTable {
    Shape shape;
    std::vector<Dimensions> marginals;
};

RandomTable random_table(std::mt19937_64& random) {
    const auto any = [&random](std::size_t least, std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(least, most)(random);
    };
    RandomTable table;
    for (std::size_t d = any(1, 5); d > 0; --d) {
        table.shape.push_back(any(1, 6));
    }
    std::vector<std::set<std::size_t>> sets;
    std::vector<std::size_t> unused(table.shape.size());
    std::iota(unused.begin(), unused.end(), std::size_t{0});
    std::shuffle(unused.begin(), unused.end(), random);
    while (!unused.empty()) {
        std::set<std::size_t> one;
        if (!sets.empty()) {
            for (const std::size_t d : sets[any(0, sets.size() - 1)]) {
                if (any(0, 1) == 1) {
                    one.insert(d);
                }
            }
        }
        for (std::size_t take = any(1, 2); take > 0 && !unused.empty(); --take) {
            one.insert(unused.back());
            unused.pop_back();
        }
        sets.push_back(one);
    }
    for (const std::set<std::size_t>& one : sets) {
        table.marginals.emplace_back(one.begin(), one.end());
    }
    std::shuffle(table.marginals.begin(), table.marginals.end(), random);
    return table;
}

TEST(Population, whole_people_meet_the_marginals_of_a_thousand_tables) {
    std::mt19937_64 random(20261128); // NOLINT(cert-msc32-c,cert-msc51-cpp)
    std::uniform_real_distribution<double> uniform;
    std::size_t rounded = 0;
    for (int i = 0; i < 1000; ++i) {
        const RandomTable table = random_table(random);
        const std::size_t size = std::accumulate(table.shape.begin(), table.shape.end(),
                                                 std::size_t{1}, std::multiplies<>());
        const double mean = std::exp(6 * uniform(random) - 2);
        std::vector<double> truth(size);
        std::vector<double> seed(size);
        for (std::size_t c = 0; c < size; ++c) {
            const bool is_empty = uniform(random) < 0.3;
            truth[c] = is_empty ? 0 : std::floor(2 * mean * uniform(random));
            seed[c] = 0.2 + 3 * uniform(random);
        }
        std::vector<Marginal> marginals;
        for (const Dimensions& by : table.marginals) {
            marginals.push_back(marginal_of(table.shape, truth, by));
        }
        const crims::FittedTable fit = crims::fit_to_marginals(table.shape, seed, marginals);
        ASSERT_TRUE(fit.converged) << "table " << i;
        const crims::WholeTable whole =
            crims::whole_people(table.shape, fit.cells, marginals, static_cast<std::uint64_t>(i));
        ASSERT_EQ(whole.largest_difference, 0) << "table " << i;
        for (const Marginal& marginal : marginals) {
            ASSERT_EQ(largest_difference(table.shape, whole.cells, marginal), 0) << "table " << i;
        }
        ASSERT_TRUE(std::all_of(whole.cells.begin(), whole.cells.end(),
                                [](std::int64_t people) { return people >= 0; }));
        rounded += marginals.size() > 1 ? 1 : 0;
    }
    EXPECT_GT(rounded, 500) << "tables with something to sample";
}

TEST(Population, whole_people_are_near_what_is_expected) {
    for (const ReferenceCase& one : reference()) {
        if (one.marginals.size() > 2) {
            continue;
        }
        const crims::WholeTable whole =
            crims::whole_people(one.shape, one.fitted, one.marginals, 7);
        for (std::size_t i = 0; i < whole.cells.size(); ++i) {
            EXPECT_LT(std::abs(static_cast<double>(whole.cells[i]) - one.fitted[i]), 1 + 1e-6)
                << one.name << " cell " << i;
        }
    }
}

TEST(Population, whole_people_have_the_expected_numbers_in_the_mean) {
    const ReferenceCase one = reference().at(4); // small_counts: most cells expect less than one
    constexpr int draws = 4000;
    std::vector<double> mean(one.fitted.size());
    for (std::uint64_t seed = 0; seed < draws; ++seed) {
        const crims::WholeTable whole =
            crims::whole_people(one.shape, one.fitted, one.marginals, seed);
        for (std::size_t i = 0; i < mean.size(); ++i) {
            mean[i] += static_cast<double>(whole.cells[i]) / draws;
        }
    }
    for (std::size_t i = 0; i < mean.size(); ++i) {
        // Five standard errors of the mean of a number that is rounded up or down.
        EXPECT_NEAR(mean[i], one.fitted[i], 5 * 0.5 / std::sqrt(draws)) << "cell " << i;
    }
}

TEST(Population, another_seed_gives_other_people_and_the_same_the_same) {
    const ReferenceCase one = reference().at(1);
    const auto people = [&one](std::uint64_t seed) {
        return crims::whole_people(one.shape, one.fitted, one.marginals, seed).cells;
    };
    EXPECT_EQ(people(1), people(1));
    EXPECT_NE(people(1), people(2));
}

TEST(Population, marginals_may_be_told_by_groups) {
    // Zones in districts, years of age in bands: the projection knows districts and years, the
    // census zones and bands.
    const Shape shape{6, 8, 3};
    std::mt19937_64 random(5); // NOLINT(cert-msc32-c,cert-msc51-cpp)
    std::vector<double> truth(6 * 8 * 3);
    for (double& cell : truth) {
        cell = static_cast<double>(random() % 20);
    }
    const std::vector<std::size_t> districts{0, 0, 1, 1, 1, 2};
    const std::vector<std::size_t> bands{0, 0, 0, 1, 1, 2, 2, 2};
    const std::vector<Marginal> marginals{
        marginal_of(shape, truth, std::vector<crims::MarginalDimension>{{0, districts}, {1}}),
        marginal_of(shape, truth, std::vector<crims::MarginalDimension>{{0}, {1, bands}, {2}})};
    const crims::FittedTable fit =
        crims::fit_to_marginals(shape, std::vector<double>(truth.size(), 1.0), marginals);
    EXPECT_TRUE(fit.converged);
    const crims::WholeTable whole = crims::whole_people(shape, fit.cells, marginals, 3);
    EXPECT_EQ(whole.largest_difference, 0);
    for (const Marginal& marginal : marginals) {
        EXPECT_EQ(largest_difference(shape, whole.cells, marginal), 0);
    }
}

TEST(Population, in_a_loop_the_nearest_table_is_told_with_its_difference) {
    // All two-way marginals of tables of three dimensions, from a table that exists.
    std::mt19937_64 random(11); // NOLINT(cert-msc32-c,cert-msc51-cpp)
    int exact = 0;
    for (int i = 0; i < 20; ++i) {
        const Shape shape{5, 4, 6};
        std::vector<double> truth(120);
        for (double& cell : truth) {
            cell = static_cast<double>(random() % 12);
        }
        const std::vector<Marginal> marginals{marginal_of(shape, truth, Dimensions{0, 1}),
                                              marginal_of(shape, truth, Dimensions{0, 2}),
                                              marginal_of(shape, truth, Dimensions{1, 2})};
        const crims::FittedTable fit =
            crims::fit_to_marginals(shape, std::vector<double>(120, 1.0), marginals);
        const crims::WholeTable whole = crims::whole_people(shape, fit.cells, marginals, 1);
        std::int64_t largest = 0;
        for (const Marginal& marginal : marginals) {
            largest = std::max(largest, largest_difference(shape, whole.cells, marginal));
        }
        EXPECT_EQ(whole.largest_difference, largest);
        EXPECT_LE(largest, 1);
        exact += largest == 0 ? 1 : 0;
    }
    EXPECT_GE(exact, 15);
}

TEST(Population, a_loop_of_many_zones_is_met_exactly_and_soon) {
    // People of 150 zones by sex, age and ethnicity, told by three pairs that form a loop: people
    // pass their ethnicity round among those of the same age.
    const Shape shape{150, 2, 20, 5};
    std::mt19937_64 random(4);
    std::vector<double> truth(150 * 2 * 20 * 5);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        truth[i] = static_cast<double>(random() % (i % 5 == 0 ? 9 : 3));
    }
    const std::vector<Marginal> loop{marginal_of(shape, truth, Dimensions{0, 2}),
                                     marginal_of(shape, truth, Dimensions{2, 3}),
                                     marginal_of(shape, truth, Dimensions{0, 3})};
    const crims::FittedTable fit =
        crims::fit_to_marginals(shape, std::vector<double>(truth.size(), 1.0), loop);
    ASSERT_TRUE(fit.converged);
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const crims::WholeTable whole = crims::whole_people(shape, fit.cells, loop, seed);
        EXPECT_EQ(whole.sum_of_differences, 0);
        double furthest = 0;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            furthest =
                std::max(furthest, std::abs(static_cast<double>(whole.cells[i]) - fit.cells[i]));
        }
        EXPECT_LT(furthest, 4);
        for (const Marginal& marginal : loop) {
            EXPECT_EQ(largest_difference(shape, whole.cells, marginal), 0);
        }
    }
}

TEST(Population, people_passed_round_stay_out_of_cells_where_nobody_can_be) {
    const Shape shape{60, 12, 4};
    std::mt19937_64 random(5);
    std::vector<double> truth(60 * 12 * 4);
    for (double& cell : truth) {
        cell = static_cast<double>(random() % 3);
    }
    std::vector<double> seed(truth.size());
    std::transform(truth.begin(), truth.end(), seed.begin(),
                   [](double people) { return people > 0 ? 1.0 : 0.0; });
    const std::vector<Marginal> loop{marginal_of(shape, truth, Dimensions{0, 1}),
                                     marginal_of(shape, truth, Dimensions{1, 2}),
                                     marginal_of(shape, truth, Dimensions{0, 2})};
    const crims::FittedTable fit = crims::fit_to_marginals(shape, seed, loop);
    const crims::WholeTable whole = crims::whole_people(shape, fit.cells, loop, 1);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        EXPECT_TRUE(truth[i] > 0 || whole.cells[i] == 0);
    }
    std::int64_t largest = 0;
    for (const Marginal& marginal : loop) {
        largest = std::max(largest, largest_difference(shape, whole.cells, marginal));
    }
    EXPECT_EQ(whole.largest_difference, largest);
    EXPECT_LE(largest, 1);
}

TEST(Population, a_loop_that_no_whole_table_meets_is_not_called_exact) {
    // Each pair of three halves: 1/2 in every second cell meets these, whole numbers cannot.
    const Shape shape{2, 2, 2};
    const Marginal same{.dimensions = {}, .totals = {1, 0, 0, 1}};
    const Marginal unlike{.dimensions = {}, .totals = {0, 1, 1, 0}};
    std::vector<Marginal> marginals{same, same, unlike};
    marginals[0].dimensions = {{.dimension = 0}, {.dimension = 1}};
    marginals[1].dimensions = {{.dimension = 1}, {.dimension = 2}};
    marginals[2].dimensions = {{.dimension = 0}, {.dimension = 2}};
    const crims::WholeTable whole =
        crims::whole_people(shape, std::vector<double>(8, 0.25), marginals, 1);
    EXPECT_EQ(whole.people, 2);
    EXPECT_GE(whole.largest_difference, 1);
    EXPECT_GE(whole.sum_of_differences, 2);
}

TEST(Population, contradicting_marginals_are_refused_with_both_sums) {
    const Shape shape{2, 3};
    const std::vector<Marginal> marginals{{.dimensions = {{.dimension = 0}}, .totals = {10, 20}},
                                          {.dimensions = {{.dimension = 1}}, .totals = {5, 5, 21}}};
    try {
        crims::fit_to_marginals(shape, std::vector<double>(6, 1.0), marginals);
        FAIL();
    } catch (const crims::MarginalConflict& conflict) {
        EXPECT_STREQ(conflict.what(), "marginal 1 and marginal 2 contradict each other: the same "
                                      "cells sum to 30 and to 31");
        EXPECT_EQ(conflict.first_sum(), 30);
        EXPECT_EQ(conflict.second_sum(), 31);
    }
}

TEST(Population, a_conflict_names_the_cells_that_both_tell) {
    const Shape shape{2, 3, 2};
    std::vector<Marginal> marginals{
        {.dimensions = {{.dimension = 0}, {.dimension = 1}}, .totals = {1, 2, 3, 4, 5, 6}},
        {.dimensions = {{.dimension = 1, .groups = {0, 1, 1}}, {.dimension = 2}},
         .totals = {2, 3, 10, 6}}};
    EXPECT_NO_THROW(crims::check_marginals(shape, marginals)); // 5 and 16 by both
    marginals[1].totals = {2, 3, 10, 7};
    try {
        crims::check_marginals(shape, marginals);
        FAIL();
    } catch (const crims::MarginalConflict& conflict) {
        EXPECT_EQ(conflict.first_sum(), 16);
        EXPECT_EQ(conflict.second_sum(), 17);
        EXPECT_EQ(conflict.categories(), (std::vector<std::vector<std::size_t>>{{}, {1, 2}, {}}));
    }
}

TEST(Population, numbers_that_are_no_people_are_refused) {
    const Shape shape{2};
    const auto fit = [&shape](std::vector<double> seed, std::vector<double> totals) {
        const Marginal marginal{.dimensions = {{.dimension = 0}}, .totals = std::move(totals)};
        crims::fit_to_marginals(shape, std::move(seed), {&marginal, 1});
    };
    EXPECT_NO_THROW(fit({1, 1}, {2, 0}));
    EXPECT_THROW(fit({1, -1}, {2, 3}), std::invalid_argument);
    EXPECT_THROW(fit({1, NAN}, {2, 3}), std::invalid_argument);
    EXPECT_THROW(fit({1, 1, 1}, {2, 3}), std::invalid_argument);
    EXPECT_THROW(fit({1, 1}, {2, -3}), std::invalid_argument);
    EXPECT_THROW(fit({1, 1}, {2, INFINITY}), std::invalid_argument);
    EXPECT_THROW(fit({1, 1}, {2, 3, 4}), std::invalid_argument);
    const Marginal halves{.dimensions = {{.dimension = 0}}, .totals = {2.5, 2.5}};
    EXPECT_THROW(crims::whole_people(shape, std::vector<double>{2.5, 2.5}, {&halves, 1}, 1),
                 std::invalid_argument);
}

TEST(Population, a_fit_that_zeros_make_impossible_says_so) {
    const Shape shape{2, 2};
    const std::vector<Marginal> marginals{{.dimensions = {{.dimension = 0}}, .totals = {5, 5}},
                                          {.dimensions = {{.dimension = 1}}, .totals = {8, 2}}};
    const crims::FittedTable fit = crims::fit_to_marginals(
        shape, {1, 1, 0, 1}, marginals, {.tolerance = 1e-12, .most_rounds = 100});
    EXPECT_FALSE(fit.converged);
    EXPECT_GT(fit.largest_difference, 1);
    const crims::WholeTable whole = crims::whole_people(shape, fit.cells, marginals, 1);
    EXPECT_GE(whole.largest_difference, 3);
    EXPECT_EQ(whole.cells[2], 0);
}

TEST(Population, scaling_multiplies_all_cells_of_a_group_alike) {
    // Two zones of a district and one of another, two ages.
    const Shape shape{3, 2};
    const Marginal totals{.dimensions = {{.dimension = 0, .groups = {0, 0, 1}}, {.dimension = 1}},
                          .totals = {60, 5, 8, 3}};
    const crims::ScaledTable scaled = crims::scale_to_totals(shape, {10, 4, 20, 6, 4, 0}, totals);
    EXPECT_EQ(scaled.cells, (std::vector<double>{20, 2, 40, 3, 8, 0}));
    EXPECT_EQ(scaled.empty_groups, (std::vector<std::size_t>{3}));
}

TEST(Population, without_marginals_is_rounded_as_a_whole) {
    const crims::WholeTable whole =
        crims::whole_people(Shape{4}, std::vector<double>{0.25, 0.25, 2.25, 0.25}, {}, 3);
    EXPECT_EQ(whole.people, 3);
    EXPECT_GE(whole.cells[2], 2);
}

} // namespace
