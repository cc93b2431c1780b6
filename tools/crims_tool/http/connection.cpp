// SPDX-License-Identifier: MIT
#include "crims_tool/http/connection.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace crims_tool {

namespace {

bool would_wait(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

} // namespace

Connection::Connection(toolkit::Descriptor socket) : m_socket(std::move(socket)) {
    const int on = 1;
    setsockopt(m_socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void Connection::enter(State state) {
    m_state = state;
    m_since = Clock::now();
    m_last_progress = m_since;
}

RequestFrame Connection::read(const RequestLimits& limits) {
    constexpr std::size_t piece = 16'384;
    std::array<char, piece> bytes{};
    for (;;) {
        const ssize_t count = ::recv(m_socket.number(), bytes.data(), bytes.size(), 0);
        if (count > 0) {
            if (m_input.empty()) {
                m_since = Clock::now();
            }
            m_input.append(bytes.data(), static_cast<std::size_t>(count));
            const RequestFrame now = frame(limits);
            if (now.state != Framing::incomplete) {
                return now;
            }
            ask_for_body(now);
            continue;
        }
        if (count == 0 || !would_wait(errno)) {
            close();
        }
        return {};
    }
}

/// A client may wait to be asked before it sends a large body.
void Connection::ask_for_body(const RequestFrame& frame) {
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    if (frame.head > 0 && frame.expects_continue && !std::exchange(m_has_asked_for_body, true)) {
        [[maybe_unused]] const ssize_t sent =
            ::send(m_socket.number(), go_on.data(), go_on.size(), MSG_NOSIGNAL);
    }
}

std::string Connection::take(const RequestFrame& frame) {
    const std::size_t size = frame.head + frame.body;
    std::string request = m_input.substr(0, size);
    m_input.erase(0, size);
    m_has_asked_for_body = false;
    enter(State::working);
    return request;
}

void Connection::send(Answer answer) {
    m_answer = std::move(answer);
    m_output.clear();
    m_written = 0;
    m_sent = 0;
    enter(State::writing);
    m_answer_begin = m_since;
    m_output.push_back({std::exchange(m_answer.head, {}), nullptr});
    const BodyPointer body = std::exchange(m_answer.reply.body, nullptr);
    if (!m_answer.sends_body) {
        m_answer.reply.further = nullptr;
    } else if (body) {
        append_piece(body);
    }
}

void Connection::send_piece(const BodyPointer& piece) {
    enter(State::writing);
    if (piece) {
        append_piece(piece);
        return;
    }
    m_answer.reply.further = nullptr;
    if (m_answer.in_chunks) {
        m_output.push_back({"0\r\n\r\n", nullptr});
    }
}

void Connection::append_piece(const BodyPointer& piece) {
    if (piece->text().empty()) {
        return; // an empty chunk would be the last
    }
    if (m_answer.in_chunks) {
        m_output.push_back({fmt::format("{:x}\r\n", piece->text().size()), nullptr});
    }
    m_output.push_back({"", piece});
    if (m_answer.in_chunks) {
        m_output.push_back({"\r\n", nullptr});
    }
}

/// False where the client takes no more now.
bool Connection::write_segments() {
    constexpr std::size_t at_once = 8;
    while (!m_output.empty()) {
        std::array<iovec, at_once> pieces{};
        std::size_t count = 0;
        std::size_t skipped = m_written;
        for (const Segment& segment : m_output) {
            if (count == at_once) {
                break;
            }
            // sendmsg reads only.
            auto* const begin = const_cast<char*>(segment.text().data()) + skipped; // NOLINT
            pieces.at(count++) = {begin, segment.text().size() - skipped};
            skipped = 0;
        }
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = count;
        const ssize_t sent = ::sendmsg(m_socket.number(), &message, MSG_NOSIGNAL);
        if (sent < 0) {
            if (!would_wait(errno)) {
                close();
            }
            return false;
        }
        m_last_progress = Clock::now();
        m_sent += static_cast<std::size_t>(sent);
        m_written += static_cast<std::size_t>(sent);
        while (!m_output.empty() && m_written >= m_output.front().text().size()) {
            m_written -= m_output.front().text().size();
            m_output.pop_front();
        }
    }
    return true;
}

Connection::Progress Connection::write() {
    if (!write_segments()) {
        return Progress::blocked;
    }
    return m_answer.reply.further ? Progress::needs_piece : Progress::finished;
}

PieceSource Connection::take_source() {
    enter(State::working);
    return std::move(m_answer.reply.further);
}

void Connection::wait_for_request() {
    m_answer = {};
    enter(State::reading);
}

void Connection::leave() {
    m_answer = {};
    ::shutdown(m_socket.number(), SHUT_WR);
    enter(State::leaving);
}

void Connection::ignore_input() {
    constexpr std::size_t piece = 16'384;
    std::array<char, piece> bytes{};
    const ssize_t count = ::recv(m_socket.number(), bytes.data(), bytes.size(), 0);
    if (count == 0 || (count < 0 && !would_wait(errno))) {
        close();
    }
}

void Connection::close(bool abruptly) {
    if (abruptly) {
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        setsockopt(m_socket.number(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    m_state = State::closed;
}

double Connection::rate(Clock::time_point now) const {
    const std::chrono::duration<double> seconds = now - m_answer_begin;
    return static_cast<double>(m_sent) / std::max(seconds.count(), 1e-3);
}

bool Connection::is_too_slow(const Patience& patience, Clock::time_point now) const {
    switch (m_state) {
    case State::reading:
        return now - m_since > (m_input.empty() ? patience.idle : patience.request);
    case State::writing:
        return now - m_last_progress > patience.stall ||
               (now - m_answer_begin > patience.stall &&
                rate(now) < static_cast<double>(patience.slowest));
    case State::leaving:
        return now - m_since > patience.leaving;
    case State::working:
    case State::closed:
        break;
    }
    return false;
}

} // namespace crims_tool
