// SPDX-License-Identifier: MIT
#include "crims_tool/serve/simulators.hpp"

#include <array>
#include <cstddef>
#include <utility>

#include <fmt/format.h>
#include <sys/random.h>

namespace crims_tool {

namespace {

std::string unguessable() {
    constexpr std::size_t bytes = 16;
    std::array<unsigned char, bytes> random{};
    if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
        throw HttpError(http_status::server_error, "the system gives no random numbers");
    }
    std::string text;
    for (const unsigned char byte : random) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

} // namespace

void SimulatorPool::sweep() {
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(m_entries, [&](const auto& one) { return now - one.second.used > m_idle; });
}

std::string SimulatorPool::add(Pointer simulator) {
    const std::lock_guard lock(m_mutex);
    sweep();
    if (m_entries.size() >= m_most) {
        throw HttpError(
            http_status::unavailable,
            fmt::format("there are {} simulators already, as many as there may be; delete "
                        "one that is not needed any more, or try later",
                        m_entries.size()));
    }
    std::string id = unguessable();
    m_entries.emplace(id, Entry{std::move(simulator), std::chrono::steady_clock::now()});
    return id;
}

SimulatorPool::Entry& SimulatorPool::entry(const std::string& id) {
    sweep();
    const auto found = m_entries.find(id);
    if (found == m_entries.end()) {
        throw HttpError(
            http_status::not_found,
            fmt::format(
                "there is no simulator '{}'; one that nobody uses for {} minutes is deleted", id,
                m_idle.count()));
    }
    return found->second;
}

SimulatorPool::Pointer SimulatorPool::find(const std::string& id) {
    const std::lock_guard lock(m_mutex);
    Entry& found = entry(id);
    found.used = std::chrono::steady_clock::now();
    return found.simulator;
}

void SimulatorPool::remove(const std::string& id) {
    Pointer last; // destroyed without the lock
    const std::lock_guard lock(m_mutex);
    last = std::move(entry(id).simulator);
    m_entries.erase(id);
}

std::size_t SimulatorPool::count() {
    const std::lock_guard lock(m_mutex);
    sweep();
    return m_entries.size();
}

} // namespace crims_tool
