// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/incidents/place_reader.hpp"
#include "toolkit/layers/date_field.hpp"
#include "toolkit/layers/layer.hpp"
#include "wdd/period.hpp"

namespace toolkit {

/// Some incidents, column by column; all columns have one length.
struct IncidentBatch {
    std::vector<double> x; ///< in the layer's CRS
    std::vector<double> y;
    std::vector<FieldDate> date;
    std::vector<std::int64_t> id;  ///< feature id
    std::vector<std::string> key;  ///< what the id field says; empty without one
    std::vector<std::string> type; ///< what the type field says; empty without one

    std::size_t size() const { return x.size(); }

    void add(double at_x, double at_y, const FieldDate& on, std::int64_t feature_id);
    void add_key(std::string text);
    void add_type(std::string text);
    void clear();
};

inline constexpr std::size_t incidents_a_batch = 16384;

struct IncidentRequest {
    const DateField& date;
    std::optional<CoordinateFields> coordinates;
    std::optional<wdd::Box> box; ///< in the layer's CRS; incidents outside may be left out
    wdd::Period window;          ///< incidents outside may be left out
    std::string id_field = {};   ///< whose text is handed over; empty: none
    std::string type_field = {}; ///< likewise
    bool placeless = false;      ///< incidents without a place are handed over, at NaN
};

struct IncidentSummary {
    std::int64_t read = 0; ///< in the layer, after its conditions
    std::int64_t null_geometry = 0;
    bool whole = true; ///< all incidents with a place were handed over
    std::vector<std::string> warnings;
};

using IncidentHandler = std::function<void(IncidentBatch&)>;
using ReadingProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// A date and how many incidents have it.
using DateHandler = std::function<void(const FieldDate& date, std::int64_t incidents)>;

/// Throws DataError for a layer that cannot hold incidents: no points, or no geometry and no fields
/// with coordinates.
void require_points(const Layer& layer, bool has_coordinate_fields);

/// Hands all incidents that may matter to `handle`, in batches, in the order of the source. What
/// the source can do itself (box, dates) is left to it. Incidents without a date or with one that
/// cannot be read are handed over too. Throws DataError for a layer or feature that is not a point,
/// coordinate fields that are not there, or a source that fails while it is read. `progress` is
/// told after each batch and may throw to stop; the total is that of the layer, of which not all
/// may be read.
IncidentSummary read_incidents(const Layer& layer, const IncidentRequest& request,
                               const IncidentHandler& handle, const ReadingProgress& progress);

/// The dates of all incidents, wherever they are.
void read_dates(const Layer& layer, const DateField& date, const DateHandler& handle);

} // namespace toolkit
