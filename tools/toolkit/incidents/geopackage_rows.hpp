// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/incidents/incident_reader.hpp"

namespace toolkit {

/// Dates as texts, of which many in a row are the same: downloads are sorted by month or day.
class DateReader {
  public:
    explicit DateReader(const DateField& field) : m_field(field), m_date(field.read_text("")) {}

    const FieldDate& read(std::string_view text) {
        if (text != m_text) {
            m_text = text;
            m_date = m_field.read_text(text);
        }
        return m_date;
    }

  private:
    const DateField& m_field;
    std::string m_text;
    FieldDate m_date;
};

/// A row that is to be handed over. The texts live until the next row is read.
struct IncidentRow {
    double x = 0; ///< NaN: it has no place
    double y = 0;
    FieldDate date = {};
    std::int64_t id = 0;
    std::string_view key = {};
    std::string_view type = {};
};

/// "SELECT ... FROM ..." of what IncidentRows reads; a condition may follow.
std::string select_rows(const Layer& layer, const IncidentRequest& request);

/// Reads rows as incidents. Several threads may do so, each with an object and a connection of its
/// own.
class IncidentRows {
  public:
    IncidentRows(const Layer& layer, const IncidentRequest& request)
        : m_layer(layer), m_request(request), m_dates(request.date) {}

    /// False for a row that is left out. Adds to what the summary tells of rows. Throws DataError
    /// for a geometry that is no point.
    bool read(const Statement& statement, IncidentSummary& summary, IncidentRow& row);

  private:
    std::pair<double, double> place(const Statement& statement) const;
    std::pair<double, double> unusual_place(std::int64_t id, std::span<const std::byte> wkb) const;

    const Layer& m_layer;
    const IncidentRequest& m_request;
    DateReader m_dates;
};

} // namespace toolkit
