// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "toolkit/police/download.hpp"
#include "wdd_tool/study/incident_source.hpp"

namespace wdd_tool {

/// The crimes of downloads of data.police.uk: all forces and months in them. Their dates are
/// months.
class PoliceIncidents : public IncidentSource {
  public:
    /// Throws DataError as open_downloads does, and for an id field that downloads do not have.
    PoliceIncidents(const std::vector<std::string>& paths, const IncidentOptions& options);

    std::string text() const override { return m_text; }

    const toolkit::Crs& crs() const override { return m_crs; }

    std::string condition() const override;

    std::string date_name() const override { return "Month"; }

    bool has_coordinate_options() const override { return false; }

    bool dates_may_be_local() const override { return false; }

    const toolkit::Layer* layer() const override { return nullptr; }

    std::string written_date(std::int64_t /*id*/) const override { return ""; }

    /// Months and forces.
    std::string note() const override;

    /// Throws DataError for a crime type that is nowhere in the files, and as read_street_file
    /// does.
    toolkit::IncidentSummary read(const SourceRequest& request,
                                  const toolkit::IncidentHandler& handle,
                                  const toolkit::ReadingProgress& progress) const override;

    void read_dates(const toolkit::DateHandler& handle) const override;

  private:
    toolkit::Download m_download;
    std::string m_text;
    toolkit::Crs m_crs;
    std::string m_where;
    std::vector<std::string> m_crime_types; ///< in lower case; empty: all
    bool m_with_ids;
    bool m_with_types;
};

} // namespace wdd_tool
