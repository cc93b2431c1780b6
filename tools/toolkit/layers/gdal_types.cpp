// SPDX-License-Identifier: MIT
#include "toolkit/layers/gdal_types.hpp"

#include <string>

#include <gdal_priv.h>
#include <ogr_feature.h>
#include <ogr_geometry.h>

#include "toolkit/layers/text_table.hpp"

namespace toolkit {

void GdalDelete::operator()(GDALDataset* dataset) const {
    const std::string path = dataset->GetDescription();
    GDALClose(dataset);
    forget_rewritten_table(path);
}

void GdalDelete::operator()(OGRFeature* feature) const {
    OGRFeature::DestroyFeature(feature);
}

void GdalDelete::operator()(OGRGeometry* geometry) const {
    OGRGeometryFactory::destroyGeometry(geometry);
}

} // namespace toolkit
