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

/// Where a command reports: warnings and progress on standard error while it works, then its result
/// on standard output. A command that runs others gives them one of its own.
class Console {
  public:
    Console(const std::string& tool, bool quiet, ProgressStyle style);
    virtual ~Console();
    Console(const Console&) = delete;
    Console(Console&&) = delete;
    Console& operator=(const Console&) = delete;
    Console& operator=(Console&&) = delete;

    virtual void warn(const std::string& text);

    /// How far the work is, `done` of `total`. Throws Cancelled if the user asked to stop.
    virtual void progress(std::int64_t done, std::int64_t total);

    /// Ends the bar, so that the next output starts on a line of its own.
    virtual void end_progress();

    /// The command's result as a text for people: on standard output.
    virtual void result(const std::string& text);

  protected:
    /// For one that reports elsewhere.
    Console() = default;

  private:
    static void draw_bar(int percent);
    void clear_bar();

    std::shared_ptr<spdlog::logger> m_logger;
    ProgressStyle m_style = ProgressStyle::none;
    int m_shown_percent = -1;
};

/// From here on GDAL prints nothing, in no thread and not at the program's end, but what was asked
/// for with CPL_DEBUG, made visible. What matters is collected by GdalErrors. Call it before all
/// else of GDAL: already its search for drivers may print.
void keep_gdal_quiet();

} // namespace toolkit
