// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <future>

#include "toolkit/incidents/incident_reader.hpp"

namespace wdd_tool {

/// Works on a batch of incidents while the next one is read: one at a time, in their order.
class BatchWorker {
  public:
    explicit BatchWorker(std::function<void(toolkit::IncidentBatch&)> work);
    BatchWorker(const BatchWorker&) = delete;
    BatchWorker(BatchWorker&&) = delete;
    BatchWorker& operator=(const BatchWorker&) = delete;
    BatchWorker& operator=(BatchWorker&&) = delete;
    ~BatchWorker() = default; // waits, since the future is one of std::async

    /// Leaves `batch` empty. Throws what the work on an earlier batch has thrown.
    void take(toolkit::IncidentBatch& batch);

    /// Waits for the last batch. Throws what the work on it has thrown.
    void finish();

  private:
    std::function<void(toolkit::IncidentBatch&)> m_work;
    toolkit::IncidentBatch m_batch;
    std::future<void> m_running; ///< last, so that it ends before what it works on
};

} // namespace wdd_tool
