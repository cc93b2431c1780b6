// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/model_package.hpp"

#include <vector>

#include <cpl_string.h>
#include <ogrsf_frmts.h>

#include "toolkit/geopackage/time_of_change.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

using toolkit::DataError;

void require_done(bool done, const toolkit::GdalErrors& errors) {
    if (!done || errors.failed()) {
        throw DataError(errors.first_failure());
    }
}

namespace {

std::vector<crims::ModelColumn> written_columns(const crims::ModelTable& table) {
    std::vector<crims::ModelColumn> columns(table.columns.begin(), table.columns.end());
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
      m_connection(static_cast<sqlite3*>(m_dataset->GetInternalHandle("SQLITE_HANDLE"))),
      m_tables(m_connection, toolkit::time_of_change()) {
    const toolkit::GdalErrors errors;
    require_done(m_dataset->StartTransaction() == OGRERR_NONE, errors);
}

void ModelPackage::create_layer(const crims::ModelTable& table,
                                const std::optional<toolkit::Crs>& crs, OGRwkbGeometryType type,
                                bool with_index) {
    const toolkit::GdalErrors errors;
    CPLStringList options;
    options.SetNameValue("GEOMETRY_NAME", crims::geometry_column.data());
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
    for (const crims::ModelColumn& column : written_columns(table)) {
        const bool is_text = column.kind == crims::ColumnKind::text;
        OGRFieldDefn field(column.name.data(), is_text ? OFTString : OFTReal);
        field.SetNullable(FALSE);
        require_done(layer->CreateField(&field) == OGRERR_NONE, errors);
    }
    require_done(layer->SyncToDisk() == OGRERR_NONE, errors); // GDAL makes the table only now
}

void ModelPackage::close() {
    const toolkit::GdalErrors errors;
    require_done(m_dataset->CommitTransaction() == OGRERR_NONE, errors);
    m_dataset.reset();
    require_done(true, errors);
}

} // namespace crims_tool
