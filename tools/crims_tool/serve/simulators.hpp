// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "crims_tool/serve/endpoint.hpp"
#include "crims_tool/serve/models.hpp"
#include "crims_tool/stepping/session.hpp"

namespace crims_tool {

struct Resources;

/// A simulator that a program steps over HTTP.
struct ServedSimulator {
    ServedSimulator(ModelPointer served, const SavedSession& begun, crims::Instant start)
        : model(std::move(served)), base_loading(begun.base_loading),
          session(model->stored(), begun, start, StepFormat::json) {}

    ModelPointer model; ///< outlives the session
    double base_loading = 1;
    double highest_loading = 1; ///< that was ever set, 1 at least
    StepSession session;
    std::mutex mutex; ///< one request at a time
};

/// The simulators of all programs: a limited number, each of which goes when nobody has used it for
/// a while.
class SimulatorPool {
  public:
    using Pointer = std::shared_ptr<ServedSimulator>;

    SimulatorPool(std::size_t most, std::chrono::minutes idle) : m_most(most), m_idle(idle) {}

    /// Its number, which nobody can guess. Throws HttpError 503 where there are too many.
    std::string add(Pointer simulator);

    /// Throws HttpError 404.
    Pointer find(const std::string& id);

    /// Throws HttpError 404.
    void remove(const std::string& id);

    std::size_t count();

    std::chrono::minutes idle() const { return m_idle; }

  private:
    struct Entry {
        Pointer simulator;
        std::chrono::steady_clock::time_point used;
    };

    void sweep();
    Entry& entry(const std::string& id);

    std::size_t m_most;
    std::chrono::minutes m_idle;
    std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;
};

/// `/simulators`: begin, go on, set a loading, delete.
void add_simulator_endpoints(EndpointList& endpoints, const std::shared_ptr<Resources>& resources);

} // namespace crims_tool
