// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <Random123/philox.h>

namespace wdd_tool {

/// What a stream's numbers are for.
enum class Purpose : std::uint64_t { relocation = 1, candidates = 2 };

/// Random numbers that depend only on (seed, replicate, purpose) and how many have been drawn, so
/// that the result is the same whatever else is drawn, in whatever order or thread: Philox 4x64
/// (Salmon et al. 2011, doi 10.1145/2063384.2063405), the counter being (draw, replicate, purpose).
class RandomStream {
  public:
    RandomStream(std::uint64_t seed, std::uint64_t replicate, Purpose purpose)
        : m_counter{{0, replicate, static_cast<std::uint64_t>(purpose), 0}}, m_key{{seed, 0}} {}

    /// The next number, uniform on the open interval (0, 1): odd multiples of 2^-53.
    double uniform() {
        if (m_used == m_block.size()) {
            m_block = r123::Philox4x64()(m_counter, m_key);
            ++m_counter[0];
            m_used = 0;
        }
        constexpr int unused_bits = 12; // 52 bits and a half are exact, so 1 is never reached
        constexpr double step = 0x1p-52;
        return (static_cast<double>(m_block[m_used++] >> unused_bits) + 0.5) * step;
    }

  private:
    r123::Philox4x64::ctr_type m_counter;
    r123::Philox4x64::key_type m_key;
    r123::Philox4x64::ctr_type m_block{};
    unsigned m_used = r123::Philox4x64::ctr_type::static_size;
};

} // namespace wdd_tool
