// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>

namespace crims {

/// What a random number is for: numbers for different purposes are independent. A key has four bits
/// for it, so that 15 is the last.
enum class Purpose : std::uint8_t {
    mark = 0,
    count = 1,
    crime = 2,
    place = 3,
    year_factor = 4,
    zone_year_factor = 5,
    zone_month_factor = 6,
    offspring_count = 7,
    offspring = 8,
    injection = 9,
    relocation = 10,
    resampling = 11,
    degradation = 12,
    study_count = 13,
    offspring_place = 14,
    common_factor = 15,
};

/// What a stream of random numbers belongs to.
struct StreamKey {
    std::uint64_t seed = 0;
    std::uint32_t replicate = 0;
    std::int32_t month = 0;    ///< month index, from -2^19 to 2^19 - 1
    std::uint32_t zone = 0;    ///< below 2^24
    std::uint32_t offence = 0; ///< below 2^16
    Purpose purpose = Purpose::count;
};

/// Two random words.
using RandomBlock = std::array<std::uint64_t, 2>;

/// A block of one of several streams whose keys differ by their offence alone.
struct BlockNumber {
    std::uint32_t offence = 0;
    std::uint32_t index = 0;
};

/// A stream of 2^33 words, independent of those of all other keys: Philox 2x64-10 of Salmon et al.
/// 2011
/// ("Parallel random numbers: as easy as 1, 2, 3") with the seed as key and everything else, block
/// number included, as counter. A UniformRandomBitGenerator.
class Stream {
  public:
    using result_type = std::uint64_t;

    explicit Stream(const StreamKey& key) noexcept;

    static constexpr result_type min() { return 0; }

    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    /// The next word.
    result_type operator()() noexcept;

    /// The next double, uniform on the open interval (0, 1).
    double uniform() noexcept { return to_unit((*this)()); }

    /// Goes on with the first word of block `index`.
    void skip_to(std::uint32_t index) noexcept {
        m_next_block = index;
        m_second_left = false;
    }

    /// Block number `index`, whatever has been drawn before.
    RandomBlock block(std::uint32_t index) const noexcept;

    /// Blocks of several streams, into as much room. Faster than one at a time: the rounds of one
    /// need not wait for those of another.
    static void blocks(const StreamKey& key, std::span<const BlockNumber> numbers,
                       std::span<RandomBlock> into) noexcept;

    /// A word as a double on the open interval (0, 1): 52 bits, in the middle of their interval.
    static constexpr double to_unit(std::uint64_t word) noexcept {
        return (static_cast<double>(word >> 12U) + 0.5) * 0x1p-52;
    }

  private:
    std::uint64_t m_key;
    RandomBlock m_counter;
    RandomBlock m_block = {};
    std::uint32_t m_next_block = 0;
    bool m_second_left = false;
};

} // namespace crims
