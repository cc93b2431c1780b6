// SPDX-License-Identifier: MIT
#pragma once

#include "toolkit/geopackage/feature_class_writer.hpp"
#include "wdd_tool/batch/area_table.hpp"
#include "wdd_tool/batch/evaluations.hpp"

namespace wdd_tool {

/// The table as a layer, styled: each row with its response area as its polygon.
class TableLayer {
  public:
    TableLayer(const toolkit::FeatureClassTarget& target, const AreaTable& table,
               const BatchResult& result);

    void finish() { m_writer.finish(); }

    void publish() { m_writer.publish(); }

  private:
    void write_row(const std::vector<TableColumn>& columns, const std::vector<ResultCell>& row,
                   toolkit::GeometryPointer geometry);

    toolkit::FeatureClassWriter m_writer;
};

} // namespace wdd_tool
