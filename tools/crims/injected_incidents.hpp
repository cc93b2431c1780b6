// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/console.hpp"
#include "common/crs.hpp"
#include "common/date_field.hpp"
#include "common/layer.hpp"
#include "common/place_reader.hpp"
#include "crims/injection.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

/// A layer of incidents that interventions are injected into.
struct InjectionLayer {
    toolkit::LayerReference layer = {};
    std::string where = {};
    std::string date_field = {};
    std::string type_field = {}; ///< empty: one crime type
    std::optional<toolkit::CoordinateFields> coordinates = {};
    std::optional<toolkit::Crs> points_crs = {};
    std::optional<toolkit::Crs> assumed = {};
    std::optional<toolkit::TimeZone> time_zone = {};
    bool skip_bad_dates = false;
};

/// The layer, open, with what is read of each incident.
class InjectionSource {
  public:
    /// Throws toolkit::DataError as the readers of toolkit do, and for coordinate fields of a layer
    /// that has a geometry besides.
    explicit InjectionSource(const InjectionLayer& options);

    const toolkit::Layer& layer() const { return m_layer; }

    const toolkit::Crs& crs() const { return m_crs; }

    const toolkit::DateField& date() const { return m_date; }

    const toolkit::PlaceReader& place() const { return m_place; }

    /// -1: there is one crime type.
    int type_index() const { return m_type; }

    bool skips_bad_dates() const { return m_skip_bad_dates; }

  private:
    toolkit::Layer m_layer;
    toolkit::Crs m_crs;
    toolkit::DateField m_date;
    toolkit::PlaceReader m_place;
    int m_type = -1;
    bool m_skip_bad_dates;
};

/// All incidents of a layer in its order.
struct InjectedIncidents {
    crims::InjectionCrimes crimes; ///< places in the layer's CRS; NaN: nowhere
    std::vector<std::int64_t> id;  ///< feature id
    std::vector<std::uint8_t> dated;
    std::vector<std::string> crime_types;
    std::optional<wdd::Period> dates; ///< first and last date
    std::uint64_t null_date = 0;
    std::uint64_t bad_date = 0;
    std::uint64_t null_geometry = 0;
    bool month_only = false; ///< some dates say only the month

    std::size_t size() const { return id.size(); }
};

/// What a crime without a type is called.
inline constexpr const char* no_crime_type = "(none)";

/// Throws toolkit::DataError for a layer without a dated incident with a place, and for a date that
/// cannot be read unless such are skipped.
InjectedIncidents read_injected_incidents(const InjectionSource& source, toolkit::Console& console);

} // namespace crims_tool
