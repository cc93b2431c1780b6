// SPDX-License-Identifier: MIT
#include "crims_tool/http/workers.hpp"

#include <utility>

namespace crims_tool {

Workers::Workers(std::size_t threads) {
    m_threads.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) {
        m_threads.emplace_back([this] { work(); });
    }
}

Workers::~Workers() {
    {
        const std::lock_guard lock(m_mutex);
        m_is_ending = true;
    }
    m_has_work.notify_all();
    m_threads.clear();
}

void Workers::add(Job job) {
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_has_work.notify_one();
}

bool Workers::add_if_fewer(Job job, std::size_t most_waiting) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_jobs.size() >= most_waiting) {
            return false;
        }
        m_jobs.push_back(std::move(job));
    }
    m_has_work.notify_one();
    return true;
}

void Workers::work() {
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_has_work.wait(lock, [this] { return m_is_ending || !m_jobs.empty(); });
            if (m_jobs.empty()) {
                return;
            }
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

} // namespace crims_tool
