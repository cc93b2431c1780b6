// SPDX-License-Identifier: MIT
#include "crims_tool/ranks/ahead.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <utility>

namespace crims_tool {

namespace {

constexpr std::size_t most_waiting = std::size_t{1} << 28U; // bytes

/// What has been made and not yet been given.
class Waiting {
  public:
    /// Waits while there is too much. False: no more is wanted.
    bool add(std::vector<std::byte> bytes) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_bytes < most_waiting || m_is_ended; });
        m_bytes += bytes.size();
        m_things.push_back(std::move(bytes));
        m_changed.notify_all();
        return !m_is_ended;
    }

    void end() {
        const std::lock_guard lock(m_mutex);
        m_is_ended = true;
        m_changed.notify_all();
    }

    /// Waits for one; no value at the end.
    std::optional<std::vector<std::byte>> take() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_things.empty() || m_is_ended; });
        if (m_things.empty()) {
            return std::nullopt;
        }
        std::vector<std::byte> first = std::move(m_things.front());
        m_things.pop_front();
        m_bytes -= first.size();
        m_changed.notify_all();
        return first;
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::vector<std::byte>> m_things;
    std::size_t m_bytes = 0;
    bool m_is_ended = false;
};

/// Ends the waiting however the making or the giving ends, so that neither waits for the other.
class EndAtLast {
  public:
    explicit EndAtLast(Waiting& waiting) : m_waiting(waiting) {}

    ~EndAtLast() { m_waiting.end(); }

    EndAtLast(const EndAtLast&) = delete;
    EndAtLast(EndAtLast&&) = delete;
    EndAtLast& operator=(const EndAtLast&) = delete;
    EndAtLast& operator=(EndAtLast&&) = delete;

  private:
    Waiting& m_waiting;
};

} // namespace

void give_all(const Ranks& ranks, const MakeNext& make) {
    Waiting waiting;
    std::future<void> making = std::async(std::launch::async, [&] {
        const EndAtLast end{waiting};
        while (auto bytes = make()) {
            if (!waiting.add(std::move(*bytes))) {
                return;
            }
        }
    });
    {
        const EndAtLast end{waiting};
        while (const auto bytes = waiting.take()) {
            ranks.give(*bytes);
        }
    }
    making.get();
}

} // namespace crims_tool
