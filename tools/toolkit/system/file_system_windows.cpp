// SPDX-License-Identifier: MIT
#include "toolkit/system/file_system.hpp"

#include <windows.h>

#include "toolkit/system/windows_text.hpp"

namespace toolkit {

namespace {

/// NUL, CON, a pipe: std::filesystem does not know them.
bool is_device(const std::string& path) {
    constexpr DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const HANDLE file = ::CreateFileW(wide(path).c_str(), 0, share, nullptr, OPEN_EXISTING,
                                      FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (file == INVALID_HANDLE_VALUE) {
        return false;
    }
    const DWORD type = ::GetFileType(file);
    ::CloseHandle(file);
    return type == FILE_TYPE_CHAR || type == FILE_TYPE_PIPE;
}

} // namespace

bool is_special_file(const std::string& path) {
    return is_device(path);
}

bool is_read_once(const std::string& path) {
    return is_device(path);
}

} // namespace toolkit
