// SPDX-License-Identifier: MIT
#include "crims_tool/rows/crime_layer.hpp"

#include <ogr_feature.h>

namespace crims_tool {

std::vector<std::unique_ptr<OGRFieldDefn>> crime_fields(const CrimeOutput& output) {
    std::vector<std::unique_ptr<OGRFieldDefn>> fields;
    fields.push_back(std::make_unique<OGRFieldDefn>(output.zone.c_str(), OFTString));
    for (const char* name : {"crime_type", "code", "description"}) {
        fields.push_back(std::make_unique<OGRFieldDefn>(name, OFTString));
    }
    fields.push_back(std::make_unique<OGRFieldDefn>("time", OFTDateTime));
    fields.push_back(std::make_unique<OGRFieldDefn>("suspect", OFTInteger));
    fields.back()->SetSubType(OFSTBoolean);
    fields.push_back(std::make_unique<OGRFieldDefn>("severity", OFTReal));
    if (output.with_replicate) {
        fields.push_back(std::make_unique<OGRFieldDefn>("replicate", OFTInteger64));
    }
    return fields;
}

} // namespace crims_tool
