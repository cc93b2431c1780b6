// SPDX-License-Identifier: MIT
#include "toolkit/system/publishing.hpp"

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include "toolkit/system/descriptor.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/windows_text.hpp"

namespace toolkit {

namespace {

constexpr DWORD share_all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

/// A handle that closes itself.
class Handle {
  public:
    explicit Handle(HANDLE handle) : m_handle(handle) {}

    ~Handle() {
        if (is_open()) {
            ::CloseHandle(m_handle);
        }
    }

    Handle(const Handle&) = delete;
    Handle(Handle&&) = delete;
    Handle& operator=(const Handle&) = delete;
    Handle& operator=(Handle&&) = delete;

    bool is_open() const { return m_handle != INVALID_HANDLE_VALUE; }

    HANDLE get() const { return m_handle; }

  private:
    HANDLE m_handle;
};

// A program that looks after all files, such as a virus scanner, holds one for a moment.
constexpr int tries = 20;
constexpr auto moment = std::chrono::milliseconds(50);

/// By whatever program. Some let others delete it, but even then nothing can take its place; so it
/// is asked for without sharing it.
bool is_open_elsewhere(const std::string& path) {
    const Handle opened(
        ::CreateFileW(wide(path).c_str(), DELETE, 0, nullptr, OPEN_EXISTING, 0, nullptr));
    return !opened.is_open() && ::GetLastError() == ERROR_SHARING_VIOLATION;
}

bool move_patiently(const std::string& from, const std::string& to, DWORD how) {
    for (int i = 0; i < tries; ++i) {
        if (::MoveFileExW(wide(from).c_str(), wide(to).c_str(), how) != 0) {
            return true;
        }
        set_errno();
        if (errno != EBUSY && errno != EACCES) {
            return false;
        }
        std::this_thread::sleep_for(moment);
    }
    if (is_open_elsewhere(to)) {
        errno = EBUSY;
    }
    return false;
}

std::uint64_t joined(DWORD high, DWORD low) {
    constexpr unsigned bits = 32;
    return std::uint64_t{high} << bits | low;
}

} // namespace

std::string reason_of_failure() {
    return errno == EBUSY ? "another program has it open; close it there, or choose another name"
                          : std::generic_category().message(errno);
}

bool may_write_file(const std::string& path) {
    constexpr int write = 2;
    return ::_waccess(wide(path).c_str(), write) == 0;
}

/// The attribute of a folder says nothing of who may write into it.
bool may_write_folder(const std::string& folder) {
    const Handle opened(::CreateFileW(wide(folder).c_str(), FILE_ADD_FILE, share_all, nullptr,
                                      OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    if (!opened.is_open()) {
        set_errno();
    }
    return opened.is_open();
}

bool can_be_replaced(const std::string& path) {
    if (!is_regular_file(path)) {
        return true;
    }
    for (int i = 0; i < tries; ++i) {
        if (!is_open_elsewhere(path)) {
            return true;
        }
        std::this_thread::sleep_for(moment);
    }
    return false;
}

/// Windows syncs for whom may write.
bool sync_file(const std::string& path) {
    const Descriptor file(::_wopen(wide(path).c_str(), _O_RDWR | _O_BINARY | _O_NOINHERIT));
    return file.number() >= 0 && sync(file.number());
}

/// A new file has the rights that its folder hands down.
bool sync_file_for(const std::string& path, const std::string& /*target*/) {
    return sync_file(path);
}

bool rename_over(const std::string& from, const std::string& to) {
    return move_patiently(from, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
}

bool rename_to_new(const std::string& from, const std::string& to) {
    return move_patiently(from, to, MOVEFILE_WRITE_THROUGH);
}

/// Nothing can replace a file that is locked, so another run may come between: the last one wins.
bool rename_over_empty(const std::string& from, const std::string& to) {
    return is_regular_file(to) && size_of_file(to) == 0 && rename_over(from, to);
}

bool exchange_names(const std::string& /*a*/, const std::string& /*b*/) {
    errno = ENOSYS;
    return false;
}

std::optional<FileState> state_of_file(const std::string& path) {
    const Handle opened(::CreateFileW(wide(path).c_str(), 0, share_all, nullptr, OPEN_EXISTING,
                                      FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    BY_HANDLE_FILE_INFORMATION told{};
    if (!opened.is_open() || ::GetFileInformationByHandle(opened.get(), &told) == 0) {
        return std::nullopt;
    }
    constexpr std::uint64_t ticks = 10'000'000; // in a second
    const std::uint64_t time =
        joined(told.ftLastWriteTime.dwHighDateTime, told.ftLastWriteTime.dwLowDateTime);
    return FileState{.device = told.dwVolumeSerialNumber,
                     .number = joined(told.nFileIndexHigh, told.nFileIndexLow),
                     .size = joined(told.nFileSizeHigh, told.nFileSizeLow),
                     .seconds = static_cast<std::int64_t>(time / ticks),
                     .nanoseconds = static_cast<std::int64_t>(time % ticks * 100)};
}

/// Nothing takes the place of what is open.
bool is_replaced_without_loss(const std::string& /*path*/) {
    return false;
}

} // namespace toolkit
