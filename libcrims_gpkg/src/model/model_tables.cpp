// SPDX-License-Identifier: MIT
#include "crims_gpkg/model_tables.hpp"

namespace crims {

namespace {

using enum ColumnKind;

constexpr std::string_view zone_meaning = "Zone, as in the table zones.";
constexpr std::string_view type_meaning = "Crime type, as in the table crime_types.";
constexpr std::string_view month_meaning =
    "Expected number of crimes in this calendar month of one year, at the trend's origin; 0 or above.";

constexpr std::array zones_columns{ModelColumn{"zone", text, "Code of the zone; each only once."}};

constexpr std::array zones_information{
    ModelColumn{
        "crimes_per_year", number,
        "Expected number of crimes of all types in a year, at the trend's origin; information only."},
    ModelColumn{"crimes_per_km2", number,
                "The same by the zone's area; 0 where there is no polygon; information only."}};

constexpr std::array crime_types_columns{
    ModelColumn{"crime_type", text, "Name; each only once."},
    ModelColumn{
        "trend_per_year", number,
        "Log-linear trend: the rate is multiplied by exp(this x years since the trend's origin), held from one year before and after the data on. 0: flat."},
    ModelColumn{"trend_standard_error", optional_number,
                "Standard error of the trend; empty: not estimated."},
    ModelColumn{"dispersion_year", number,
                "Variance of a gamma factor with mean 1 on all rates of a calendar year; 0: none."},
    ModelColumn{
        "dispersion_zone_year", number,
        "The same for each zone and year, which begins in another month for each zone. With the half-year and the month: the part beyond what crime types have in common (the table metadata) is independent."},
    ModelColumn{"dispersion_zone_half_year", number,
                "The same for each zone and half of its year."},
    ModelColumn{"dispersion_zone_month", number, "The same for each zone and month."},
    ModelColumn{
        "dispersion_crimes_per_year", number,
        "Crimes of the type a year in a zone where the three variances by zone are as told. With N crimes a year (at least one) they are multiplied by (N / this)^-dispersion_level_exponent.",
        "1"},
    ModelColumn{
        "dispersion_level_exponent", number,
        "By which power the three variances fall as the level rises, 0 to 2; 0: not at all.", "0"},
    ModelColumn{
        "pearson", optional_number,
        "Pearson's chi-square over its degrees of freedom of the counts that the model was made from (1: as Poisson); information only."},
    ModelColumn{
        "profile_weight", optional_number,
        "Weight, in crimes, of the type's seasonal profile in each zone's months (infinite: all zones share one profile); information only."}};

constexpr std::array incidence_columns{ModelColumn{"zone", text, zone_meaning},
                                       ModelColumn{"crime_type", text, type_meaning},
                                       ModelColumn{month_columns[0], number, month_meaning},
                                       ModelColumn{month_columns[1], number, month_meaning},
                                       ModelColumn{month_columns[2], number, month_meaning},
                                       ModelColumn{month_columns[3], number, month_meaning},
                                       ModelColumn{month_columns[4], number, month_meaning},
                                       ModelColumn{month_columns[5], number, month_meaning},
                                       ModelColumn{month_columns[6], number, month_meaning},
                                       ModelColumn{month_columns[7], number, month_meaning},
                                       ModelColumn{month_columns[8], number, month_meaning},
                                       ModelColumn{month_columns[9], number, month_meaning},
                                       ModelColumn{month_columns[10], number, month_meaning},
                                       ModelColumn{month_columns[11], number, month_meaning}};

constexpr std::array offences_columns{
    ModelColumn{"crime_type", text, type_meaning},
    ModelColumn{"code", text, "Home Office code, or another; once in a crime type."},
    ModelColumn{"description", optional_text, "What the offence is called."},
    ModelColumn{"share", number,
                "Share of the crime type's crimes; those of a crime type sum to one."},
    ModelColumn{"severity", optional_number, "Severity weight; empty: not known."},
    ModelColumn{"suspect_ratio", optional_number,
                "The offence's probability of a suspect over that of its crime type; empty: 1.",
                "1"}};

constexpr std::array rhythm_columns{
    ModelColumn{"crime_type", text, type_meaning},
    ModelColumn{"code", optional_text,
                "Offence; empty: all offences of the crime type that have no rhythm of their own."},
    ModelColumn{
        "hour", integer,
        "0 to 167: 24 x weekday (Monday 0) + the hour of the day, in local civil time. A table with the column period (0 to 20: 3 x weekday + 0 for the night, 1 for the day, 2 for the evening, eight hours each) instead is read too."},
    ModelColumn{"weight", number, "The 168 weights of a week have mean 1."}};

constexpr std::array rhythm_by_period_columns{
    ModelColumn{"crime_type", text, ""}, ModelColumn{"code", optional_text, ""},
    ModelColumn{"period", integer, ""}, ModelColumn{"weight", number, ""}};

constexpr std::array calendar_columns{
    ModelColumn{"date", text, "YYYY-MM-DD, local."},
    ModelColumn{"hour", integer,
                "Hour of the day that is not there (clocks forward) or there twice (clocks back)."},
    ModelColumn{"what", text,
                "'public holiday': a day with the rhythm of a Sunday (its hour is 0); 'clocks "
                "forward'; 'clocks back'."}};

constexpr std::array suspect_columns{ModelColumn{"zone", text, zone_meaning},
                                     ModelColumn{"crime_type", text, type_meaning},
                                     ModelColumn{"probability", number, "From 0 to 1."}};

constexpr std::array places_columns{
    ModelColumn{"zone", text, zone_meaning}, ModelColumn{"crime_type", text, type_meaning},
    ModelColumn{"weight", number, "How often, relative to the other places; above 0."}};

constexpr std::array population_columns{
    ModelColumn{"zone", text, zone_meaning},
    ModelColumn{"people", number, "People of the zone; 0 or above."}};

constexpr std::array near_repeats_columns{
    ModelColumn{"crime_type", text, type_meaning},
    ModelColumn{"ratio", number,
                "Mean number of crimes that follow each crime of this type directly, 0 to 0.99."},
    ModelColumn{"days", number, "Mean days until they follow; the days are exponential."},
    ModelColumn{
        "spread", number,
        "Standard deviation of their distance along each axis, in the unit of the coordinates."},
    ModelColumn{
        "same_place", number,
        "Share of them, from 0 to 1, that happen at the very place of the crime they follow."}};

constexpr std::array metadata_columns{
    ModelColumn{
        "key", text,
        "What is told. The model itself needs seven: format; trend_origin (where the trend is 1, in months since January 1970); common_dispersion_zone_year, common_dispersion_zone_half_year and common_dispersion_zone_month: variances of gamma factors with mean 1 that all crime types of a zone share, each type as far as its own variance goes; common_dispersion_crimes_per_year and common_dispersion_level_exponent: how these fall with the level, by the zone's crimes of all types. data_from and data_to (YYYY-MM), its data's first and last month, hold the trend one year before and after them. with_place and a crime type: the share of its crimes, 0 to 1, that have coordinates in a zone; crims evaluate counts only these."},
    ModelColumn{"value", optional_text, ""}};

constexpr std::array documentation_columns{
    ModelColumn{"table_name", text, ""},
    ModelColumn{"column_name", optional_text, "Empty: the whole table."},
    ModelColumn{"meaning", optional_text, ""}};

} // namespace

const ModelTable zones_table{"zones", "The areal units of the model, with their polygons if known.",
                             zones_columns, zones_information};
const ModelTable crime_types_table{"crime_types", "The crime types, and how they vary over time.",
                                   crime_types_columns};
const ModelTable incidence_table{
    "incidence", "Expected number of crimes a month: a row for each zone and crime type.",
    incidence_columns};
const ModelTable offences_table{"offences",
                                "What the crimes of a type consist of: at least one offence each.",
                                offences_columns};
const ModelTable rhythm_table{
    "rhythm",
    "How crime is spread over the week, 168 rows each. A crime type or offence that has none is spread evenly.",
    rhythm_columns};
const ModelTable rhythm_by_period_table{"rhythm", "", rhythm_by_period_columns};
const ModelTable calendar_table{
    "calendar", "Days that are not like the others of their week; may be empty or absent.",
    calendar_columns};
const ModelTable suspect_table{
    "suspect",
    "Probability that a suspect is identified: a row for each zone and crime type. A crime of which the force told no outcome counts as one without; metadata has the bounds.",
    suspect_columns};
const ModelTable places_table{
    "places", "Where crimes of a zone and type have happened; may be empty.", places_columns};
const ModelTable population_table{
    "population",
    "The people of the zones, for rates by head. A model need not have this table, nor a zone a row.",
    population_columns};
const ModelTable near_repeats_table{
    "near_repeats",
    "How crimes are followed by crimes of their type, for crims simulate --near-repeat. A model need not have this table, nor a crime type a row.",
    near_repeats_columns};
const ModelTable metadata_table{"metadata", "Where the model comes from.", metadata_columns};
const ModelTable documentation_table{"documentation", "What the tables and columns mean.",
                                     documentation_columns};

std::span<const ModelTable* const> model_tables() {
    static constexpr std::array tables{&zones_table,        &crime_types_table, &incidence_table,
                                       &offences_table,     &rhythm_table,      &calendar_table,
                                       &suspect_table,      &places_table,      &metadata_table,
                                       &documentation_table};
    return tables;
}

} // namespace crims
