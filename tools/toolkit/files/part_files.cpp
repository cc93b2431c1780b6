// SPDX-License-Identifier: MIT
#include "toolkit/files/part_files.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <unistd.h>

namespace toolkit {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mark = ".part-";

/// The part files of this process. They have to be found by whoever ends it from another thread.
struct Parts {
    std::mutex mutex = {};
    std::set<std::string> paths = {};
    bool published = false;
    bool closed = false; ///< the program ends: nothing is published any more
};

Parts& parts() {
    static Parts all;
    return all;
}

/// Of the machine, and of the container: each counts its processes from 1.
std::string place() {
    constexpr std::size_t longest = 256;
    std::array<char, longest> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::error_code ignored;
    const std::string processes = fs::read_symlink("/proc/self/ns/pid", ignored).string();
    return fmt::format("{:08x}", std::hash<std::string>{}(host.data() + processes) & 0xFFFFFFFFU);
}

/// The number of the process of this place that a part file is named after.
std::optional<pid_t> process_of(const std::string& name, const std::string& here) {
    const std::size_t at = name.rfind(mark);
    if (!name.starts_with('.') || at == std::string::npos) {
        return std::nullopt;
    }
    const char* end = name.data() + name.size();
    pid_t process = 0;
    const auto [stop, error] = std::from_chars(name.data() + at + mark.size(), end, process);
    const bool is_here = std::string_view(stop, end).starts_with("-" + here);
    return error == std::errc() && process > 0 && is_here ? std::optional(process) : std::nullopt;
}

void remove_with_journals(const std::string& path) {
    std::error_code ignored;
    for (const char* ending : {"", "-journal", "-wal", "-shm"}) {
        fs::remove_all(path + ending, ignored);
    }
}

} // namespace

std::string path_beside(const std::string& path, std::string_view ending) {
    const fs::path target(path);
    return (target.parent_path() / fmt::format(".{}{}{}-{}{}", target.filename().string(), mark,
                                               ::getpid(), place(), ending))
        .string();
}

void remove_abandoned_parts(const std::string& path) {
    const fs::path folder = fs::path(path).parent_path();
    const std::string here = place();
    std::error_code failed;
    std::set<fs::path> abandoned;
    for (fs::directory_iterator entry(folder.empty() ? "." : folder, failed), end;
         !failed && entry != end; entry.increment(failed)) {
        const auto process = process_of(entry->path().filename().string(), here);
        if (process && ::kill(*process, 0) != 0 && errno == ESRCH) {
            abandoned.insert(entry->path());
        }
    }
    for (const fs::path& part : abandoned) {
        fs::remove_all(part, failed);
    }
}

void note_part(const std::string& path) {
    const std::scoped_lock lock(parts().mutex);
    parts().paths.insert(path);
}

void forget_part(const std::string& path) {
    const std::scoped_lock lock(parts().mutex);
    parts().paths.erase(path);
}

bool publish_part(const std::string& part, const std::function<bool()>& rename) {
    const std::scoped_lock lock(parts().mutex);
    if (parts().closed) {
        errno = ECANCELED;
        return false;
    }
    if (!rename()) {
        return false;
    }
    parts().paths.erase(part);
    parts().published = true;
    return true;
}

bool remove_noted_parts() {
    const std::scoped_lock lock(parts().mutex);
    if (parts().published) {
        return false;
    }
    parts().closed = true;
    for (const std::string& path : parts().paths) {
        remove_with_journals(path);
    }
    return true;
}

} // namespace toolkit
