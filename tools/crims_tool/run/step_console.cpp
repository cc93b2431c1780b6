// SPDX-License-Identifier: MIT
#include "crims_tool/run/step_console.hpp"

#include <algorithm>
#include <utility>

#include "toolkit/text/option_mentions.hpp"

namespace crims_tool {

namespace {

constexpr std::int64_t whole_percent = 100;

} // namespace

void StepConsole::begin(int from_percent, int to_percent) {
    m_from = from_percent;
    m_to = to_percent;
    progress(0, 1);
}

std::string StepConsole::renamed(std::string text) const {
    for (std::size_t at = text.find(m_folder); at != std::string::npos;
         at = text.find(m_folder, at + m_shown.size())) {
        text.replace(at, m_folder.size(), m_shown);
    }
    return text;
}

/// As it is typed: a model that is used again has noted its warnings so.
void StepConsole::warn(const std::string& text) {
    std::string typed = renamed(toolkit::as_typed(text));
    if (std::find(m_warnings.begin(), m_warnings.end(), typed) == m_warnings.end()) {
        m_whole.warn(typed);
        m_warnings.push_back(std::move(typed));
    }
}

void StepConsole::progress(std::int64_t done, std::int64_t total) {
    const std::int64_t percent = total > 0 ? whole_percent * done / total : 0;
    const std::int64_t within = std::clamp<std::int64_t>(percent, 0, whole_percent);
    const std::int64_t now = (whole_percent * m_from) + (within * (m_to - m_from));
    m_reached = std::max(m_reached, now); // a command may count to its end more than once
    m_whole.progress(m_reached, whole_percent * whole_percent);
}

} // namespace crims_tool
