// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/period.hpp"

namespace wdd_tool {

/// What of a study decides whether a row repeats another one of the same incident.
struct StudyReach {
    wdd::Box box;       ///< what is near the study
    wdd::Period window; ///< days that it reads
};

/// The first row of an incident counts: near the zones of a study and elsewhere each for itself, so
/// that it does not matter how much of the layer is read, and only rows of days that it reads.
class RepeatedIds {
  public:
    explicit RepeatedIds(std::vector<StudyReach> studies) : m_studies(std::move(studies)) {}

    struct Answer {
        std::vector<std::size_t> near = {}; ///< studies near whose zones it repeats a row
        bool for_all = false;               ///< it repeats a row for every study that reads its day
    };

    Answer add(const std::string& id, double x, double y, std::chrono::sys_days day);

  private:
    struct Row {
        double x = 0;
        double y = 0;
        std::chrono::sys_days day = {};
    };

    std::vector<StudyReach> m_studies;
    std::unordered_map<std::string, std::vector<Row>> m_rows;
};

} // namespace wdd_tool
