// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "toolkit/command/console.hpp"

namespace crims_tool {

/// Where a command that is a step of a run reports: its progress is a part of the whole, its
/// warnings are shown and kept, its result is kept.
class StepConsole : public toolkit::Console {
  public:
    /// What is said of `folder`, where the steps write, is told of `shown`, as it will be called.
    StepConsole(toolkit::Console& whole, std::string folder, std::string shown)
        : m_whole(whole), m_folder(std::move(folder)), m_shown(std::move(shown)) {}

    /// A text with the folder's name as it will be.
    std::string renamed(std::string text) const;

    /// The next step takes the progress from one percentage to another.
    void begin(int from_percent, int to_percent);

    void warn(const std::string& text) override;
    void progress(std::int64_t done, std::int64_t total) override;

    void end_progress() override {}

    void result(const std::string& text) override { m_results.push_back(text); }

    const std::vector<std::string>& warnings() const { return m_warnings; }

  private:
    toolkit::Console& m_whole;
    std::string m_folder;
    std::string m_shown;
    int m_from = 0;
    int m_to = 100;
    std::int64_t m_reached = 0;
    std::vector<std::string> m_warnings;
    std::vector<std::string> m_results;
};

} // namespace crims_tool
