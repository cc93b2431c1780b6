// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

#include "crims_tool/http/connection.hpp"
#include "crims_tool/http/listener.hpp"
#include "crims_tool/http/message.hpp"
#include "crims_tool/http/workers.hpp"

namespace crims_tool {

/// What a front bears.
struct FrontLimits {
    std::size_t threads = 2;                     ///< that answer requests
    std::size_t connections = 2000;              ///< at once
    std::size_t waiting = 2000;                  ///< requests for which no thread is free yet
    std::size_t memory = std::size_t{256} << 20; ///< bytes of answers: above it slow clients go
    std::chrono::seconds drain{30};              ///< for what is under way when the service ends
    RequestLimits request = {};
    Patience patience = {};
};

/// Takes connections and requests, has them answered by a few threads, and sends the answers.
///
/// One thread has all connections, and it never waits for one of them. So a client that is slow,
/// says half a request or has gone without a word costs a connection and no thread. A thread works
/// on a request that has come as a whole, or on the next piece of an answer whose last piece the
/// client has taken: of any answer one piece is in memory. What is too much is answered with 503.
class Front {
  public:
    /// Throws toolkit::DataError if the system has no descriptors left.
    Front(Listeners listeners, const FrontLimits& limits, RequestHandler handler,
          std::shared_ptr<BodyMemory> memory);
    ~Front();
    Front(const Front&) = delete;
    Front(Front&&) = delete;
    Front& operator=(const Front&) = delete;
    Front& operator=(Front&&) = delete;

    /// Until the descriptor `stop` can be read: then nothing more is taken, what is under way is
    /// finished, and it returns.
    void run(int stop);

  private:
    using Id = std::uint64_t;

    struct Piece {
        BodyPointer body;
        PieceSource source;
        bool failed = false;
    };

    /// What a thread has made for a connection.
    struct Made {
        Id id = 0;
        std::variant<Answer, Piece> what;
    };

    void watch(int descriptor, Id id, std::uint32_t events, bool is_new);
    void wait(int stop);
    void accept_from(int listener);
    void make_room();
    void handle_event(Id id, std::uint32_t events);
    void handle(Connection& connection, Id id, const RequestFrame& frame);
    void refuse(Connection& connection, Id id, int status, const std::string& what);
    void work_on(Connection& connection, Id id, const RequestFrame& frame);
    void make_piece(Connection& connection, Id id);
    void write(Connection& connection, Id id);
    void finish_answer(Connection& connection, Id id);
    void give(Made made);
    void take_made();
    void look_at_clocks();
    void forget_closed(Id id);
    void begin_to_stop();
    bool is_done() const;

    Listeners m_listeners;
    FrontLimits m_limits;
    RequestHandler m_handler;
    std::shared_ptr<BodyMemory> m_memory;
    toolkit::Descriptor m_poll;
    toolkit::Descriptor m_bell; ///< rings when something has been made
    std::map<Id, Connection> m_connections;
    Id m_next_id;
    bool m_is_stopping = false;
    Clock::time_point m_last_look = {};
    Clock::time_point m_stop_begin = {};
    std::mutex m_made_mutex;
    std::vector<Made> m_made;
    Workers m_workers; ///< the first to go: its jobs know all of the above
};

} // namespace crims_tool
