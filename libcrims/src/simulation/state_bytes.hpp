// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace crims {

/// Values one after the other, as this machine has them.
class StateWriter {
  public:
    template<typename T>
    void put(const T& value) {
        static_assert(std::is_arithmetic_v<T>); // what has padding has bytes of its own
        m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }

    void put_text(std::string_view text) {
        put(static_cast<std::uint64_t>(text.size()));
        m_bytes.append(text);
    }

    std::string take() { return std::move(m_bytes); }

  private:
    std::string m_bytes;
};

class StateReader {
  public:
    explicit StateReader(std::string_view bytes) : m_rest(bytes) {}

    template<typename T>
    T get() {
        static_assert(std::is_arithmetic_v<T>);
        T value;
        const std::string_view bytes = next(sizeof value);
        std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }

    std::string_view get_text() { return next(get<std::uint64_t>()); }

    /// The number of items that follow, each of at least `least` bytes.
    std::size_t get_count(std::size_t least) {
        const auto count = get<std::uint64_t>();
        if (count > m_rest.size() / least) {
            fail();
        }
        return static_cast<std::size_t>(count);
    }

    bool empty() const { return m_rest.empty(); }

    [[noreturn]] static void fail() {
        throw std::invalid_argument(
            "this is not the state of a simulation that crimekit has saved, or it is cut off");
    }

  private:
    std::string_view next(std::uint64_t size) {
        if (size > m_rest.size()) {
            fail();
        }
        const std::string_view bytes = m_rest.substr(0, static_cast<std::size_t>(size));
        m_rest.remove_prefix(static_cast<std::size_t>(size));
        return bytes;
    }

    std::string_view m_rest;
};

} // namespace crims
