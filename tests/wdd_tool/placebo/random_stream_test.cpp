// SPDX-License-Identifier: MIT
#include "wdd_tool/placebo/random_stream.hpp"

#include <gtest/gtest.h>

#include <vector>

using wdd_tool::Purpose;
using wdd_tool::RandomStream;

namespace {

std::vector<double> first_ten(RandomStream stream) {
    std::vector<double> numbers(10);
    for (double& number : numbers) {
        number = stream.uniform();
    }
    return numbers;
}

const std::vector<double> numbers = first_ten({7, 3, Purpose::relocation});

} // namespace

TEST(RandomStream, IsTheSameForTheSameSeedReplicateAndPurpose) {
    EXPECT_EQ(first_ten({7, 3, Purpose::relocation}), numbers);
}

TEST(RandomStream, IsAnotherForAnotherSeedReplicateOrPurpose) {
    EXPECT_NE(first_ten({8, 3, Purpose::relocation}), numbers);
    EXPECT_NE(first_ten({7, 4, Purpose::relocation}), numbers);
    EXPECT_NE(first_ten({7, 3, Purpose::candidates}), numbers);
}

TEST(RandomStream, DoesNotRepeatItsFirstBlock) {
    EXPECT_NE(numbers[0], numbers[4]);
    EXPECT_NE(numbers[3], numbers[7]);
}

TEST(RandomStream, IsUniformBetweenZeroAndOne) {
    RandomStream stream(1, 0, Purpose::relocation);
    constexpr int draws = 100000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; ++i) {
        const double u = stream.uniform();
        ASSERT_GT(u, 0);
        ASSERT_LT(u, 1);
        sum += u;
        squares += u * u;
    }
    EXPECT_NEAR(sum / draws, 1.0 / 2, 0.004); // 4 standard errors
    EXPECT_NEAR(squares / draws, 1.0 / 3, 0.004);
}
