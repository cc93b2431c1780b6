// SPDX-License-Identifier: MIT
#include "crims_tool/http/listener.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::Descriptor;

constexpr int backlog = 1024;

template<class Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return !text.empty() && read.ec == std::errc() && read.ptr == end ? std::optional(number)
                                                                      : std::nullopt;
}

struct FreeAddresses {
    void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

Addresses addresses_of(const ListenAddress& address) {
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int failure =
        getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &wanted, &found);
    if (failure != 0) {
        throw DataError(fmt::format("⟨--listen⟩ {}: there is no such address: {}", address.text(),
                                    gai_strerror(failure)));
    }
    return Addresses(found);
}

/// The address of a socket that listens.
ListenAddress address_of(int socket) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto* const address = reinterpret_cast<sockaddr*>(&storage);
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> port{};
    if (getsockname(socket, address, &size) != 0 ||
        getnameinfo(address, size, host.data(), host.size(), port.data(), port.size(),
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        return {};
    }
    return {host.data(), number_of<std::uint16_t>(port.data()).value_or(0)};
}

void make_nonblocking(int socket) {
    fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
    fcntl(socket, F_SETFD, FD_CLOEXEC);
}

void add(Listeners& listeners, Descriptor socket) {
    make_nonblocking(socket.number());
    listeners.addresses.push_back(address_of(socket.number()));
    listeners.sockets.push_back(std::move(socket));
}

} // namespace

std::string ListenAddress::text() const {
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                               : fmt::format("[{}]:{}", host, port);
}

ListenAddress parse_listen_address(const std::string& text) {
    const auto refuse = [&text] {
        throw std::invalid_argument(fmt::format(
            "'{}': expected HOST:PORT, such as 127.0.0.1:5000, [::1]:5000 or 0.0.0.0:5000 for all addresses of this machine",
            text));
    };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) {
        refuse();
    }
    std::string host = text.substr(0, colon);
    if (host.front() == '[' && host.back() == ']' && host.size() > 2) {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string::npos) {
        refuse();
    }
    const auto port = number_of<std::uint16_t>(std::string_view(text).substr(colon + 1));
    if (!port) {
        refuse();
    }
    return {.host = host, .port = *port};
}

Listeners listen_at(const ListenAddress& address) {
    const Addresses found = addresses_of(address);
    Listeners listeners;
    int failure = 0;
    for (const addrinfo* one = found.get(); one != nullptr; one = one->ai_next) {
        Descriptor socket(::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, 0));
        const int on = 1;
        setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (one->ai_family == AF_INET6) {
            setsockopt(socket.number(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
        }
        if (::bind(socket.number(), one->ai_addr, one->ai_addrlen) == 0 &&
            ::listen(socket.number(), backlog) == 0) {
            add(listeners, std::move(socket));
        } else {
            failure = errno;
        }
        if (address.port == 0 && !listeners.sockets.empty()) {
            break; // the next address would have another port
        }
    }
    if (listeners.sockets.empty()) {
        throw DataError(fmt::format("⟨--listen⟩ {}: {}; choose another port or address",
                                    address.text(), std::generic_category().message(failure)));
    }
    return listeners;
}

Listeners listeners_of_systemd() {
    constexpr int first = 3; // as sd_listen_fds has it
    constexpr int most = 16;
    const char* const process = std::getenv("LISTEN_PID"); // NOLINT(concurrency-mt-unsafe)
    const char* const count = std::getenv("LISTEN_FDS");   // NOLINT(concurrency-mt-unsafe)
    Listeners listeners;
    if (process == nullptr || count == nullptr || number_of<pid_t>(process) != getpid()) {
        return listeners;
    }
    const int sockets = std::min(number_of<int>(count).value_or(0), most);
    for (int i = 0; i < sockets; ++i) {
        add(listeners, Descriptor(first + i));
    }
    return listeners;
}

} // namespace crims_tool
