// SPDX-License-Identifier: MIT
#pragma once

// What a study's areas are put together from: for one study, or for each of many.

#include <string>
#include <vector>

#include "toolkit/layers/computing_crs.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "wdd_tool/study/area_reader.hpp"

namespace wdd_tool {

/// A treatment period as the response layer has it.
struct ReadTreatment {
    wdd::Period period;
    std::string shifted; ///< a day that may be the one before the day that was meant
};

/// Reads the treatment periods of a response layer, whose dates are written in one way.
class TreatmentReader {
  public:
    /// Throws DataError for fields that are not there or dates whose format is not clear.
    TreatmentReader(const toolkit::Layer& layer, const AreaOptions& options, PeriodEnd start,
                    PeriodEnd end);

    /// The period that the features share. Throws DataError for different dates, for a missing one,
    /// and for an end before the start.
    ReadTreatment read(const toolkit::PolygonFeatures& polygons) const;

  private:
    const toolkit::Layer& m_layer;
    std::optional<toolkit::TimeZone> m_time_zone;
    PeriodEnd m_start;
    PeriodEnd m_end;
    toolkit::DateFormat m_format;
};

/// What the features of the response area are called, each name once; empty for none.
std::string area_name(const toolkit::Layer& layer, const toolkit::PolygonFeatures& polygons,
                      const std::string& named);

/// The system that studies are computed in, and the rings' width there.
struct StudySystem {
    toolkit::ComputingCrs chosen;
    toolkit::Crs response;
    toolkit::Crs control;
    double distance = 0;
    std::string distance_text;
    wdd::AreaUnit area_unit;
    std::vector<std::string> notes;
};

/// The boxes are those of all areas. Throws DataError and UsageError.
StudySystem study_system(const AreaOptions& options, const toolkit::Layer& response,
                         const wdd::Box& response_box, const toolkit::Layer& control,
                         const wdd::Box& control_box);

/// An area with what was said when it was made.
struct MadeArea {
    wdd::Area area;
    std::vector<std::string> warnings;
};

MadeArea made_area(const toolkit::Layer& layer, const toolkit::PolygonFeatures& polygons,
                   const toolkit::Crs& from, const toolkit::Crs& to);

/// The areas of a study but for its names. Throws DataError for areas that overlap.
StudyAreas study_areas(const StudySystem& system, const MadeArea& response, const MadeArea& control,
                       const ReadTreatment& treatment);

} // namespace wdd_tool
