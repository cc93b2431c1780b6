// SPDX-License-Identifier: MIT
#include "crims_tool/http/front.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

// Below the connections' numbers: listeners by their index, then these two.
constexpr std::uint64_t bell_id = 100;
constexpr std::uint64_t stop_id = 101;
constexpr std::uint64_t first_connection = 1000;

constexpr int bad_request = 400;
constexpr int timeout = 408;
constexpr int length_required = 411;
constexpr int too_large = 413;
constexpr int uri_too_long = 414;
constexpr int head_too_large = 431;
constexpr int unavailable = 503;

toolkit::Descriptor require(int descriptor) {
    if (descriptor < 0) {
        throw toolkit::DataError(
            fmt::format("the service cannot begin: {}", std::generic_category().message(errno)));
    }
    return toolkit::Descriptor(descriptor);
}

/// What is wrong with a request that is none; no status: nothing is.
std::pair<int, std::string> fault_of(const RequestFrame& frame, const RequestLimits& limits) {
    switch (frame.state) {
    case Framing::bad:
        return {bad_request, "this is not an HTTP request"};
    case Framing::line_too_long:
        return {uri_too_long,
                fmt::format("the address is longer than {} bytes; shorten it", limits.line)};
    case Framing::head_too_large:
        return {
            head_too_large,
            fmt::format("the header fields have more than {} bytes; leave some out", limits.head)};
    case Framing::body_too_large:
        return {too_large, fmt::format("the body has {} bytes; at most {} are taken", frame.body,
                                       limits.body)};
    case Framing::needs_length:
        return {length_required, "the body comes in chunks; send it with a Content-Length"};
    case Framing::incomplete:
    case Framing::complete:
        break;
    }
    return {0, ""};
}

} // namespace

Front::Front(Listeners listeners, const FrontLimits& limits, RequestHandler handler,
             std::shared_ptr<BodyMemory> memory)
    : m_listeners(std::move(listeners)), m_limits(limits), m_handler(std::move(handler)),
      m_memory(std::move(memory)), m_poll(require(epoll_create1(EPOLL_CLOEXEC))),
      m_bell(require(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))), m_next_id(first_connection),
      m_workers(limits.threads) {
    for (std::size_t i = 0; i < m_listeners.sockets.size(); ++i) {
        watch(m_listeners.sockets[i].number(), i, EPOLLIN, true);
    }
    watch(m_bell.number(), bell_id, EPOLLIN, true);
}

Front::~Front() = default;

void Front::watch(int descriptor, Id id, std::uint32_t events, bool is_new) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = id;
    epoll_ctl(m_poll.number(), is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event);
}

void Front::run(int stop) {
    watch(stop, stop_id, EPOLLIN, true);
    while (!is_done()) {
        wait(stop);
        look_at_clocks();
    }
}

bool Front::is_done() const {
    return m_is_stopping && (m_connections.empty() || Clock::now() - m_stop_begin > m_limits.drain);
}

void Front::wait(int stop) {
    constexpr int moment = 250; // milliseconds
    constexpr std::size_t at_once = 256;
    std::array<epoll_event, at_once> events{};
    const int count = epoll_wait(m_poll.number(), events.data(), at_once, moment);
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events.at(static_cast<std::size_t>(i));
        if (event.data.u64 == stop_id) {
            epoll_ctl(m_poll.number(), EPOLL_CTL_DEL, stop, nullptr);
            begin_to_stop();
        } else if (event.data.u64 == bell_id) {
            take_made();
        } else if (event.data.u64 < bell_id) {
            if (event.data.u64 < m_listeners.sockets.size()) {
                accept_from(m_listeners.sockets[event.data.u64].number());
            }
        } else {
            handle_event(event.data.u64, event.events);
        }
    }
}

void Front::accept_from(int listener) {
    constexpr int at_once = 64; // then the others have their turn
    for (int i = 0; i < at_once; ++i) {
        const int socket = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0) {
            if (errno == EMFILE || errno == ENFILE) {
                make_room();
            }
            return;
        }
        if (m_connections.size() >= m_limits.connections) {
            make_room();
        }
        const Id id = m_next_id++;
        Connection& connection =
            m_connections.emplace(id, toolkit::Descriptor(socket)).first->second;
        watch(socket, id, EPOLLIN, true);
        if (m_connections.size() > m_limits.connections) {
            refuse(connection, id, unavailable, "the service has too many clients; try again");
        }
    }
}

/// The client that has said nothing for longest gives its place to a new one.
void Front::make_room() {
    auto oldest = m_connections.end();
    for (auto one = m_connections.begin(); one != m_connections.end(); ++one) {
        const bool may_go = one->second.state() == Connection::State::reading ||
                            one->second.state() == Connection::State::leaving;
        if (may_go &&
            (oldest == m_connections.end() || one->second.since() < oldest->second.since())) {
            oldest = one;
        }
    }
    if (oldest != m_connections.end()) {
        m_connections.erase(oldest);
    }
}

void Front::handle_event(Id id, std::uint32_t events) {
    const auto found = m_connections.find(id);
    if (found == m_connections.end()) {
        return;
    }
    Connection& connection = found->second;
    switch (connection.state()) {
    case Connection::State::reading:
        handle(connection, id, connection.read(m_limits.request));
        break;
    case Connection::State::writing:
        write(connection, id);
        break;
    case Connection::State::leaving:
        connection.ignore_input();
        break;
    case Connection::State::working:
        if ((events & (EPOLLHUP | EPOLLERR)) != 0) {
            connection.close();
        }
        break;
    case Connection::State::closed:
        break;
    }
    forget_closed(id);
}

