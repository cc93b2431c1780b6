// SPDX-License-Identifier: MIT
#include "crims_tool/pictures/map_classes.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>

using crims_tool::class_labels;
using crims_tool::class_limits;
using crims_tool::class_of;
using crims_tool::number_label;
using crims_tool::ValueKind;

namespace {

std::vector<double> from_one_to(int last) {
    std::vector<double> values(static_cast<std::size_t>(last));
    std::iota(values.begin(), values.end(), 1.0);
    return values;
}

std::vector<std::size_t> class_sizes(const std::vector<double>& values,
                                     const std::vector<double>& limits) {
    std::vector<std::size_t> sizes(limits.size() + 1);
    for (const double value : values) {
        ++sizes[class_of(value, limits)];
    }
    return sizes;
}

} // namespace

TEST(MapClasses, hold_about_equally_many_values_between_round_limits) {
    EXPECT_EQ(class_limits(from_one_to(100), 2), std::vector<double>{50});
    EXPECT_EQ(class_limits(from_one_to(100), 4), (std::vector<double>{30, 50, 80}));
    EXPECT_EQ(class_limits(from_one_to(1000), 5), (std::vector<double>{200, 400, 600, 800}));
}

TEST(MapClasses, differ_by_at_most_half_a_class_in_size_whatever_the_values) {
    std::mt19937_64 random(7);
    std::lognormal_distribution<double> skewed(2, 2.5);
    for (std::size_t classes = 1; classes <= 9; ++classes) {
        std::vector<double> values(600);
        for (double& value : values) {
            value = skewed(random);
        }
        const std::vector<double> limits = class_limits(values, classes);
        ASSERT_EQ(limits.size(), classes - 1);
        const double even = 600.0 / static_cast<double>(classes);
        for (const std::size_t size : class_sizes(values, limits)) {
            EXPECT_GE(static_cast<double>(size), even / 2 - 1);
            EXPECT_LE(static_cast<double>(size), even * 3 / 2 + 1);
        }
    }
}

TEST(MapClasses, have_no_class_without_a_value_where_values_tie) {
    EXPECT_EQ(class_limits(std::vector<double>{4, 4, 4, 4}, 5), std::vector<double>{});
    const std::vector<double> values{1, 1, 1, 1, 1, 1, 2, 9};
    for (std::size_t classes = 1; classes <= 9; ++classes) {
        for (const std::size_t size : class_sizes(values, class_limits(values, classes))) {
            EXPECT_GT(size, 0U) << classes;
        }
    }
}

TEST(MapClasses, are_round_where_the_values_are_few_and_are_not) {
    EXPECT_EQ(class_limits(std::vector<double>{1.85560783, 1.87, 4.47415708, 25.3975904}, 4),
              (std::vector<double>{1.86, 2, 10}));
}

TEST(MapClasses, put_a_value_on_a_limit_into_the_lower_class) {
    const std::vector<double> limits{10, 20};
    EXPECT_EQ(class_of(10, limits), 0U);
    EXPECT_EQ(class_of(std::nextafter(10, 11), limits), 1U);
    EXPECT_EQ(class_of(20, limits), 1U);
    EXPECT_EQ(class_of(1e9, limits), 2U);
}

TEST(MapClasses, work_for_numbers_of_any_size) {
    EXPECT_EQ(class_limits(std::vector<double>{1e-7, 3e-7}, 2).size(), 1U);
    EXPECT_EQ(class_limits(std::vector<double>{1e200, 3e200}, 2).size(), 1U);
    EXPECT_EQ(class_limits(std::vector<double>{0.12, 0.21, 0.29, 0.38}, 2),
              std::vector<double>{0.25});
}

TEST(MapClasses, refuse_what_has_no_class) {
    EXPECT_THROW(class_limits({}, 3), std::invalid_argument);
    EXPECT_THROW(class_limits(std::vector<double>{1, 0}, 3), std::invalid_argument);
    EXPECT_THROW(class_limits(std::vector<double>{1, NAN}, 3), std::invalid_argument);
    EXPECT_THROW(class_limits(std::vector<double>{1, INFINITY}, 3), std::invalid_argument);
    EXPECT_THROW(class_limits(std::vector<double>{1}, 0), std::invalid_argument);
}

TEST(MapClasses, are_labelled_without_gap_or_overlap) {
    const std::vector<double> limits{10, 50, 1000};
    EXPECT_EQ(class_labels(limits, 2, 4000, ValueKind::whole),
              (std::vector<std::string>{"2 to 10", "11 to 50", "51 to 1,000", "1,001 and more"}));
    EXPECT_EQ(class_labels(limits, 2, 4000, ValueKind::continuous),
              (std::vector<std::string>{"up to 10", "10 to 50", "50 to 1,000", "over 1,000"}));
    EXPECT_EQ(class_labels(std::vector<double>{1, 2}, 1, 5, ValueKind::whole),
              (std::vector<std::string>{"1", "2", "3 and more"}));
    EXPECT_EQ(class_labels({}, 3, 3, ValueKind::continuous), std::vector<std::string>{"3"});
}

TEST(MapClasses, write_numbers_as_people_do) {
    EXPECT_EQ(number_label(0), "0");
    EXPECT_EQ(number_label(999), "999");
    EXPECT_EQ(number_label(1000), "1,000");
    EXPECT_EQ(number_label(-1234567.5), "-1,234,567.5");
    EXPECT_EQ(number_label(0.25), "0.25");
    EXPECT_EQ(crims_tool::quantity_label(1, "crime"), "1 crime");
    EXPECT_EQ(crims_tool::quantity_label(20763, "crime"), "20,763 crimes");
}
