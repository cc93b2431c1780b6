// SPDX-License-Identifier: MIT
#include "toolkit/files/temporary_folder.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/files/part_files.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail_to_write(const std::string& path) {
    throw DataError(
        fmt::format("{}: cannot be written: {}", path, std::generic_category().message(errno)));
}

[[noreturn]] void fail_to_replace(const std::string& path) {
    throw DataError(fmt::format(
        "{}: another program wrote it after this run began; choose another name or give ⟨--overwrite⟩",
        path));
}

bool swap_names(const std::string& a, const std::string& b) {
    return ::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
}

bool is_there(const std::string& path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

bool rename_path(const fs::path& from, const fs::path& to) {
    return std::rename(from.c_str(), to.c_str()) == 0;
}

/// Where two folders cannot change places in one step, as on network drives.
bool replace_in_two_steps(const std::string& from, const std::string& to, const std::string& old) {
    return rename_path(to, old) && rename_path(from, to);
}

std::vector<fs::path> files_in(const std::string& folder) {
    const fs::directory_iterator entries(folder);
    return {fs::begin(entries), fs::end(entries)};
}

} // namespace

TemporaryFolder::TemporaryFolder(std::string path) : m_path(std::move(path)) {
    note_part(m_path);
}

TemporaryFolder::~TemporaryFolder() {
    if (!m_path.empty()) {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
        forget_part(m_path);
    }
}

/// All that is in it is on the disk before any of it is seen.
void TemporaryFolder::sync(const std::string& path) const {
    for (const fs::path& entry : files_in(m_path)) {
        const Descriptor file(::open(entry.c_str(), O_RDONLY | O_CLOEXEC));
        if (file.number() < 0 || ::fsync(file.number()) != 0) {
            fail_to_write(path);
        }
    }
}

void TemporaryFolder::publish_as(const std::string& path, bool overwrite) {
    sync(path);
    if (is_there(path) && !overwrite) {
        fail_to_replace(path);
    }
    const TemporaryFolder old(path_beside(path, ".old"));
    const bool published = publish_part(m_path, [&] {
        return is_there(path)
                   ? swap_names(m_path, path) || replace_in_two_steps(m_path, path, old.path())
                   : rename_path(m_path, path);
    });
    if (!published) {
        fail_to_write(path);
    }
    std::error_code ignored;
    fs::remove_all(std::exchange(m_path, {}), ignored); // what was there before has this name now
}

void TemporaryFolder::publish_files(const std::string& main,
                                    const std::vector<std::string>& replaced, bool overwrite) {
    sync(main);
    std::error_code ignored;
    for (const std::string& file : replaced) {
        if (!overwrite && holds_content(file)) {
            fail_to_replace(file);
        }
    }
    const fs::path folder = fs::path(main).parent_path();
    const fs::path main_part = fs::path(m_path) / fs::path(main).filename();
    const std::vector<fs::path> parts = files_in(m_path);
    const bool published = publish_part(m_path, [&] {
        fs::remove(main, ignored);
        for (const std::string& file : replaced) {
            fs::remove(file, ignored);
        }
        for (const fs::path& part : parts) {
            if (part != main_part && !rename_path(part, folder / part.filename())) {
                return false;
            }
        }
        return rename_path(main_part, main);
    });
    if (!published) {
        fail_to_write(main);
    }
    fs::remove_all(std::exchange(m_path, {}), ignored);
}

} // namespace toolkit
