// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace toolkit {

/// A file descriptor that closes itself; `close` tells whether that went well.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : m_number(number) {}

    ~Descriptor();

    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}

    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_number, other.m_number);
        return *this;
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return m_number; }

    bool close();

  private:
    int m_number; ///< -1: none
};

/// The numbers of the standard streams.
inline constexpr int standard_input = 0;
inline constexpr int standard_output = 1;
inline constexpr int standard_error = 2;

/// What is there already, to write into it: a device or a pipe. Number -1 and errno if it cannot
/// be.
Descriptor open_to_write(const std::string& path);

/// A file, empty; what was there before is gone. Number -1 and errno if it cannot be.
Descriptor create_file(const std::string& path);

/// As much as goes at once; -1 and errno for a failure, EINTR too.
std::ptrdiff_t write_some(int descriptor, std::string_view text) noexcept;

/// What is there, at most as much as the buffer holds; 0 at the end, -1 and errno for a failure.
std::ptrdiff_t read_some(int descriptor, std::span<char> buffer) noexcept;

/// Puts what was written on the disk. False and errno if it cannot.
bool sync(int descriptor) noexcept;

bool is_terminal(int descriptor) noexcept;

enum class Input { ready, none_yet, failed };

/// Waits until something, or the end, can be read, for so long at most. `failed` with errno.
Input wait_for_input(int descriptor, std::chrono::milliseconds longest) noexcept;

/// Before anything is read or written: fills standard streams that are closed, so that no file
/// which is opened later takes their numbers and receives what is meant for them (writing to them
/// fails), and sees to it that bytes arrive as they are written, as UTF-8 on a terminal.
void prepare_standard_streams();

/// A closed pipe and a limit on the size of files are then errors of the write.
void turn_write_signals_into_errors();

} // namespace toolkit
