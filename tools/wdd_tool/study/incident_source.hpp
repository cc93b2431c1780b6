// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/incidents/incident_layer.hpp"
#include "toolkit/incidents/incident_reader.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/layer_reference.hpp"

namespace wdd_tool {

/// Which incidents to count: those of several layers and downloads, read alike.
struct IncidentOptions {
    std::vector<toolkit::LayerReference> layers; ///< downloads of data.police.uk among them
    std::vector<std::string> downloads;          ///< named as such
    std::vector<std::string> crime_types;        ///< of downloads; empty: all
    toolkit::IncidentLayer reading;              ///< of each of the layers; it names none itself
};

/// What a source is to hand over.
struct SourceRequest {
    std::optional<wdd::Box> box = {}; ///< in the source's system; what lies outside may be left out
    wdd::Period window;               ///< what lies outside may be left out
};

/// Where incidents come from, open: a layer, or downloads of data.police.uk.
class IncidentSource {
  public:
    IncidentSource() = default;
    virtual ~IncidentSource() = default;
    IncidentSource(const IncidentSource&) = delete;
    IncidentSource(IncidentSource&&) = delete;
    IncidentSource& operator=(const IncidentSource&) = delete;
    IncidentSource& operator=(IncidentSource&&) = delete;

    /// For messages.
    virtual std::string text() const = 0;

    virtual const toolkit::Crs& crs() const = 0;

    /// What selects some of the incidents, for messages; empty: nothing.
    virtual std::string condition() const = 0;

    /// The field of dates.
    virtual std::string date_name() const = 0;

    /// Places are in two columns that options name.
    virtual bool has_coordinate_options() const = 0;

    /// Whether a Z or an offset in the dates says something.
    virtual bool dates_may_be_local() const = 0;

    /// The layer, where there is one.
    virtual const toolkit::Layer* layer() const = 0;

    /// A date as it is written.
    virtual std::string written_date(std::int64_t id) const = 0;

    /// What was read, to be told.
    virtual std::string note() const { return ""; }

    virtual toolkit::IncidentSummary read(const SourceRequest& request,
                                          const toolkit::IncidentHandler& handle,
                                          const toolkit::ReadingProgress& progress) const = 0;

    /// The dates of all incidents, wherever they are.
    virtual void read_dates(const toolkit::DateHandler& handle) const = 0;
};

/// All sources of a study.
class IncidentSources {
  public:
    /// Opens them. Throws DataError as the readers do, UsageError for options that do not go with
    /// what the paths hold.
    explicit IncidentSources(const IncidentOptions& options);

    const std::vector<std::unique_ptr<IncidentSource>>& all() const { return m_sources; }

    const IncidentOptions& options() const { return m_options; }

    /// "a.gpkg, layer x" or "a.csv and b.csv".
    std::string text() const;

    /// Names of the coordinate systems.
    std::string systems() const;

    /// The field of dates, or both if it has two names.
    std::string date_names() const;

    bool have_coordinate_options() const;

  private:
    IncidentOptions m_options;
    std::vector<std::unique_ptr<IncidentSource>> m_sources;
};

} // namespace wdd_tool
