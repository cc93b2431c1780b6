// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "crims/model.hpp"
#include "crims_tool/rows/crime_writer.hpp"
#include "toolkit/geopackage/feature_class_target.hpp"

namespace crims_tool {

/// The fields of crimes in a layer but the id.
enum CrimeField : std::size_t {
    msoa,
    crime_type,
    code,
    description,
    time,
    suspect,
    severity,
    replicate
};

/// In the order of CrimeField; the replicate only where it is wanted.
std::vector<std::unique_ptr<OGRFieldDefn>> crime_fields(const CrimeOutput& output);

/// The id is the feature's number. The layer opens styled in QGIS.
std::unique_ptr<CrimeWriter> open_geopackage_writer(const toolkit::FeatureClassTarget& target,
                                                    const CrimeOutput& output,
                                                    const crims::Model& model);

/// Places must be written, and write() throws DataError if a crime has none. The features stand in
/// the order of the spatial index, not of time; the id tells that.
std::unique_ptr<CrimeWriter> open_flatgeobuf_writer(const std::string& path,
                                                    const std::string& layer,
                                                    const CrimeOutput& output,
                                                    const crims::Model& model);

} // namespace crims_tool
