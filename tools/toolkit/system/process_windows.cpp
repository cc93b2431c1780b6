// SPDX-License-Identifier: MIT
#include "toolkit/system/process.hpp"

#include <array>
#include <cstdlib>

#include <windows.h>

#include <shellapi.h>

#include "toolkit/system/paths.hpp"
#include "toolkit/system/windows_text.hpp"

namespace toolkit {

/// What main is given is in the system's code page, with a question mark for what is not in it.
std::vector<std::string> arguments_of(int /*argc*/, const char* const* /*argv*/) {
    int count = 0;
    wchar_t** const words = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    std::vector<std::string> arguments;
    for (int i = 1; i < count; ++i) {
        arguments.push_back(narrow(words[i]));
    }
    ::LocalFree(words);
    return arguments;
}

std::string environment_variable(const char* name) {
    const wchar_t* value = ::_wgetenv(wide(name).c_str());
    return value == nullptr ? "" : narrow(value);
}

const char* program_name() noexcept {
    static const std::string name = stem_of(program_path());
    return name.c_str();
}

std::int64_t process_number() {
    return ::GetCurrentProcessId();
}

bool is_running(std::int64_t process) {
    const HANDLE found = ::OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(process));
    if (found == nullptr) {
        return ::GetLastError() != ERROR_INVALID_PARAMETER; // another user's
    }
    const bool has_ended = ::WaitForSingleObject(found, 0) == WAIT_OBJECT_0;
    ::CloseHandle(found);
    return !has_ended;
}

std::string place_of_processes() {
    std::array<wchar_t, MAX_COMPUTERNAME_LENGTH + 1> host{};
    DWORD size = host.size();
    ::GetComputerNameW(host.data(), &size);
    return narrow(host.data());
}

void end_at_once(int status) noexcept {
    ::TerminateProcess(::GetCurrentProcess(), static_cast<UINT>(status)); // no thread is waited for
    std::abort();
}

std::string users_cache_folder() {
    return environment_variable("LOCALAPPDATA");
}

} // namespace toolkit
