// SPDX-License-Identifier: MIT
#include "crims_tool/http/front.hpp"

#include <array>
#include <chrono>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace crims_tool {

namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

/// A front in a thread of its own, until the end of its life.
class RunningFront {
  public:
    RunningFront(const FrontLimits& limits, RequestHandler handler)
        : m_stop(eventfd(0, EFD_CLOEXEC)), m_listeners(listen_at({.host = "127.0.0.1", .port = 0})),
          m_port(m_listeners.addresses.front().port),
          m_front(std::move(m_listeners), limits, std::move(handler), m_memory),
          m_thread([this] { m_front.run(m_stop.number()); }) {}

    ~RunningFront() {
        constexpr std::uint64_t one = 1;
        EXPECT_EQ(::write(m_stop.number(), &one, sizeof one), static_cast<ssize_t>(sizeof one));
        m_thread.join();
    }

    RunningFront(const RunningFront&) = delete;
    RunningFront(RunningFront&&) = delete;
    RunningFront& operator=(const RunningFront&) = delete;
    RunningFront& operator=(RunningFront&&) = delete;

    std::uint16_t port() const { return m_port; }

  private:
    std::shared_ptr<BodyMemory> m_memory = std::make_shared<BodyMemory>();
    toolkit::Descriptor m_stop;
    Listeners m_listeners;
    std::uint16_t m_port;
    Front m_front;
    std::thread m_thread;
};

class Client {
  public:
    Client(std::uint16_t port, const std::string& said)
        : m_socket(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{.tv_sec = 20, .tv_usec = 0};
        setsockopt(m_socket.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        // The interface of sockets is older than void*.
        EXPECT_EQ(connect(m_socket.number(), reinterpret_cast<sockaddr*>(&address), sizeof address),
                  0);
        EXPECT_EQ(send(m_socket.number(), said.data(), said.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(said.size()));
    }

    int socket_number() const { return m_socket.number(); }

    /// All that comes until the service closes, or cuts off.
    std::string heard() const {
        std::string all;
        std::array<char, 65536> buffer{};
        for (;;) {
            const ssize_t count = recv(m_socket.number(), buffer.data(), buffer.size(), 0);
            if (count <= 0) {
                return all;
            }
            all.append(buffer.data(), static_cast<std::size_t>(count));
        }
    }

  private:
    toolkit::Descriptor m_socket;
};

std::string request(const std::string& path, bool close = true) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" +
           (close ? "Connection: close\r\n\r\n" : "\r\n");
}

bool begins(const std::string& answer, std::string_view status) {
    return answer.starts_with("HTTP/1.1 " + std::string(status) + " ");
}

Reply empty_reply(const HttpRequest& /*request*/) {
    return {.status = 204};
}

TEST(Front, RequestThatTakesTooLongToComeIsToldSo) {
    FrontLimits limits;
    limits.patience.request = seconds(1);
    const RunningFront front(limits, empty_reply);
    const auto begin = steady_clock::now();
    const Client slow(front.port(), "GET /x HTT");
    EXPECT_TRUE(begins(Client(front.port(), request("/")).heard(), "204")) << "others wait for it";
    EXPECT_TRUE(begins(slow.heard(), "408"));
    EXPECT_GE(steady_clock::now() - begin, seconds(1));
    EXPECT_LT(steady_clock::now() - begin, seconds(8));
}

TEST(Front, ConnectionOnWhichNothingIsSaidIsClosed) {
    FrontLimits limits;
    limits.patience.idle = seconds(1);
    const RunningFront front(limits, empty_reply);
    const auto begin = steady_clock::now();
    const Client kept(front.port(), request("/", false));
    const Client silent(front.port(), "");
    const std::string answer = kept.heard();
    EXPECT_TRUE(begins(answer, "204"));
    EXPECT_EQ(answer.find("HTTP/1.1 ", 1), std::string::npos) << "closed without a word";
    EXPECT_EQ(silent.heard(), "");
    EXPECT_GE(steady_clock::now() - begin, seconds(1));
    EXPECT_LT(steady_clock::now() - begin, seconds(8));
}

TEST(Front, WhoTakesNothingOfTheAnswerIsCutOff) {
    constexpr std::size_t size = std::size_t{64} << 20;
    FrontLimits limits;
    limits.patience.stall = seconds(1);
    auto memory = std::make_shared<BodyMemory>();
    const RunningFront front(limits, [&memory](const HttpRequest& /*request*/) {
        return Reply{.type = "text/plain",
                     .body = std::make_shared<Body>(std::string(size, 'a'), memory)};
    });
    const Client lazy(front.port(), request("/"));
    const auto end = steady_clock::now() + seconds(10);
    while (memory->used() == 0 && steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    while (memory->used() > 0 && steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    EXPECT_EQ(memory->used(), 0U) << "its answer is kept";
    EXPECT_LT(lazy.heard().size(), size);
    EXPECT_GT(Client(front.port(), request("/")).heard().size(), size) << "others are served";
}

/// Which of two clients is answered first; none: none, or both.
std::optional<std::size_t> first_answered(const std::array<Client, 2>& two) {
    std::array<pollfd, 2> polled{pollfd{two[0].socket_number(), POLLIN, 0},
                                 pollfd{two[1].socket_number(), POLLIN, 0}};
    constexpr int patience = 10'000;
    if (poll(polled.data(), polled.size(), patience) != 1) {
        return std::nullopt;
    }
    return polled[0].revents != 0 ? 0 : 1;
}

TEST(Front, WhoFindsTheQueueFullIsToldWhenToComeAgain) {
    FrontLimits limits;
    limits.threads = 1;
    limits.waiting = 1;
    std::promise<void> begun;
    std::promise<void> released;
    const RequestHandler handler = [&](const HttpRequest& asked) {
        if (asked.path == "/long") {
            begun.set_value();
            released.get_future().wait();
        }
        return empty_reply(asked);
    };
    const RunningFront front(limits, handler);
    const Client at_work(front.port(), request("/long"));
    begun.get_future().wait();
    const std::array<Client, 2> two{Client(front.port(), request("/a")),
                                    Client(front.port(), request("/b"))};
    const auto refused = first_answered(two);
    const std::string answer = refused ? two.at(*refused).heard() : "";
    released.set_value();
    EXPECT_TRUE(begins(answer, "503")) << "one waits, one is refused: " << answer;
    EXPECT_NE(answer.find("\r\nRetry-After: 1\r\n"), std::string::npos) << answer;
    EXPECT_TRUE(begins(two.at(1 - refused.value_or(0)).heard(), "204"));
    EXPECT_TRUE(begins(at_work.heard(), "204"));
}

} // namespace

} // namespace crims_tool
