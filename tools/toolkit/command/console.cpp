// SPDX-License-Identifier: MIT
#include "toolkit/command/console.hpp"

#include <algorithm>

#include <cpl_error.h>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/system/descriptor.hpp"
#include "toolkit/text/cancel.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/visible.hpp"

namespace toolkit {

namespace {

void CPL_STDCALL show_nothing_raw(CPLErr severity, CPLErrorNum /*number*/, const char* message) {
    if (severity == CE_Fatal) {
        end_after_fatal_error(message);
    }
    if (severity == CE_Debug) { // asked for with CPL_DEBUG
        write_standard_error(visible_line(message, longest_shown) + "\n");
    }
}

} // namespace

void keep_gdal_quiet() {
    CPLSetErrorHandler(show_nothing_raw);
}

Console::Console(const std::string& tool, bool quiet, ProgressStyle style) : m_style(style) {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    m_logger = std::make_shared<spdlog::logger>(tool, std::move(sink));
    // A line ends as in what the commands write themselves, on Windows too.
    m_logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%n: %l: %v", spdlog::pattern_time_type::local, "\n"));
    m_logger->set_level(quiet ? spdlog::level::err : spdlog::level::info);
    if (quiet) {
        m_style = ProgressStyle::none;
    } else if (m_style == ProgressStyle::automatic) {
        m_style = is_terminal(standard_error) ? ProgressStyle::bar : ProgressStyle::none;
    }
}

Console::~Console() {
    clear_bar();
}

void Console::warn(const std::string& text) {
    end_progress();
    constexpr std::size_t longest_warning = 2000; // some list months or zones
    m_logger->warn(shown_line(text, longest_warning));
}

void Console::progress(std::int64_t done, std::int64_t total) {
    if (cancel_requested()) {
        throw Cancelled();
    }
    constexpr std::int64_t whole = 100;
    const int percent =
        total > 0 ? static_cast<int>(std::clamp(whole * done / total, std::int64_t{0}, whole)) : 0;
    if (m_style == ProgressStyle::none || percent == m_shown_percent) {
        return;
    }
    m_shown_percent = percent;
    if (m_style == ProgressStyle::bar) {
        draw_bar(percent);
        return;
    }
    const std::string line = fmt::format("progress {}\n", percent);
    if (write_some(standard_error, line) < 0) {
        throw Cancelled(); // whoever started this is gone
    }
}

void Console::draw_bar(int percent) {
    constexpr int width = 40;
    const int full = percent * width / 100;
    fmt::print(stderr, "\r[{}{}] {:3d} %", std::string(static_cast<std::size_t>(full), '#'),
               std::string(static_cast<std::size_t>(width - full), ' '), percent);
}

void Console::end_progress() {
    clear_bar();
}

void Console::result(const std::string& text) {
    write_standard_output(text);
}

void Console::clear_bar() {
    if (m_style == ProgressStyle::bar && m_shown_percent >= 0) {
        fmt::print(stderr, "\r\033[K");
        m_shown_percent = -1;
    }
}

} // namespace toolkit
