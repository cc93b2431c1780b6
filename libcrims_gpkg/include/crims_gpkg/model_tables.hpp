// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace crims {

// The tables of a model's GeoPackage. Reader, writer and the model's own documentation go by them.

enum class ColumnKind { text, optional_text, number, optional_number, integer };

struct ModelColumn {
    std::string_view name;
    ColumnKind kind = ColumnKind::text;
    std::string_view meaning;
    std::string_view absent =
        {}; ///< what stands for it in a model of an older format; empty: it has it
};

struct ModelTable {
    std::string_view name;
    std::string_view meaning;
    std::span<const ModelColumn> columns;
    std::span<const ModelColumn> information = {}; ///< further columns, for people: never read
};

extern const ModelTable zones_table; ///< with the column `geom` where there are polygons
extern const ModelTable crime_types_table;
extern const ModelTable incidence_table;
extern const ModelTable offences_table;
extern const ModelTable rhythm_table;
extern const ModelTable rhythm_by_period_table; ///< what it was up to format 3, and still may be
extern const ModelTable calendar_table;         ///< may be absent
extern const ModelTable suspect_table;
extern const ModelTable places_table;       ///< with the column `geom`
extern const ModelTable population_table;   ///< a model need not have it
extern const ModelTable near_repeats_table; ///< a model need not have it
extern const ModelTable metadata_table;
extern const ModelTable documentation_table; ///< for people: nothing is read from it

inline constexpr std::string_view geometry_column = "geom";

/// All of them but population_table and near_repeats_table.
std::span<const ModelTable* const> model_tables();

/// Names of the columns with the twelve months of a year.
inline constexpr std::array<std::string_view, 12> month_columns{
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

/// What the table `calendar` tells of a day.
inline constexpr std::string_view public_holiday = "public holiday";
inline constexpr std::string_view clocks_forward = "clocks forward";
inline constexpr std::string_view clocks_back = "clocks back";

/// Keys of the table `metadata` that the model itself needs.
inline constexpr std::string_view format_key = "format";
inline constexpr std::string_view format_value = "crimekit model 4";
inline constexpr std::array<std::string_view, 2> older_format_values{
    "crimekit model 2", "crimekit model 3"}; ///< are read, too
inline constexpr std::string_view trend_origin_key = "trend_origin";
inline constexpr std::string_view common_zone_year_key = "common_dispersion_zone_year";
inline constexpr std::string_view common_zone_half_year_key = "common_dispersion_zone_half_year";
inline constexpr std::string_view common_zone_month_key = "common_dispersion_zone_month";
inline constexpr std::string_view common_level_key = "common_dispersion_crimes_per_year";
inline constexpr std::string_view common_exponent_key = "common_dispersion_level_exponent";
// And those that it may have.
inline constexpr std::string_view data_from_key = "data_from";
inline constexpr std::string_view data_to_key = "data_to";
inline constexpr std::string_view with_place_key = "with_place "; ///< and the crime type

} // namespace crims
