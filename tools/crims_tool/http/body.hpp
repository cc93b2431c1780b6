// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace crims_tool {

/// How many bytes of answers are in memory, those that are kept and those that are being sent.
class BodyMemory {
  public:
    std::size_t used() const { return m_used.load(std::memory_order_relaxed); }

    void add(std::size_t bytes) { m_used.fetch_add(bytes, std::memory_order_relaxed); }

    void remove(std::size_t bytes) { m_used.fetch_sub(bytes, std::memory_order_relaxed); }

  private:
    std::atomic<std::size_t> m_used = 0;
};

/// Bytes of an answer. They never change, so that many connections may send the same.
class Body {
  public:
    Body(std::string text, std::shared_ptr<BodyMemory> memory)
        : m_text(std::move(text)), m_memory(std::move(memory)) {
        m_memory->add(m_text.capacity());
    }

    ~Body() { m_memory->remove(m_text.capacity()); }

    Body(const Body&) = delete;
    Body(Body&&) = delete;
    Body& operator=(const Body&) = delete;
    Body& operator=(Body&&) = delete;

    const std::string& text() const { return m_text; }

  private:
    const std::string m_text;
    std::shared_ptr<BodyMemory> m_memory;
};

using BodyPointer = std::shared_ptr<const Body>;

} // namespace crims_tool
