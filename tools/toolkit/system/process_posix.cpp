// SPDX-License-Identifier: MIT
#include "toolkit/system/process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include <unistd.h>

#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"

namespace toolkit {

std::vector<std::string> arguments_of(int argc, const char* const* argv) {
    return {argv + 1, argv + argc};
}

std::string environment_variable(const char* name) {
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody sets it
    return value == nullptr ? "" : value;
}

const char* program_name() noexcept {
    return program_invocation_short_name;
}

std::int64_t process_number() {
    return ::getpid();
}

bool is_running(std::int64_t process) {
    return ::kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH;
}

std::string place_of_processes() {
    constexpr std::size_t longest = 256;
    std::array<char, longest> host{};
    ::gethostname(host.data(), host.size() - 1);
    return host.data() + link_target("/proc/self/ns/pid");
}

void end_at_once(int status) noexcept {
    ::_exit(status);
}

std::string users_cache_folder() {
    const std::string cache = environment_variable("XDG_CACHE_HOME");
    const std::string home = environment_variable("HOME");
    return !cache.empty() || home.empty() ? cache : in_folder(home, ".cache");
}

} // namespace toolkit
