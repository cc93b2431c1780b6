// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "crims/population.hpp"
#include "crims_tool/people/people_table.hpp"

namespace crims_tool {

/// The categories of a population, from census tables: zone, sex, age and ethnicity. What no table
/// tells has one category.
struct PopulationCategories {
    std::vector<std::string> zones;
    std::unordered_map<std::string, std::size_t> zone_index;
    std::vector<Sex> sexes;
    std::vector<AgeGroup> ages; ///< in ascending order, without gaps
    std::vector<std::string> ethnicities;
    std::vector<std::string> areas;        ///< districts of the projections; empty: there are none
    std::vector<std::size_t> area_of_zone; ///< as many as zones where there are areas

    std::vector<std::size_t> shape() const {
        return {zones.size(), sexes.size(), ages.size(), ethnicities.size()};
    }
};

/// From the tables' rows: zones and ethnicities in order of appearance, ages split wherever a table
/// splits them. Throws toolkit::DataError for a table without zones, or one that leaves out ages
/// that another one has.
PopulationCategories categories_of(const std::vector<PeopleTable>& census);

/// Puts zones into areas by the lookup. Throws toolkit::DataError for a zone without one.
void set_areas(PopulationCategories& categories,
               const std::unordered_map<std::string, std::string>& area_of_zone,
               const std::string& source);

/// Sums that a population is to have.
struct SourcedMarginal {
    std::string source;
    crims::Marginal marginal;
    bool ages_are_coarser = false;  ///< than the table's own, which the census cannot split
    std::size_t rows_elsewhere = 0; ///< of areas without any zone
};

/// A table's rows as a marginal, by zone or by area, whichever its codes are. Groups that it does
/// not list have nobody. Throws toolkit::DataError for a code that is not a zone, a sex or
/// ethnicity that the census lacks, and for areas that it does not have.
SourcedMarginal marginal_of(const PeopleTable& table, const PopulationCategories& categories);

/// What contradicts what, with both sums and the people that they count.
std::string conflict_text(const crims::MarginalConflict& conflict,
                          const std::vector<SourcedMarginal>& marginals,
                          const PopulationCategories& categories);

/// "male, 16-29, in E09000007": a group of a marginal.
std::string group_text(const std::vector<std::vector<std::size_t>>& cells,
                       const PopulationCategories& categories);

} // namespace crims_tool
