// SPDX-License-Identifier: MIT
#include "wdd_tool/study/batch_worker.hpp"

#include <utility>

namespace wdd_tool {

BatchWorker::BatchWorker(std::function<void(toolkit::IncidentBatch&)> work)
    : m_work(std::move(work)) {}

void BatchWorker::take(toolkit::IncidentBatch& batch) {
    finish();
    std::swap(m_batch, batch);
    batch.clear();
    // Where no thread is left it is done at the next take().
    m_running = std::async(std::launch::async | std::launch::deferred, [this] { m_work(m_batch); });
}

void BatchWorker::finish() {
    if (m_running.valid()) {
        m_running.get();
    }
}

} // namespace wdd_tool
