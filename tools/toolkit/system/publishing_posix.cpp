// SPDX-License-Identifier: MIT
#include "toolkit/system/publishing.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "toolkit/system/descriptor.hpp"

namespace toolkit {

namespace {

/// Access lists and the like. What the system gives every file ("security.") is no matter.
bool has_attributes(const std::string& path) {
    std::array<char, 4096> names = {};
    const ssize_t size = ::listxattr(path.c_str(), names.data(), names.size());
    if (size < 0) {
        return errno != ENOTSUP;
    }
    std::string_view rest(names.data(), static_cast<std::size_t>(size));
    while (!rest.empty()) {
        if (!rest.starts_with("security.")) {
            return true;
        }
        rest.remove_prefix(rest.find('\0') + 1);
    }
    return false;
}

Descriptor open_to_sync(const std::string& path) {
    return Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
}

mode_t mode_for(const std::string& path) {
    struct stat replaced = {};
    if (::stat(path.c_str(), &replaced) == 0) {
        return replaced.st_mode & 07777U;
    }
    const mode_t mask = ::umask(S_IRWXG | S_IRWXO); // it can only be read by setting it
    ::umask(mask);
    return 0666U & ~mask;
}

} // namespace

std::string reason_of_failure() {
    return std::generic_category().message(errno);
}

bool may_write_file(const std::string& path) {
    return ::access(path.c_str(), W_OK) == 0;
}

bool may_write_folder(const std::string& folder) {
    return ::access(folder.c_str(), W_OK | X_OK) == 0;
}

bool can_be_replaced(const std::string& /*path*/) {
    return true; // whoever has it open keeps what was there
}

bool sync_file(const std::string& path) {
    const Descriptor file = open_to_sync(path);
    return file.number() >= 0 && sync(file.number());
}

bool sync_file_for(const std::string& path, const std::string& target) {
    const Descriptor file = open_to_sync(path);
    return file.number() >= 0 && ::fchmod(file.number(), mode_for(target)) == 0 &&
           sync(file.number());
}

bool rename_over(const std::string& from, const std::string& to) {
    return std::rename(from.c_str(), to.c_str()) == 0;
}

bool rename_to_new(const std::string& from, const std::string& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return true;
    }
    if (errno == EEXIST) {
        return false;
    }
    if (::link(from.c_str(), to.c_str()) != 0) { // network drives know links only
        return false;
    }
    ::unlink(from.c_str());
    return true;
}

bool rename_over_empty(const std::string& from, const std::string& to) {
    const Descriptor empty = open_to_sync(to);
    struct stat locked = {};
    struct stat named = {};
    return empty.number() >= 0 && ::flock(empty.number(), LOCK_EX) == 0 &&
           ::fstat(empty.number(), &locked) == 0 && ::stat(to.c_str(), &named) == 0 &&
           locked.st_ino == named.st_ino && locked.st_dev == named.st_dev && locked.st_size == 0 &&
           rename_over(from, to);
}

bool exchange_names(const std::string& a, const std::string& b) {
    return ::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
}

std::optional<FileState> state_of_file(const std::string& path) {
    struct stat file = {};
    if (::stat(path.c_str(), &file) != 0) {
        return std::nullopt;
    }
    return FileState{.device = file.st_dev,
                     .number = file.st_ino,
                     .size = static_cast<std::uint64_t>(file.st_size),
                     .seconds = file.st_mtim.tv_sec,
                     .nanoseconds = file.st_mtim.tv_nsec};
}

bool is_replaced_without_loss(const std::string& path) {
    struct stat file = {};
    return ::stat(path.c_str(), &file) == 0 && file.st_nlink == 1 && file.st_uid == ::geteuid() &&
           !has_attributes(path);
}

} // namespace toolkit
