// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/feature_class_writer.hpp"

#include <ogrsf_frmts.h>

namespace toolkit {

FeaturePointer FeatureClassWriter::new_feature() const {
    return FeaturePointer(OGRFeature::CreateFeature(m_layer.ogr().GetLayerDefn()));
}

void FeatureClassWriter::write(OGRFeature& feature) {
    const GdalErrors errors;
    m_layer.require_success(m_layer.ogr().CreateFeature(&feature) == OGRERR_NONE, errors);
    ++m_count;
}

} // namespace toolkit
