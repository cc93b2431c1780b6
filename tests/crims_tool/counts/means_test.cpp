// SPDX-License-Identifier: MIT
#include "crims_tool/counts/means.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "crims/span_rates.hpp"
#include "libcrims/town_model.hpp"

using crims_tool::CountPeriods;
using crims_tool::CountTable;
using crims_tool::mean_counts;
using crims_tool::MonthRange;
using crims_tool::PeriodKind;

namespace {

const MonthRange months{std::chrono::year(2020) / std::chrono::November,
                        std::chrono::year(2021) / std::chrono::February};

crims::Model trending_town() {
    crims::Model model = town::model({});
    model.trends[1].per_year = 0.2;
    return model;
}

} // namespace

/// The second method: what evaluations expect in spans of days.
TEST(MeanCounts, WeeksAreThoseOfSpanRates) {
    const crims::Model model = trending_town();
    const CountPeriods weeks(PeriodKind::week, months);
    std::vector<crims::StudyPeriod> spans;
    for (std::size_t week = 0; week < weeks.size(); ++week) {
        spans.push_back({weeks.span(week).first, weeks.span(week).last});
    }
    std::vector<crims::ModelCell> cells;
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
            cells.push_back({zone, type});
        }
    }
    const std::vector<double> expected = crims::SpanRates(model, cells, spans, {}).expected();
    const CountTable means = mean_counts(model, {}, weeks);
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        for (std::size_t week = 0; week < weeks.size(); ++week) {
            EXPECT_NEAR(means.at(0, cells[cell].zone, cells[cell].crime_type, week),
                        expected[(cell * weeks.size()) + week], 1e-9);
        }
    }
}

TEST(MeanCounts, MonthsAreTheModelsWithLoading) {
    const crims::Model model = trending_town();
    const CountPeriods periods(PeriodKind::month, months);
    const crims::Loading loading{{.zone = 1, .month = months.to, .factor = 0.5},
                                 {.crime_type = 2, .factor = 3}};
    const CountTable means = mean_counts(model, loading, periods);
    for (std::size_t month = 0; month < periods.size(); ++month) {
        const crims::Month at = months.from + std::chrono::months(static_cast<int>(month));
        for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
            for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
                const double factor =
                    (zone == 1 && at == months.to ? 0.5 : 1) * (type == 2 ? 3 : 1);
                EXPECT_NEAR(means.at(0, zone, type, month),
                            factor * crims::expected_count(model, zone, type, at), 1e-9);
            }
        }
    }
    EXPECT_NEAR(means.total(), crims::expected_total(model, loading, months.from, months.to), 1e-6);
    EXPECT_EQ(means.without_zone(), 0);
    EXPECT_TRUE(means.has_means());
}
