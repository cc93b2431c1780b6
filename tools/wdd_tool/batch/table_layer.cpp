// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/table_layer.hpp"

#include <cstddef>
#include <memory>
#include <utility>

#include <ogr_feature.h>

#include "toolkit/layers/polygon_reader.hpp"
#include "wdd_tool/styles/batch_style.hpp"

namespace wdd_tool {

namespace {

OGRFieldType field_type(ColumnKind kind) {
    switch (kind) {
    case ColumnKind::text:
        return OFTString;
    case ColumnKind::number:
        return OFTReal;
    case ColumnKind::whole:
        return OFTInteger64;
    case ColumnKind::date:
        return OFTDate;
    }
    return OFTString;
}

const StudyAreas& any_areas(const BatchResult& result) {
    std::size_t i = 0;
    while (!result.areas.at(i).areas) {
        ++i;
    }
    return *result.areas[i].areas;
}

toolkit::FeatureClassWriter writer(const toolkit::FeatureClassTarget& target,
                                   const AreaTable& table, const toolkit::Crs& crs) {
    std::vector<std::unique_ptr<OGRFieldDefn>> fields;
    std::vector<OGRFieldDefn*> pointers;
    fields.reserve(table.columns.size());
    pointers.reserve(table.columns.size());
    for (const TableColumn& column : table.columns) {
        fields.push_back(
            std::make_unique<OGRFieldDefn>(column.name.c_str(), field_type(column.kind)));
        pointers.push_back(fields.back().get());
    }
    return {target, crs, wkbMultiPolygon, pointers};
}

} // namespace

TableLayer::TableLayer(const toolkit::FeatureClassTarget& target, const AreaTable& table,
                       const BatchResult& result)
    : m_writer(writer(target, table, any_areas(result).output_crs)) {
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const std::optional<StudyAreas>* areas =
            table.areas[i] ? &result.areas[*table.areas[i]].areas : nullptr;
        write_row(table.columns, table.rows[i],
                  areas != nullptr && *areas
                      ? ogr_geometry((*areas)->response, (*areas)->crs, (*areas)->output_crs)
                      : nullptr);
    }
    m_writer.set_style(toolkit::styles::batch);
}

void TableLayer::write_row(const std::vector<TableColumn>& columns,
                           const std::vector<ResultCell>& row, toolkit::GeometryPointer geometry) {
    const toolkit::FeaturePointer feature = m_writer.new_feature();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const char* name = columns[i].name.c_str();
        if (const auto* number = std::get_if<double>(&row[i])) {
            feature->SetField(name, *number);
        } else if (const auto* count = std::get_if<std::int64_t>(&row[i])) {
            feature->SetField(name, static_cast<GIntBig>(*count));
        } else if (!std::holds_alternative<std::monostate>(row[i])) {
            feature->SetField(name, cell_text(row[i]).c_str());
        }
    }
    feature->SetGeometryDirectly(geometry.release());
    m_writer.write(*feature);
}

} // namespace wdd_tool
