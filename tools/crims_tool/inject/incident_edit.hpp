// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "crims_tool/inject/incident_copy.hpp"

namespace crims_tool {

inline constexpr std::array<const char*, 3> fate_columns{"fate", "original_x", "original_y"};

constexpr const char* fate_name(crims::CrimeFate fate) {
    switch (fate) {
    case crims::CrimeFate::prevented:
        return "prevented";
    case crims::CrimeFate::displaced:
        return "displaced";
    case crims::CrimeFate::untouched:
        break;
    }
    return "untouched";
}

/// Walks the incidents in their order and says what becomes of each.
class EditWalk {
  public:
    explicit EditWalk(const IncidentEdits& edits) : m_edits(edits) {}

    bool at_end() const { return m_index == m_edits.incidents.size(); }

    std::size_t index() const { return m_index; }

    std::int64_t id() const { return m_edits.incidents.id[m_index]; }

    crims::CrimeFate fate() const { return m_edits.result.fate[m_index]; }

    bool is_written() const {
        return m_edits.keep_prevented || fate() != crims::CrimeFate::prevented;
    }

    /// Where it goes; null if it stays.
    const crims::DisplacedCrime* moved() const {
        const auto& displaced = m_edits.result.displaced;
        return fate() == crims::CrimeFate::displaced ? &displaced[m_displaced] : nullptr;
    }

    /// What a displaced crime says of its new place, in the order of MovedPlaces::fields.
    const std::vector<std::optional<std::string>>& place_texts() const {
        return m_edits.places.texts[m_displaced];
    }

    const std::vector<int>& place_fields() const { return m_edits.places.fields; }

    double original_x() const { return m_edits.incidents.crimes.x[m_index]; }

    double original_y() const { return m_edits.incidents.crimes.y[m_index]; }

    void next() {
        m_displaced += fate() == crims::CrimeFate::displaced ? 1 : 0;
        ++m_index;
    }

  private:
    const IncidentEdits& m_edits;
    std::size_t m_index = 0;
    std::size_t m_displaced = 0;
};

/// A coordinate as text, to a millimetre or about that; none for NaN.
inline std::string coordinate_text(double value, const toolkit::Crs& crs) {
    if (std::isnan(value)) {
        return "";
    }
    const double steps = crs.is_projected() ? 1e3 : 1e8;
    return fmt::format("{}", std::round(value * steps) / steps);
}

} // namespace crims_tool
