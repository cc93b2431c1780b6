// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace spdlog {
class logger;
} // namespace spdlog

namespace toolkit {

enum class ProgressStyle { automatic, bar, lines, none };

/// Where a command reports while it works: warnings and progress, on standard error.
class Console {
  public:
    Console(const std::string& tool, bool quiet, ProgressStyle style);
    ~Console();
    Console(const Console&) = delete;
    Console(Console&&) = delete;
    Console& operator=(const Console&) = delete;
    Console& operator=(Console&&) = delete;

    void warn(const std::string& text);

    /// How far the work is, `done` of `total`. Throws Cancelled if the user asked to stop.
    void progress(std::int64_t done, std::int64_t total);

    /// Ends the bar, so that the next output starts on a line of its own.
    void end_progress();

  private:
    static void draw_bar(int percent);

    std::shared_ptr<spdlog::logger> m_logger;
    ProgressStyle m_style;
    int m_shown_percent = -1;
};

/// Fills standard streams that are closed, so that no file which is opened later takes their
/// numbers and receives what is meant for them. Writing to them fails.
void fill_closed_streams();

/// From here on GDAL prints nothing, in no thread and not at the program's end, but what was asked
/// for with CPL_DEBUG, made visible. What matters is collected by GdalErrors. Call it before all
/// else of GDAL: already its search for drivers may print.
void keep_gdal_quiet();

/// A closed pipe and a limit on the size of files are then errors of the write.
void turn_write_signals_into_errors();

} // namespace toolkit
