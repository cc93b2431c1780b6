// SPDX-License-Identifier: MIT
#include "crims/random.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace {

using crims::Purpose;
using crims::Stream;
using crims::StreamKey;

// Known answers of Random123 1.14 (tests/kat_vectors, philox2x64 with 10 rounds): counter 0 0, key
// 0. A key packs purpose, month, zone and offence, so the second counter word can be 0 only for a
// month of index -2^19 and purpose 0.
TEST(Random, IsPhilox2x64With10Rounds) {
    const Stream stream(StreamKey{.month = -(1 << 19), .purpose = Purpose{0}});
    EXPECT_EQ(stream.block(0)[0], 0xca00a0459843d731U);
    EXPECT_EQ(stream.block(0)[1], 0x66c24222c9a845b5U);
}

TEST(Random, GivesTheWordsOfItsBlocksInOrder) {
    Stream stream(StreamKey{.seed = 7, .zone = 3});
    for (std::uint32_t block = 0; block < 3; ++block) {
        const crims::RandomBlock words = Stream(StreamKey{.seed = 7, .zone = 3}).block(block);
        EXPECT_EQ(stream(), words[0]);
        EXPECT_EQ(stream(), words[1]);
    }
}

TEST(Random, GivesBlocksOfSeveralStreamsAtOnce) {
    StreamKey key{.seed = 7, .replicate = 2, .month = -5, .zone = 3, .purpose = Purpose::crime};
    const std::vector<crims::BlockNumber> numbers{{4, 0}, {4, 1}, {65535, 0xFFFFFFFFU}, {0, 9}};
    std::vector<crims::RandomBlock> blocks(numbers.size());
    key.offence = 77; // the numbers' own are meant
    Stream::blocks(key, numbers, blocks);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        key.offence = numbers[i].offence;
        EXPECT_EQ(blocks[i], Stream(key).block(numbers[i].index)) << i;
    }
}

TEST(Random, DiffersInEveryPartOfTheKey) {
    const StreamKey key{.seed = 1, .replicate = 2, .month = 3, .zone = 4, .offence = 5};
    StreamKey other = key;
    const auto differs = [&key](const StreamKey& changed) {
        return Stream(changed).block(0) != Stream(key).block(0);
    };
    EXPECT_FALSE(differs(other));
    other.seed = 9;
    EXPECT_TRUE(differs(other));
    other = key;
    other.replicate = 9;
    EXPECT_TRUE(differs(other));
    other = key;
    other.month = -9;
    EXPECT_TRUE(differs(other));
    other = key;
    other.zone = 9;
    EXPECT_TRUE(differs(other));
    other = key;
    other.offence = 9;
    EXPECT_TRUE(differs(other));
    other = key;
    other.purpose = Purpose::place;
    EXPECT_TRUE(differs(other));
}

TEST(Random, UniformsLieInsideTheOpenInterval) {
    EXPECT_GT(Stream::to_unit(0), 0);
    EXPECT_LT(Stream::to_unit(Stream::max()), 1);
}

} // namespace
