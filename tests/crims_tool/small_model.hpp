// SPDX-License-Identifier: MIT
#pragma once

#include <gdal_priv.h>

#include "crims_tool/model/file.hpp"
#include "wdd/area.hpp"

/// WKB of what a text in WKT draws.
inline wdd::Wkb wkb_of(const char* wkt) {
    OGRGeometry* made = nullptr;
    OGRGeometryFactory::createFromWkt(wkt, nullptr, &made);
    const OGRGeometryUniquePtr geometry(made);
    wdd::Wkb bytes(static_cast<std::size_t>(geometry->WkbSize()));
    geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(bytes.data()));
    return bytes;
}

/// Two zones, two crime types, three offences, numbers that text would not carry.
inline crims_tool::StoredModel small_model() {
    crims_tool::StoredModel stored;
    crims::Model& model = stored.model;
    model.zones = {"E02000001", "E02000977"};
    model.crime_types = {"anti-social behaviour", "vehicle crime"};
    model.offences = {{.crime_type = 0, .code = "(asb)", .description = "anti-social behaviour"},
                      {.crime_type = 1,
                       .code = "45",
                       .description = "Theft from \"vehicle\"",
                       .share = 1.0 / 3,
                       .severity = 22.713},
                      {.crime_type = 1, .code = "48", .description = "Théft of", .share = 2.0 / 3}};
    model.offences[0].rhythm[0] = 1.5;
    model.offences[0].rhythm[20] = 0.5;
    model.offences[2].rhythm[3] = 0;
    model.offences[2].rhythm[4] = 2;
    for (std::size_t i = 0; i < 12 * model.cell_count(); ++i) {
        model.incidence.push_back(0.1 * static_cast<double>(i) + 0.2);
    }
    model.incidence[7] = 5e-324;
    model.trends = {{.per_year = -0.1 / 3, .standard_error = 0.01}, {}};
    model.trend_origin = 588.0 + 1.0 / 3;
    model.dispersion = {
        {.year = 0.01, .zone_year = 0.02, .zone_half_year = 0.1 / 3, .zone_month = 0.03}, {}};
    model.common_dispersion = {.zone_year = 0.1 / 7, .zone_half_year = 0.1 / 9, .zone_month = 0.2};
    model.suspect = {0, 0.1 + 0.2, 1, 1.0 / 7};
    model.places = {{.x = 532000.123456789, .y = 181000.5, .weight = 3},
                    {.x = 532100, .y = 181100},
                    {.x = 351000.1, .y = 173000.2, .weight = 0.25}};
    model.place_begin = {0, 2, 2, 2, 3};
    stored.crs = toolkit::Crs::from_text("EPSG:27700", "test");
    model.data = crims::DataMonths{std::chrono::year(2018) / 1, std::chrono::year(2020) / 2};
    stored.metadata = {{"months", "2018-01 to 2020-02"}, {"rhythm", ""}};
    stored.pearson = {1.1, std::numeric_limits<double>::quiet_NaN()};
    stored.profile_weight = {12.5, std::numeric_limits<double>::infinity()};
    stored.with_place = {1.0 / 3, 1};
    return stored;
}
