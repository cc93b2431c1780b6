// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>

#include "crims_tool/http/framing.hpp"
#include "crims_tool/http/message.hpp"
#include "toolkit/files/output_file.hpp"

namespace crims_tool {

using Clock = std::chrono::steady_clock;

/// How long a client may take.
struct Patience {
    std::chrono::seconds request{10}; ///< from its first byte to its last
    std::chrono::seconds idle{15};    ///< between two requests
    std::chrono::seconds stall{20};   ///< of a client that takes nothing of its answer
    std::chrono::seconds leaving{2};  ///< of a client that has its answer and closes
    std::size_t slowest = 1024;       ///< bytes a second, once it has had the time of `stall`
};

/// A client's connection. It never waits: it reads and writes what is possible now.
class Connection {
  public:
    enum class State : std::uint8_t {
        reading, ///< a request, or nothing yet
        working, ///< somebody makes an answer, or its next piece
        writing,
        leaving, ///< all is sent; what the client still says is let go, or it might lose the answer
        closed
    };

    explicit Connection(toolkit::Descriptor socket);

    int socket() const { return m_socket.number(); }

    State state() const { return m_state; }

    /// Since when it is in this state.
    Clock::time_point since() const { return m_since; }

    bool has_begun_request() const { return !m_input.empty(); }

    /// Reads what has come, and returns how far the first request in it reaches. Closed: the client
    /// has gone.
    RequestFrame read(const RequestLimits& limits);

    /// Looks at what was read before.
    RequestFrame frame(const RequestLimits& limits) const { return frame_of(m_input, limits); }

    /// The request, taken out of what was read; somebody works on it now.
    std::string take(const RequestFrame& frame);

    /// Begins to send.
    void send(Answer answer);

    /// The next piece of the answer; nothing: it was the last.
    void send_piece(const BodyPointer& piece);

    enum class Progress : std::uint8_t { blocked, needs_piece, finished };

    /// Writes what the client takes now.
    Progress write();

    /// The source of the next piece; somebody works on it now.
    PieceSource take_source();

    void give_source(PieceSource source) { m_answer.reply.further = std::move(source); }

    /// Once the answer has been sent: true if another request may follow.
    bool keeps_alive() const { return m_answer.keep_alive; }

    void wait_for_request();

    /// Says that nothing follows, and waits a moment for the client to close.
    void leave();

    /// Lets go what the client still says.
    void ignore_input();

    void close(bool abruptly = false);

    /// True for a client that has been too slow by now.
    bool is_too_slow(const Patience& patience, Clock::time_point now) const;

    /// Bytes a second of the answer so far.
    double rate(Clock::time_point now) const;

  private:
    /// A text of its own, or one that others send too.
    struct Segment {
        std::string own;
        BodyPointer shared;

        const std::string& text() const { return shared ? shared->text() : own; }
    };

    void enter(State state);
    void append_piece(const BodyPointer& piece);
    bool write_segments();
    void ask_for_body(const RequestFrame& frame);

    toolkit::Descriptor m_socket;
    State m_state = State::reading;
    Clock::time_point m_since = Clock::now();
    Clock::time_point m_last_progress = m_since;
    Clock::time_point m_answer_begin = m_since;
    std::string m_input;
    bool m_has_asked_for_body = false;
    Answer m_answer;
    std::deque<Segment> m_output;
    std::size_t m_written = 0; ///< of the first segment
    std::size_t m_sent = 0;    ///< of the whole answer
};

} // namespace crims_tool
