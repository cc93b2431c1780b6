// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

// GDAL's classes by name. Its C++ headers take over a second to compile, so only the .cpp files
// that look into these objects include them.
class GDALDataset;
class OGRFeature;
class OGRFeatureDefn;
class OGRFieldDefn;
class OGRGeometry;
class OGRLayer;
class OGRPoint;

namespace toolkit {

/// Ends what GDAL has made.
struct GdalDelete {
    void operator()(GDALDataset* dataset) const;
    void operator()(OGRFeature* feature) const;
    void operator()(OGRGeometry* geometry) const;
};

using DatasetPointer = std::unique_ptr<GDALDataset, GdalDelete>;
using FeaturePointer = std::unique_ptr<OGRFeature, GdalDelete>;
using GeometryPointer = std::unique_ptr<OGRGeometry, GdalDelete>;

} // namespace toolkit
