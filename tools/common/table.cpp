// SPDX-License-Identifier: MIT
#include "common/table.hpp"

#include <cmath>

#include <cpl_string.h>
#include <fmt/format.h>

#include "common/errors.hpp"
#include "common/layer.hpp"
#include "common/layer_reference.hpp"
#include "common/number.hpp"

namespace toolkit {

std::optional<std::size_t> Table::column(std::string_view name) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (EQUAL(columns[i].c_str(), std::string(name).c_str())) {
            return i;
        }
    }
    return std::nullopt;
}

std::size_t Table::required_column(std::string_view name, std::string_view option) const {
    if (const std::optional<std::size_t> found = column(name)) {
        return *found;
    }
    throw DataError(fmt::format("{} {}: there is no column '{}'; it has {}", option, text, name,
                                listed(columns)));
}

double Table::number(std::size_t row, std::size_t column) const {
    const std::string& cell = rows[row][column];
    const std::optional<double> value = read_number(cell);
    if (!value || !std::isfinite(*value)) {
        throw DataError(fmt::format("{}: row {}: {} is '{}', which is not a number", text, row + 1,
                                    columns[column], cell));
    }
    return *value;
}

Table read_table(const std::string& reference) {
    const Layer layer = Layer::open(parse_layer_reference(reference), "");
    Table table{.text = layer.text(), .columns = {}, .rows = {}};
    OGRFeatureDefn& definition = *layer.ogr().GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        table.columns.emplace_back(definition.GetFieldDefn(i)->GetNameRef());
    }
    layer.ogr().ResetReading();
    while (const OGRFeatureUniquePtr feature{layer.ogr().GetNextFeature()}) {
        std::vector<std::string>& row = table.rows.emplace_back();
        for (int i = 0; i < definition.GetFieldCount(); ++i) {
            row.emplace_back(feature->GetFieldAsString(i));
        }
    }
    return table;
}

} // namespace toolkit