void Front::forget_closed(Id id) {
    const auto found = m_connections.find(id);
    if (found != m_connections.end() && found->second.state() == Connection::State::closed) {
        m_connections.erase(found);
    }
}

void Front::handle(Connection& connection, Id id, const RequestFrame& frame) {
    if (connection.state() == Connection::State::closed) {
        return;
    }
    const auto [status, what] = fault_of(frame, m_limits.request);
    if (status != 0) {
        refuse(connection, id, status, what);
    } else if (frame.state == Framing::complete) {
        work_on(connection, id, frame);
    }
}

void Front::refuse(Connection& connection, Id id, int status, const std::string& what) {
    Reply reply = error_reply(status, what, m_memory);
    if (status == unavailable) {
        reply.fields.emplace_back("Retry-After", "1");
    }
    connection.send(refusal(std::move(reply)));
    write(connection, id);
}

void Front::work_on(Connection& connection, Id id, const RequestFrame& frame) {
    const bool may_keep_alive = !m_is_stopping;
    watch(connection.socket(), id, 0, false);
    const bool taken = m_workers.add_if_fewer(
        [this, id, may_keep_alive, head = frame.head, request = connection.take(frame)] {
            give({id, answer_request(request, head, m_handler, may_keep_alive, m_memory)});
        },
        m_limits.waiting);
    if (!taken) {
        refuse(connection, id, unavailable, "the service has too much to do; try again");
    }
}

void Front::make_piece(Connection& connection, Id id) {
    watch(connection.socket(), id, 0, false);
    m_workers.add([this, id, source = connection.take_source()]() mutable {
        Piece piece;
        try {
            piece.body = source();
        } catch (const std::exception&) {
            piece.failed = true; // the client sees an answer that is cut off
        }
        piece.source = std::move(source);
        give({id, std::move(piece)});
    });
}

void Front::give(Made made) {
    {
        const std::lock_guard lock(m_made_mutex);
        m_made.push_back(std::move(made));
    }
    constexpr std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t rung = ::write(m_bell.number(), &one, sizeof one);
}

void Front::take_made() {
    std::uint64_t rings = 0;
    [[maybe_unused]] const ssize_t heard = ::read(m_bell.number(), &rings, sizeof rings);
    std::vector<Made> all;
    {
        const std::lock_guard lock(m_made_mutex);
        all.swap(m_made);
    }
    for (Made& made : all) {
        const auto found = m_connections.find(made.id);
        if (found == m_connections.end()) {
            continue; // the client has gone
        }
        Connection& connection = found->second;
        if (auto* const answer = std::get_if<Answer>(&made.what)) {
            connection.send(std::move(*answer));
            write(connection, made.id);
        } else if (auto& piece = std::get<Piece>(made.what); piece.failed) {
            connection.close(true);
        } else {
            connection.give_source(std::move(piece.source));
            connection.send_piece(piece.body);
            write(connection, made.id);
        }
        forget_closed(made.id);
    }
}

void Front::write(Connection& connection, Id id) {
    const Connection::Progress progress = connection.write();
    if (connection.state() == Connection::State::closed) {
        return;
    }
    switch (progress) {
    case Connection::Progress::blocked:
        watch(connection.socket(), id, EPOLLOUT, false);
        break;
    case Connection::Progress::needs_piece:
        make_piece(connection, id);
        break;
    case Connection::Progress::finished:
        finish_answer(connection, id);
        break;
    }
}

void Front::finish_answer(Connection& connection, Id id) {
    watch(connection.socket(), id, EPOLLIN, false);
    if (!connection.keeps_alive()) {
        connection.leave();
        return;
    }
    connection.wait_for_request();
    if (m_is_stopping && !connection.has_begun_request()) {
        connection.leave();
        return;
    }
    // The next request may have come with the last one.
    handle(connection, id, connection.frame(m_limits.request));
}

void Front::look_at_clocks() {
    constexpr std::chrono::milliseconds moment(500);
    const Clock::time_point now = Clock::now();
    if (now - m_last_look < moment) {
        return;
    }
    m_last_look = now;
    Patience patience = m_limits.patience;
    if (m_memory->used() > m_limits.memory) { // who takes long keeps others from their answers
        constexpr std::size_t quick = 256 * 1024;
        patience.stall = std::chrono::seconds(2);
        patience.slowest = quick;
    }
    std::vector<Id> slow;
    for (const auto& [id, connection] : m_connections) {
        if (connection.is_too_slow(patience, now)) {
            slow.push_back(id);
        }
    }
    for (const Id id : slow) {
        Connection& connection = m_connections.at(id);
        if (connection.state() == Connection::State::reading && connection.has_begun_request()) {
            refuse(connection, id, timeout, "the request took too long to come");
        } else {
            connection.close(connection.state() == Connection::State::writing);
        }
        forget_closed(id);
    }
}

void Front::begin_to_stop() {
    m_is_stopping = true;
    m_stop_begin = Clock::now();
    for (const toolkit::Descriptor& listener : m_listeners.sockets) {
        accept_from(listener.number());
    }
    m_listeners.sockets.clear(); // the system refuses who comes now
    std::vector<Id> reading;
    for (const auto& [id, connection] : m_connections) {
        if (connection.state() == Connection::State::reading) {
            reading.push_back(id);
        }
    }
    for (const Id id : reading) {
        Connection& connection = m_connections.at(id);
        handle(connection, id, connection.read(m_limits.request));
        if (connection.state() == Connection::State::reading && !connection.has_begun_request()) {
            connection.close();
        }
        forget_closed(id);
    }
}

} // namespace crims_tool
