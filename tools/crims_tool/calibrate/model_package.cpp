// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/model_package.hpp"

#include <vector>

#include <cpl_string.h>
#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/geopackage/time_of_change.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

using toolkit::DataError;
using toolkit::Statement;

void require_done(bool done, const toolkit::GdalErrors& errors) {
    if (!done || errors.failed()) {
        throw DataError(errors.first_failure());
    }
}

namespace {

std::string sql_type(ColumnKind kind) {
    switch (kind) {
    case ColumnKind::text:
        return "TEXT NOT NULL";
    case ColumnKind::optional_text:
        return "TEXT";
    case ColumnKind::number:
        return "REAL NOT NULL";
    case ColumnKind::optional_number:
        return "REAL";
    case ColumnKind::integer:
        return "INTEGER NOT NULL";
    }
    return "TEXT";
}

std::vector<ModelColumn> written_columns(const ModelTable& table) {
    std::vector<ModelColumn> columns(table.columns.begin(), table.columns.end());
    columns.insert(columns.end(), table.information.begin(), table.information.end());
    return columns;
}

toolkit::DatasetPointer create_geopackage(const std::string& path) {
    const toolkit::GdalErrors errors;
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    CPLStringList options;
    // Without it triggers would count every row of every table.
    options.SetNameValue("ADD_GPKG_OGR_CONTENTS", "NO");
    toolkit::DatasetPointer dataset(
        driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, options.List()));
    require_done(dataset != nullptr, errors);
    return dataset;
}

} // namespace

ModelPackage::ModelPackage(const std::string& path)
    : m_dataset(create_geopackage(path)),
      m_connection(static_cast<sqlite3*>(m_dataset->GetInternalHandle("SQLITE_HANDLE"))) {
    const toolkit::GdalErrors errors;
    require_done(m_dataset->StartTransaction() == OGRERR_NONE, errors);
}

void ModelPackage::create_layer(const ModelTable& table, const std::optional<toolkit::Crs>& crs,
                                OGRwkbGeometryType type, bool with_index) {
    const toolkit::GdalErrors errors;
    CPLStringList options;
    options.SetNameValue("GEOMETRY_NAME", geometry_column.data());
    options.SetNameValue("FID", "fid");
    options.SetNameValue("SPATIAL_INDEX", with_index ? "YES" : "NO");
    options.SetNameValue("DESCRIPTION", table.meaning.data());
    std::optional<OGRSpatialReference> reference;
    if (crs) {
        reference = crs->reference();
    }
    OGRLayer* layer = m_dataset->CreateLayer(table.name.data(), reference ? &*reference : nullptr,
                                             type, options.List());
    require_done(layer != nullptr, errors);
    for (const ModelColumn& column : written_columns(table)) {
        const bool is_text = column.kind == ColumnKind::text;
        OGRFieldDefn field(column.name.data(), is_text ? OFTString : OFTReal);
        field.SetNullable(FALSE);
        require_done(layer->CreateField(&field) == OGRERR_NONE, errors);
    }
    require_done(layer->SyncToDisk() == OGRERR_NONE, errors); // GDAL makes the table only now
}

void ModelPackage::create_table(const ModelTable& table) {
    std::string columns = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL";
    for (const ModelColumn& column : written_columns(table)) {
        columns += fmt::format(", {} {}", toolkit::in_quotes(column.name), sql_type(column.kind));
    }
    Statement(m_connection,
              fmt::format("CREATE TABLE {} ({})", toolkit::in_quotes(table.name), columns))
        .execute();
    Statement contents(
        m_connection,
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) VALUES (?1, 'attributes', ?1, ?2, ?3, 0)");
    const std::string now = toolkit::time_of_change();
    contents.bind(1, table.name);
    contents.bind(2, table.meaning);
    contents.bind(3, now);
    contents.execute();
}

Statement ModelPackage::insertion(const ModelTable& table, bool with_geometry) {
    std::string columns;
    std::string values;
    const auto add = [&](std::string_view name) {
        columns += (columns.empty() ? "" : ", ") + toolkit::in_quotes(name);
        values += values.empty() ? "?" : ", ?";
    };
    for (const ModelColumn& column : written_columns(table)) {
        add(column.name);
    }
    if (with_geometry) {
        add(geometry_column);
    }
    return {m_connection, fmt::format("INSERT INTO {} ({}) VALUES ({})",
                                      toolkit::in_quotes(table.name), columns, values)};
}

void ModelPackage::close() {
    const toolkit::GdalErrors errors;
    require_done(m_dataset->CommitTransaction() == OGRERR_NONE, errors);
    m_dataset.reset();
    require_done(true, errors);
}

} // namespace crims_tool
