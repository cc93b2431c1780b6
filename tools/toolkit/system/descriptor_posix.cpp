// SPDX-License-Identifier: MIT
#include "toolkit/system/descriptor.hpp"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace toolkit {

Descriptor::~Descriptor() {
    if (m_number >= 0) {
        ::close(m_number);
    }
}

bool Descriptor::close() {
    return ::close(std::exchange(m_number, -1)) == 0;
}

Descriptor open_to_write(const std::string& path) {
    return Descriptor(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
}

Descriptor create_file(const std::string& path) {
    constexpr mode_t permissions = 0666; // less the user's mask
    return Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, permissions));
}

std::ptrdiff_t write_some(int descriptor, std::string_view text) noexcept {
    return ::write(descriptor, text.data(), text.size());
}

std::ptrdiff_t read_some(int descriptor, std::span<char> buffer) noexcept {
    return ::read(descriptor, buffer.data(), buffer.size());
}

bool sync(int descriptor) noexcept {
    return ::fsync(descriptor) == 0;
}

bool is_terminal(int descriptor) noexcept {
    return ::isatty(descriptor) == 1;
}

Input wait_for_input(int descriptor, std::chrono::milliseconds longest) noexcept {
    pollfd wanted{.fd = descriptor, .events = POLLIN, .revents = 0};
    const int found = ::poll(&wanted, 1, static_cast<int>(longest.count()));
    if (found > 0) {
        return Input::ready;
    }
    return found == 0 || errno == EINTR ? Input::none_yet : Input::failed;
}

void prepare_standard_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) == -1) {
            ::open("/dev/null", O_RDONLY); // takes the lowest number that is free: this one
        }
    }
}

void turn_write_signals_into_errors() {
    struct sigaction action {};

    action.sa_handler = SIG_IGN;
    for (const int signal : {SIGPIPE, SIGXFSZ}) {
        sigaction(signal, &action, nullptr);
    }
}

} // namespace toolkit
