// SPDX-License-Identifier: MIT
#include "toolkit/layers/gdal_types.hpp"

#include <gdal_priv.h>
#include <ogr_feature.h>
#include <ogr_geometry.h>

namespace toolkit {

void GdalDelete::operator()(GDALDataset* dataset) const {
    GDALClose(dataset);
}

void GdalDelete::operator()(OGRFeature* feature) const {
    OGRFeature::DestroyFeature(feature);
}

void GdalDelete::operator()(OGRGeometry* geometry) const {
    OGRGeometryFactory::destroyGeometry(geometry);
}

} // namespace toolkit
