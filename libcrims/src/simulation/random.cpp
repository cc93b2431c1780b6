// SPDX-License-Identifier: MIT
#include "crims/random.hpp"

#include <Random123/philox.h>

namespace crims {

namespace {

constexpr unsigned offence_bits = 16;
constexpr unsigned zone_bits = 24;
constexpr unsigned month_bits = 20;
constexpr std::int32_t month_offset = 1 << (month_bits - 1);
constexpr unsigned replicate_shift = 32;

constexpr std::uint64_t low_bits(std::uint64_t value, unsigned bits) {
    return value & ((std::uint64_t{1} << bits) - 1);
}

std::uint64_t packed(const StreamKey& key) noexcept {
    const auto month = static_cast<std::uint64_t>(std::int64_t{key.month} + month_offset);
    auto word = static_cast<std::uint64_t>(key.purpose);
    word = (word << month_bits) | low_bits(month, month_bits);
    word = (word << zone_bits) | low_bits(key.zone, zone_bits);
    return (word << offence_bits) | low_bits(key.offence, offence_bits);
}

} // namespace

Stream::Stream(const StreamKey& key) noexcept
    : m_key(key.seed), m_counter{static_cast<std::uint64_t>(key.replicate) << replicate_shift,
                                 packed(key)} {}

RandomBlock Stream::block(std::uint32_t index) const noexcept {
    const r123::Philox2x64::ctr_type counter = {{m_counter[0] | index, m_counter[1]}};
    const r123::Philox2x64::key_type key = {{m_key}};
    const r123::Philox2x64::ctr_type words = r123::Philox2x64()(counter, key);
    return {words[0], words[1]};
}

void Stream::blocks(const StreamKey& key, std::span<const BlockNumber> numbers,
                    std::span<RandomBlock> into) noexcept {
    StreamKey of_first = key;
    of_first.offence = 0;
    const Stream first(of_first);
    const r123::Philox2x64::key_type seed = {{key.seed}};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const r123::Philox2x64::ctr_type counter = {
            {first.m_counter[0] | numbers[i].index,
             first.m_counter[1] | low_bits(numbers[i].offence, offence_bits)}};
        const r123::Philox2x64::ctr_type words = r123::Philox2x64()(counter, seed);
        into[i] = {words[0], words[1]};
    }
}

Stream::result_type Stream::operator()() noexcept {
    m_second_left = !m_second_left;
    if (!m_second_left) {
        return m_block[1];
    }
    m_block = block(m_next_block++);
    return m_block[0];
}

} // namespace crims
