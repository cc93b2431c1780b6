// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace crims_tool {

/// Threads that take work from one queue, first come, first served.
class Workers {
  public:
    explicit Workers(std::size_t threads);

    /// What waits is still done.
    ~Workers();

    Workers(const Workers&) = delete;
    Workers(Workers&&) = delete;
    Workers& operator=(const Workers&) = delete;
    Workers& operator=(Workers&&) = delete;

    using Job = std::function<void()>;

    void add(Job job);

    /// False, and nothing is added, where so many wait already.
    bool add_if_fewer(Job job, std::size_t most_waiting);

  private:
    void work();

    std::mutex m_mutex;
    std::condition_variable m_has_work;
    std::deque<Job> m_jobs;
    bool m_is_ending = false;
    std::vector<std::jthread> m_threads;
};

} // namespace crims_tool
