// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <filesystem>
#include <string>

#include <gdal_priv.h>
#include <unistd.h>

#include "crims/model_file.hpp"

/// A folder that goes away with the test.
class ScratchFolder {
  public:
    ScratchFolder() {
        static std::atomic<int> number = 0;
        m_path = std::filesystem::temp_directory_path() /
                 ("crims-test-" + std::to_string(getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directories(m_path);
        GDALAllRegister();
    }

    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder(ScratchFolder&&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ScratchFolder& operator=(ScratchFolder&&) = delete;

    std::string file(const std::string& name) const { return (m_path / name).string(); }

  private:
    std::filesystem::path m_path;
};

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
    stored.metadata = {{"months", "2018-01 to 2020-02"}, {"rhythm", ""}};
    stored.pearson = {1.1, std::numeric_limits<double>::quiet_NaN()};
    stored.profile_weight = {12.5, std::numeric_limits<double>::infinity()};
    return stored;
}
