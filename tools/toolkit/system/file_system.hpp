// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace toolkit {

/// Follows links; false too where nobody may look.
bool path_exists(const std::string& path);

/// True for a link to nothing as well.
bool is_name_taken(const std::string& path);

bool is_folder(const std::string& path);
bool is_regular_file(const std::string& path);

/// 0 where there is no such file.
std::uintmax_t size_of_file(const std::string& path);

bool is_link(const std::string& path);

/// What a link says, whether that is there or not.
std::string link_target(const std::string& path);

/// Without links in it; empty if it is not there.
std::string canonical_path(const std::string& path);

/// True if both paths lead to one file, which need not exist.
bool is_same_file(const std::string& a, const std::string& b);

/// True for what is there and neither file nor folder: a device or a pipe, such as /dev/null.
bool is_special_file(const std::string& path);

/// True for what is gone once it was read: a pipe, a terminal.
bool is_read_once(const std::string& path);

/// Removes a file, a link or an empty folder, if it can.
void remove_file(const std::string& path) noexcept;

/// Removes a folder with all that is in it, or a file, as far as it can.
void remove_tree(const std::string& path) noexcept;

/// An error if it is there already.
std::error_code make_folder(const std::string& path);

/// With those above it; none if they are there.
std::error_code make_folders(const std::string& path);

/// An error if the copy is there already.
std::error_code copy_file(const std::string& from, const std::string& to);

/// A folder that cannot be read: which, and why.
class UnreadableFolder : public std::runtime_error {
  public:
    UnreadableFolder(std::string path, const std::string& reason)
        : std::runtime_error(reason), m_path(std::move(path)) {}

    const std::string& path() const { return m_path; }

  private:
    std::string m_path;
};

/// The paths of all that is in a folder, in no order. Throws UnreadableFolder.
std::vector<std::string> paths_in(const std::string& folder);

struct FolderWalk {
    bool passes_over_forbidden = false;                         ///< folders that may not be read
    std::function<bool(const std::string& folder)> enters = {}; ///< all if there is none
};

/// The paths of what is in a folder and below, but for folders, in no order; links are followed.
/// Throws UnreadableFolder.
std::vector<std::string> files_below(const std::string& folder, const FolderWalk& how = {});

} // namespace toolkit
