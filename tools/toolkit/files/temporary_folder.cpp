// SPDX-License-Identifier: MIT
#include "toolkit/files/temporary_folder.hpp"

#include <vector>

#include <fmt/format.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/files/part_files.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/system/publishing.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

[[noreturn]] void fail_to_write(const std::string& path) {
    throw DataError(fmt::format("{}: cannot be written: {}", path, reason_of_failure()));
}

[[noreturn]] void fail_to_replace(const std::string& path) {
    throw DataError(fmt::format(
        "{}: another program wrote it after this run began; choose another name or give ⟨--overwrite⟩",
        path));
}

/// Where two folders cannot change places in one step, as on network drives.
bool replace_in_two_steps(const std::string& from, const std::string& to, const std::string& old) {
    return rename_over(to, old) && rename_over(from, to);
}

} // namespace

TemporaryFolder::TemporaryFolder(std::string path) : m_path(std::move(path)) {
    note_part(m_path);
}

TemporaryFolder::~TemporaryFolder() {
    if (!m_path.empty()) {
        remove_tree(m_path);
        forget_part(m_path);
    }
}

/// All that is in it is on the disk before any of it is seen.
void TemporaryFolder::sync(const std::string& path) const {
    for (const std::string& file : paths_in(m_path)) {
        if (!sync_file(file)) {
            fail_to_write(path);
        }
    }
}

void TemporaryFolder::publish_as(const std::string& path, bool overwrite) {
    sync(path);
    if (is_name_taken(path) && !overwrite) {
        fail_to_replace(path);
    }
    const TemporaryFolder old(path_beside(path, ".old"));
    const bool published = publish_part(m_path, [&] {
        return is_name_taken(path)
                   ? exchange_names(m_path, path) || replace_in_two_steps(m_path, path, old.path())
                   : rename_over(m_path, path);
    });
    if (!published) {
        fail_to_write(path);
    }
    remove_tree(std::exchange(m_path, {})); // what was there before has this name now
}

void TemporaryFolder::publish_files(const std::string& main,
                                    const std::vector<std::string>& replaced, bool overwrite) {
    sync(main);
    for (const std::string& file : replaced) {
        if (!overwrite && holds_content(file)) {
            fail_to_replace(file);
        }
    }
    const std::string folder = folder_of(main);
    const std::string main_part = in_folder(m_path, file_name_of(main));
    const std::vector<std::string> parts = paths_in(m_path);
    const bool published = publish_part(m_path, [&] {
        remove_file(main);
        for (const std::string& file : replaced) {
            remove_file(file);
        }
        for (const std::string& part : parts) {
            if (part != main_part && !rename_over(part, in_folder(folder, file_name_of(part)))) {
                return false;
            }
        }
        return rename_over(main_part, main);
    });
    if (!published) {
        fail_to_write(main);
    }
    remove_tree(std::exchange(m_path, {}));
}

} // namespace toolkit
