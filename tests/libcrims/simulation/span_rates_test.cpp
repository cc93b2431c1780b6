// SPDX-License-Identifier: MIT
#include "crims/span_rates.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "libcrims/town_model.hpp"

namespace {

using namespace std::chrono;

crims::Model varying_town() {
    crims::Model model = town::model({});
    model.dispersion.assign(
        model.crime_types.size(),
        {.year = 0.02, .zone_year = 0.05, .zone_half_year = 0.02, .zone_month = 0.1});
    model.common_dispersion = {.zone_year = 0.01, .zone_half_year = 0.01, .zone_month = 0.02};
    return model;
}

const std::vector<crims::ModelCell> cells = {
    {.zone = 0, .crime_type = 0}, {.zone = 0, .crime_type = 2}, {.zone = 2, .crime_type = 1}};
const std::vector<crims::StudyPeriod> spans = {{2017y / April / 11, 2020y / April / 10},
                                               {2020y / April / 11, 2020y / July / 20},
                                               {2020y / July / 21, 2020y / October / 29}};

/// What a study of one cell expects before and after.
crims::StudyMeans study_of(const crims::Model& model, const crims::ModelCell& cell,
                           const crims::Recording& recording) {
    crims::Study study;
    study.cells = {{.zone = cell.zone, .crime_type = cell.crime_type, .share = {1, 0, 0, 0}}};
    study.pre = spans[1];
    study.post = spans[2];
    study.intervention = {.start = study.post.start,
                          .end = study.post.end,
                          .effect = std::vector<double>(model.crime_types.size(), 0.1)};
    study.recorded = recording.share;
    study.missing = recording.missing;
    return crims::StudyProcess(model, study).expected();
}

TEST(SpanRates, ExpectWhatAStudyExpects) {
    const crims::Model model = varying_town();
    for (const crims::Recording& recording :
         {crims::Recording{}, crims::Recording{.share = 0.6, .missing = {2020y / May}}}) {
        const crims::SpanRates rates(model, cells, spans, recording);
        const std::vector<double> expected = rates.expected();
        for (std::size_t cell = 0; cell < cells.size(); ++cell) {
            const crims::StudyMeans study = study_of(model, cells[cell], recording);
            EXPECT_NEAR(expected[(cell * 3) + 1], study.pre[0], 1e-9);
            EXPECT_NEAR(expected[(cell * 3) + 2], study.post[0], 1e-9);
        }
    }
}

/// The months' own factors are drawn for several at once; mean, variance and covariance of the
/// spans must be those of the simulator's.
void expect_the_simulators_variation(const crims::Model& model) {
    const crims::SpanRates rates(model, cells, spans, {});
    crims::Study study;
    study.cells = {{.zone = 0, .crime_type = 0, .share = {1, 0, 0, 0}}};
    study.pre = spans[1];
    study.post = spans[2];
    study.intervention = {.start = study.post.start,
                          .end = study.post.end,
                          .effect = std::vector<double>(model.crime_types.size(), 0.1)};
    const crims::StudyProcess process(model, study);
    const crims::StudyMeans expected = process.expected();
    constexpr std::uint32_t replicates = 20000;

    struct Moments {
        double pre = 0, pre2 = 0, both = 0;

        void add(double a, double b) {
            pre += a / replicates;
            pre2 += a * a / replicates;
            both += a * b / replicates;
        }
    };

    Moments here;
    Moments there;
    for (std::uint32_t r = 0; r < replicates; ++r) {
        const std::vector<double> drawn = rates.of_replicate(5, r);
        here.add((drawn[1] / expected.pre[0]) - 1, (drawn[2] / expected.post[0]) - 1);
        const crims::StudyMeans means = process.means(5, r);
        there.add((means.pre[0] / expected.pre[0]) - 1, (means.post[0] / expected.post[0]) - 1);
    }
    EXPECT_NEAR(here.pre, 0, 0.01);
    EXPECT_NEAR(here.pre2 / there.pre2, 1, 0.05);
    EXPECT_NEAR(here.both / there.both, 1, 0.06);
    EXPECT_GT(there.both, 0.02); // there is something to compare
}

TEST(SpanRates, VaryAsTheSimulatorsRatesDo) {
    crims::Model model = varying_town();
    expect_the_simulators_variation(model);
    for (crims::Dispersion& dispersion : model.dispersion) {
        dispersion.by_level = {.level = 500, .exponent = 0.4};
    }
    model.common_dispersion.by_level = {.level = 500, .exponent = 0.3};
    expect_the_simulators_variation(model);
}

TEST(SpanRates, OfACellThatTheModelLacksAreRefused) {
    const crims::Model model = varying_town();
    EXPECT_THROW(crims::SpanRates(model, {{.zone = 99}}, spans, {}), std::invalid_argument);
}

} // namespace
