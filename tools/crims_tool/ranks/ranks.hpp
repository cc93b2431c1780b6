// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace crims_tool {

/// A piece of work that another process has done.
struct RemoteBlock {
    std::uint32_t number = 0;
    std::vector<std::byte> bytes = {};
};

/// The processes that `mpirun` has started, this one among them; a process alone otherwise, or
/// where MPI was not there at build time. Number 0 reads, writes and reports. One at a time.
class Ranks {
  public:
    /// False where MPI was not there at build time.
    static bool can_share();

    /// Throws Refusal for several processes that MPI does not bring together.
    Ranks();
    ~Ranks();
    Ranks(const Ranks&) = delete;
    Ranks(Ranks&&) = delete;
    Ranks& operator=(const Ranks&) = delete;
    Ranks& operator=(Ranks&&) = delete;

    int number() const { return m_number; }

    int count() const { return m_count; }

    bool is_first() const { return m_number == 0; }

    /// What number 0 has, copied to all.
    void share(std::span<std::uint8_t> bytes) const;

    /// From any other to number 0.
    void send(std::uint32_t number, std::span<const std::byte> bytes) const;

    /// On number 0: a block that has come; `wait`: until one has.
    std::optional<RemoteBlock> receive(bool wait) const;

    /// From any other to number 0, which asks for it: returns once number 0 takes it.
    void give(std::span<const std::byte> bytes) const;

    /// On number 0: what process `number` gives next; waits for it.
    std::vector<std::byte> take_from(int number) const;

    /// Ends all processes: one of them cannot go on. Does nothing for a process alone.
    void abort() const;

  private:
    static void leave();

    int m_number = 0;
    int m_count = 1;
};

} // namespace crims_tool
