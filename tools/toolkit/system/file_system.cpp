// SPDX-License-Identifier: MIT
#include "toolkit/system/file_system.hpp"

#include <utility>

#include "toolkit/system/native_path.hpp"

namespace toolkit {

namespace fs = std::filesystem;

bool path_exists(const std::string& path) {
    std::error_code ignored;
    return fs::exists(native_path(path), ignored);
}

bool is_name_taken(const std::string& path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(native_path(path), ignored));
}

bool is_folder(const std::string& path) {
    std::error_code ignored;
    return fs::is_directory(native_path(path), ignored);
}

bool is_regular_file(const std::string& path) {
    std::error_code ignored;
    return fs::is_regular_file(native_path(path), ignored);
}

std::uintmax_t size_of_file(const std::string& path) {
    std::error_code failed;
    const std::uintmax_t size = fs::file_size(native_path(path), failed);
    return failed ? 0 : size;
}

bool is_link(const std::string& path) {
    std::error_code ignored;
    return fs::is_symlink(native_path(path), ignored);
}

std::string link_target(const std::string& path) {
    std::error_code ignored;
    return path_text(fs::read_symlink(native_path(path), ignored));
}

std::string canonical_path(const std::string& path) {
    std::error_code ignored;
    return path_text(fs::canonical(native_path(path), ignored));
}

namespace {

/// As far as the system follows it: not at all, where the name is too long.
fs::path followed_path(const std::string& path) {
    std::error_code failed;
    const fs::path whole = fs::absolute(native_path(path), failed);
    fs::path result = fs::weakly_canonical(whole, failed);
    return failed ? whole.lexically_normal() : result;
}

} // namespace

bool is_same_file(const std::string& a, const std::string& b) {
    std::error_code failed;
    const bool same = fs::equivalent(native_path(a), native_path(b), failed);
    if (!failed) {
        return same;
    }
    return followed_path(a) == followed_path(b);
}

void remove_file(const std::string& path) noexcept {
    std::error_code ignored;
    fs::remove(native_path(path), ignored);
}

void remove_tree(const std::string& path) noexcept {
    std::error_code ignored;
    fs::remove_all(native_path(path), ignored);
}

std::error_code make_folder(const std::string& path) {
    std::error_code error;
    const bool made = fs::create_directory(native_path(path), error);
    return made || error ? error : std::make_error_code(std::errc::file_exists);
}

std::error_code make_folders(const std::string& path) {
    std::error_code error;
    fs::create_directories(native_path(path), error);
    return error;
}

std::error_code copy_file(const std::string& from, const std::string& to) {
    std::error_code error;
    fs::copy_file(native_path(from), native_path(to), error);
    return error;
}

std::vector<std::string> paths_in(const std::string& folder) {
    std::vector<std::string> paths;
    std::error_code failed;
    for (fs::directory_iterator entry(native_path(folder), failed), end; !failed && entry != end;
         entry.increment(failed)) {
        paths.push_back(path_text(entry->path()));
    }
    if (failed) {
        throw UnreadableFolder(folder, failed.message());
    }
    return paths;
}

std::vector<std::string> files_below(const std::string& folder, const FolderWalk& how) {
    std::vector<std::string> files;
    fs::directory_options options = fs::directory_options::follow_directory_symlink;
    if (how.passes_over_forbidden) {
        options |= fs::directory_options::skip_permission_denied;
    }
    try {
        fs::recursive_directory_iterator entries(native_path(folder), options);
        for (const fs::directory_entry& entry : entries) {
            std::string path = path_text(entry.path());
            if (!entry.is_directory()) {
                files.push_back(std::move(path));
            } else if (how.enters && !how.enters(path)) {
                entries.disable_recursion_pending();
            }
        }
    } catch (const fs::filesystem_error& error) {
        throw UnreadableFolder(error.path1().empty() ? folder : path_text(error.path1()),
                               error.code().message());
    }
    return files;
}

} // namespace toolkit
