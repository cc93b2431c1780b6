// SPDX-License-Identifier: MIT
#include "toolkit/system/windows_text.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <windows.h>

#include "toolkit/system/native_path.hpp"

namespace toolkit {

std::wstring wide(std::string_view text) {
    return native_path(text).wstring();
}

std::string narrow(std::wstring_view text) {
    return path_text(std::filesystem::path(text));
}

std::string program_path() {
    std::wstring path(longest_path, L'\0');
    path.resize(::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size())));
    return narrow(path);
}

void set_errno() {
    constexpr std::array<std::pair<DWORD, int>, 12> meanings{
        {{ERROR_SHARING_VIOLATION, EBUSY},
         {ERROR_LOCK_VIOLATION, EBUSY},
         {ERROR_USER_MAPPED_FILE, EBUSY},
         {ERROR_DISK_FULL, ENOSPC},
         {ERROR_HANDLE_DISK_FULL, ENOSPC},
         {ERROR_ALREADY_EXISTS, EEXIST},
         {ERROR_FILE_EXISTS, EEXIST},
         {ERROR_FILE_NOT_FOUND, ENOENT},
         {ERROR_PATH_NOT_FOUND, ENOENT},
         {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG},
         {ERROR_WRITE_PROTECT, EROFS},
         {ERROR_NOT_SAME_DEVICE, EXDEV}}};
    const DWORD error = ::GetLastError();
    errno = EACCES;
    for (const auto& [code, meaning] : meanings) {
        if (code == error) {
            errno = meaning;
        }
    }
}

} // namespace toolkit
