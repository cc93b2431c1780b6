// SPDX-License-Identifier: MIT
#include "toolkit/system/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <thread>

#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>
#include <windows.h>

#include "toolkit/system/windows_text.hpp"

namespace toolkit {

namespace {

/// The C library takes and gives sizes as int.
constexpr std::size_t largest_piece = std::size_t{1} << 30;

HANDLE handle_of(int descriptor) {
    return reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor)); // NOLINT: as Windows has it
}

bool is_open(int descriptor) {
    const HANDLE handle = handle_of(descriptor);
    // -2: a program with a window has no streams
    return handle != INVALID_HANDLE_VALUE && ::_get_osfhandle(descriptor) != -2 &&
           (::GetFileType(handle) != FILE_TYPE_UNKNOWN || ::GetLastError() == NO_ERROR);
}

void fill(int descriptor) {
    const int null = ::_open("NUL", _O_RDONLY | _O_BINARY);
    if (null >= 0 && null != descriptor) {
        ::_dup2(null, descriptor);
        ::_close(null);
    }
}

// The console of the user's shell keeps its code page beyond the program.
UINT page_before = 0; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void give_page_back() {
    ::SetConsoleOutputCP(page_before);
}

/// UTF-8, and the escape sequences that clear a line.
void prepare_console() {
    page_before = ::GetConsoleOutputCP();
    if (page_before != 0 && page_before != CP_UTF8 && ::SetConsoleOutputCP(CP_UTF8) != 0) {
        std::atexit(give_page_back);
    }
    for (const DWORD stream : {STD_OUTPUT_HANDLE, STD_ERROR_HANDLE}) {
        const HANDLE terminal = ::GetStdHandle(stream);
        DWORD mode = 0;
        if (::GetConsoleMode(terminal, &mode) != 0) {
            ::SetConsoleMode(terminal, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
        }
    }
}

} // namespace

Descriptor::~Descriptor() {
    if (m_number >= 0) {
        ::_close(m_number);
    }
}

bool Descriptor::close() {
    return ::_close(std::exchange(m_number, -1)) == 0;
}

Descriptor open_to_write(const std::string& path) {
    return Descriptor(::_wopen(wide(path).c_str(), _O_WRONLY | _O_BINARY | _O_NOINHERIT));
}

Descriptor create_file(const std::string& path) {
    return Descriptor(::_wopen(wide(path).c_str(),
                               _O_RDWR | _O_CREAT | _O_TRUNC | _O_BINARY | _O_NOINHERIT,
                               _S_IREAD | _S_IWRITE));
}

std::ptrdiff_t write_some(int descriptor, std::string_view text) noexcept {
    const std::size_t size = std::min(text.size(), largest_piece);
    return ::_write(descriptor, text.data(), static_cast<unsigned>(size));
}

std::ptrdiff_t read_some(int descriptor, std::span<char> buffer) noexcept {
    const std::size_t size = std::min(buffer.size(), largest_piece);
    return ::_read(descriptor, buffer.data(), static_cast<unsigned>(size));
}

bool sync(int descriptor) noexcept {
    return ::_commit(descriptor) == 0;
}

/// A device that is no terminal, such as NUL, is one to isatty.
bool is_terminal(int descriptor) noexcept {
    DWORD mode = 0;
    return ::GetConsoleMode(handle_of(descriptor), &mode) != 0;
}

Input wait_for_input(int descriptor, std::chrono::milliseconds longest) noexcept {
    const HANDLE handle = handle_of(descriptor);
    if (::GetFileType(handle) != FILE_TYPE_PIPE) {
        if (!is_terminal(descriptor)) {
            return Input::ready; // a file has always something, be it its end
        }
        return ::WaitForSingleObject(handle, static_cast<DWORD>(longest.count())) == WAIT_OBJECT_0
                   ? Input::ready
                   : Input::none_yet;
    }
    constexpr auto look = std::chrono::milliseconds(1);
    const auto until = std::chrono::steady_clock::now() + longest;
    while (std::chrono::steady_clock::now() < until) { // a pipe cannot be waited for
        DWORD there = 0;
        if (::PeekNamedPipe(handle, nullptr, 0, nullptr, &there, nullptr) == 0 || there > 0) {
            return Input::ready; // a pipe without a writer is at its end
        }
        std::this_thread::sleep_for(look);
    }
    return Input::none_yet;
}

void prepare_standard_streams() {
    for (const int stream : {standard_input, standard_output, standard_error}) {
        if (!is_open(stream)) {
            fill(stream);
        }
        ::_setmode(stream, _O_BINARY); // a line ends in one character, as in files
    }
    prepare_console();
}

void turn_write_signals_into_errors() {} // they are

} // namespace toolkit
