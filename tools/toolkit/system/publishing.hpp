// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace toolkit {

// How a file that was written under another name gets its own. What returns false leaves errno, and
// `reason_of_failure` tells it.

/// In words, such as "No space left on device".
std::string reason_of_failure();

bool may_write_file(const std::string& path);

/// Whether files can be made there and given other names.
bool may_write_folder(const std::string& folder);

/// False if another file cannot take the place of the one that is there, as on Windows while
/// another program has it open. True if there is none.
bool can_be_replaced(const std::string& path);

/// Puts what was written to a file on the disk, from whatever program or library.
bool sync_file(const std::string& path);

/// The same, for a file that is to be called `target`: it gets the mode of the one that it
/// replaces, or what the user's mask leaves to a new one. (SQLite and GDAL would give it others.)
bool sync_file_for(const std::string& path, const std::string& target);

/// In place of what is called `to`, in one step.
bool rename_over(const std::string& from, const std::string& to);

/// Unless there is a file of that name (EEXIST), in one step. EINVAL and the like where neither the
/// system nor the disk can do so.
bool rename_to_new(const std::string& from, const std::string& to);

/// In place of a file that is there but empty, as mktemp makes it; false if it is not, or has been
/// replaced by another run in the meantime, which holds the same lock while it does so.
bool rename_over_empty(const std::string& from, const std::string& to);

/// Two files or folders change their names in one step; false where the system or disk cannot.
bool exchange_names(const std::string& a, const std::string& b);

/// Tells a file from another that has taken its name, and from itself before a change.
struct FileState {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    std::uint64_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;

    bool operator==(const FileState&) const = default;
};

/// No value if it is not there.
std::optional<FileState> state_of_file(const std::string& path);

/// True if another file may take its place, while a program has it open, without a loss: it is this
/// user's, has no second name and no attributes of its own.
bool is_replaced_without_loss(const std::string& path);

} // namespace toolkit
