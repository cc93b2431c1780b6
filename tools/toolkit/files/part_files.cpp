// SPDX-License-Identifier: MIT
#include "toolkit/files/part_files.hpp"

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/system/process.hpp"

namespace toolkit {

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

std::string place() {
    return fmt::format("{:08x}", std::hash<std::string>{}(place_of_processes()) & 0xFFFFFFFFU);
}

/// The number of the process of this place that a part file is named after.
std::optional<std::int64_t> process_of(const std::string& name, const std::string& here) {
    const std::size_t at = name.rfind(mark);
    if (!name.starts_with('.') || at == std::string::npos) {
        return std::nullopt;
    }
    const char* end = name.data() + name.size();
    std::int64_t process = 0;
    const auto [stop, error] = std::from_chars(name.data() + at + mark.size(), end, process);
    const bool is_here = std::string_view(stop, end).starts_with("-" + here);
    return error == std::errc() && process > 0 && is_here ? std::optional(process) : std::nullopt;
}

void remove_with_journals(const std::string& path) {
    for (const char* ending : {"", "-journal", "-wal", "-shm"}) {
        remove_tree(path + ending);
    }
}

} // namespace

std::string path_beside(const std::string& path, std::string_view ending) {
    return in_folder(folder_of(path), fmt::format(".{}{}{}-{}{}", file_name_of(path), mark,
                                                  process_number(), place(), ending));
}

void remove_abandoned_parts(const std::string& path) {
    const std::string folder = folder_of(path);
    const std::string here = place();
    try {
        for (const std::string& part : paths_in(folder.empty() ? "." : folder)) {
            const auto process = process_of(file_name_of(part), here);
            if (process && !is_running(*process)) {
                remove_tree(part);
            }
        }
    } catch (
        const UnreadableFolder&) { // NOLINT(bugprone-empty-catch): it may be written all the same
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
