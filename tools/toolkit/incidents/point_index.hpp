// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <sqlite3.h>

#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/layers/layer.hpp"
#include "wdd/area.hpp"

namespace toolkit {

/// The connection of a GeoPackage that GDAL has open.
sqlite3* geopackage_connection(const Layer& layer);

/// The spatial index (R-tree) of a GeoPackage's points. Nothing in the file makes sure that it
/// holds the rows of the table: some programs wrote it without the last rows (GDAL 3.6.0), and
/// whoever drops the triggers can change the table alone. All throw SqliteError.
class PointIndex {
  public:
    explicit PointIndex(const Layer& layer);

    /// A view has its table's at best, under another name.
    bool exists() const;

    /// True if fewer than `limit` entries meet the box.
    bool selects_fewer(const wdd::Box& box, std::int64_t limit) const;

    /// Which share of the rows lies in the box, from a sample of them: of many rows, as one row of
    /// some thousand costs nothing.
    double share_in(const wdd::Box& box) const;

    /// "SELECT id ..." of the entries that meet the box, which bind_box() sets. An index holds its
    /// boxes as floats rounded outwards, so it gives somewhat more than the box.
    std::string selection() const;
    static void bind_box(Statement& statement, const wdd::Box& box);

    /// The number of entries.
    std::int64_t size() const;

    /// A quick look, in the time of some dozens of rows: true if the index has as many entries as
    /// the file says that the table has rows, and has rows from all over the table, the last one
    /// among them, where they are. False also where some rows have no place.
    bool seems_whole() const;

    /// As seems_whole(), but from a count of all rows that have a place, by whoever read them all.
    /// Rows without a place may be missing.
    bool matches(std::int64_t placed_rows) const;

  private:
    enum class Placeless { missing_is_right, is_no_match };

    bool has_sampled_rows(Placeless placeless) const;

    const Layer& m_layer;
    std::string m_name;
};

} // namespace toolkit
