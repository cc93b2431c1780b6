// SPDX-License-Identifier: MIT
#include "crims_tool/population/categories.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/text/errors.hpp"
#include "toolkit/text/name_list.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

/// First years of age groups, and the year after the last one.
std::set<int> boundaries(const std::vector<AgeGroup>& ages) {
    std::set<int> result;
    for (const AgeGroup& age : ages) {
        result.insert(age.from);
        result.insert(age.to == AgeGroup::no_end ? AgeGroup::no_end : age.to + 1);
    }
    return result;
}

std::vector<AgeGroup> ages_of(const PeopleTable& table) {
    std::set<AgeGroup> ages;
    for (const PeopleRow& row : table.rows) {
        ages.insert(row.age);
    }
    return {ages.begin(), ages.end()};
}

/// Ages must be told without a gap from the first to the last that any table has.
void require_all_ages(const PeopleTable& table, const std::vector<AgeGroup>& all) {
    const std::vector<AgeGroup> ages = ages_of(table);
    int next = all.front().from;
    for (const AgeGroup& age : ages) {
        if (age.from != next) {
            throw DataError(fmt::format(
                "{}: it has nobody aged {}, but ages {} to {}; add the missing ages to it",
                table.source, next, age_text(ages.front()), age_text(ages.back())));
        }
        next = age.to == AgeGroup::no_end ? AgeGroup::no_end : age.to + 1;
    }
    if (ages.back().to != all.back().to) {
        throw DataError(fmt::format(
            "{}: its ages end with {}, those of another table with {}; let both end alike",
            table.source, age_text(ages.back()), age_text(all.back())));
    }
}

std::vector<AgeGroup> all_ages(const std::vector<PeopleTable>& census) {
    std::set<int> cuts;
    for (const PeopleTable& table : census) {
        if (table.has_age) {
            cuts.merge(boundaries(ages_of(table)));
        }
    }
    if (cuts.empty()) {
        return {AgeGroup{}};
    }
    std::vector<AgeGroup> ages;
    for (auto cut = cuts.begin(); std::next(cut) != cuts.end(); ++cut) {
        const int after = *std::next(cut);
        ages.push_back({*cut, after == AgeGroup::no_end ? after : after - 1});
    }
    for (const PeopleTable& table : census) {
        if (table.has_age) {
            require_all_ages(table, ages);
        }
    }
    return ages;
}

} // namespace

PopulationCategories categories_of(const std::vector<PeopleTable>& census) {
    PopulationCategories result;
    std::set<Sex> sexes;
    for (const PeopleTable& table : census) {
        if (!table.has_area) {
            throw DataError(fmt::format(
                "{}: it has no column with codes of zones, such as GEOGRAPHY_CODE or LSOA11CD",
                table.source));
        }
        for (const PeopleRow& row : table.rows) {
            if (result.zone_index.try_emplace(row.area, result.zones.size()).second) {
                result.zones.push_back(row.area);
            }
            if (table.has_sex) {
                sexes.insert(row.sex);
            }
            if (table.has_ethnicity &&
                std::find(result.ethnicities.begin(), result.ethnicities.end(), row.ethnicity) ==
                    result.ethnicities.end()) {
                result.ethnicities.push_back(row.ethnicity);
            }
        }
    }
    result.sexes.assign(sexes.begin(), sexes.end());
    if (result.sexes.empty()) {
        result.sexes.push_back(Sex::all);
    }
    if (result.ethnicities.empty()) {
        result.ethnicities.emplace_back();
    }
    result.ages = all_ages(census);
    return result;
}

void set_areas(PopulationCategories& categories,
               const std::unordered_map<std::string, std::string>& area_of_zone,
               const std::string& source) {
    std::unordered_map<std::string, std::size_t> index;
    std::vector<std::string> missing;
    for (const std::string& zone : categories.zones) {
        const auto found = area_of_zone.find(zone);
        if (found == area_of_zone.end()) {
            missing.push_back(zone);
            continue;
        }
        const auto [area, is_new] = index.try_emplace(found->second, categories.areas.size());
        if (is_new) {
            categories.areas.push_back(found->second);
        }
        categories.area_of_zone.push_back(area->second);
    }
    if (!missing.empty()) {
        throw DataError(fmt::format("{} (⟨--lookup⟩): it has no area for {} of {} zones: {}",
                                    source, missing.size(), categories.zones.size(),
                                    toolkit::name_list(missing)));
    }
}

namespace {

/// Groups of the census' ages and of a table's that both can tell.
struct SharedAges {
    std::vector<std::size_t> of_category;     ///< group of each age of the census
    std::map<AgeGroup, std::size_t> of_table; ///< group of each age of the table
    std::size_t groups = 0;
};

SharedAges shared_ages(const PeopleTable& table, const std::vector<AgeGroup>& ages) {
    const std::vector<AgeGroup> others = ages_of(table);
    std::set<int> mine = boundaries(ages);
    std::set<int> theirs = boundaries(others);
    // The last age of a table is open, whether it says so or not.
    mine.erase(std::prev(mine.end()));
    theirs.erase(std::prev(theirs.end()));
    std::vector<int> cuts;
    std::set_intersection(mine.begin(), mine.end(), theirs.begin(), theirs.end(),
                          std::back_inserter(cuts));
    if (cuts.empty() || cuts.front() != ages.front().from) {
        throw DataError(
            fmt::format("{}: it tells nothing of the age {} alone; its ages begin with {}",
                        table.source, age_text(ages.front()), age_text(others.front())));
    }
    const auto group = [&cuts](const AgeGroup& age) {
        return static_cast<std::size_t>(std::upper_bound(cuts.begin(), cuts.end(), age.from) -
                                        cuts.begin() - 1);
    };
    SharedAges result;
    result.groups = cuts.size();
    for (const AgeGroup& age : ages) {
        result.of_category.push_back(group(age));
    }
    for (const AgeGroup& age : others) {
        if (age.from >= cuts.front()) {
            result.of_table.emplace(age, group(age));
        }
    }
    return result;
}

/// Adds a table's rows to the totals of a marginal.
class MarginalMaker {
  public:
    MarginalMaker(const PeopleTable& table, const PopulationCategories& categories)
        : m_table(table), m_categories(categories) {}

    SourcedMarginal make() {
        m_result.source = m_table.source;
        if (m_table.has_area) {
            add_places();
        }
        if (m_table.has_sex && m_categories.sexes.size() > 1) {
            add_dimension(1, m_categories.sexes.size(), {});
        }
        if (m_table.has_age && m_categories.ages.size() > 1) {
            m_ages = shared_ages(m_table, m_categories.ages);
            m_result.ages_are_coarser = m_ages.groups < m_categories.ages.size();
            add_dimension(2, m_ages.groups, m_ages.of_category);
        }
        if (m_table.has_ethnicity && m_categories.ethnicities.size() > 1) {
            add_dimension(3, m_categories.ethnicities.size(), {});
        }
        m_result.marginal.totals.resize(m_size);
        for (const PeopleRow& row : m_table.rows) {
            add(row);
        }
        return std::move(m_result);
    }

  private:
    void add_dimension(std::size_t dimension, std::size_t groups, std::vector<std::size_t> of) {
        m_result.marginal.dimensions.push_back({.dimension = dimension, .groups = std::move(of)});
        m_size *= groups;
    }

    void add_places() {
        const bool by_zone =
            std::any_of(m_table.rows.begin(), m_table.rows.end(), [this](const PeopleRow& row) {
                return m_categories.zone_index.contains(row.area);
            });
        if (by_zone) {
            m_places = &m_categories.zone_index;
            add_dimension(0, m_categories.zones.size(), {});
            return;
        }
        for (std::size_t i = 0; i < m_categories.areas.size(); ++i) {
            m_areas.emplace(m_categories.areas[i], i);
        }
        m_places = &m_areas;
        require_areas();
        add_dimension(0, m_areas.size(), m_categories.area_of_zone);
    }

    void require_areas() const {
        if (m_areas.empty()) {
            throw DataError(fmt::format(
                "{}: its areas, such as {}, are not zones of the census; give ⟨--lookup⟩, a table that tells in which area each zone lies",
                m_table.source, m_table.rows.front().area));
        }
        std::set<std::string> there;
        for (const PeopleRow& row : m_table.rows) {
            there.insert(row.area);
        }
        std::vector<std::string> missing;
        std::copy_if(m_categories.areas.begin(), m_categories.areas.end(),
                     std::back_inserter(missing),
                     [&there](const std::string& area) { return !there.contains(area); });
        if (!missing.empty()) {
            throw DataError(fmt::format(
                "{}: it has no row of {} of {} areas in which zones lie: {}", m_table.source,
                missing.size(), m_areas.size(), toolkit::name_list(missing)));
        }
    }

    /// None for an area elsewhere.
    std::optional<std::size_t> place(const PeopleRow& row) {
        if (m_places == nullptr) {
            return 0;
        }
        const auto found = m_places->find(row.area);
        if (found != m_places->end()) {
            return found->second;
        }
        if (m_places == &m_categories.zone_index) {
            throw DataError(
                fmt::format("{}: the zone {} is in no census table", m_table.source, row.area));
        }
        ++m_result.rows_elsewhere;
        return std::nullopt;
    }

    void add(const PeopleRow& row) {
        const std::optional<std::size_t> at_place = place(row);
        if (!at_place) {
            return;
        }
        std::size_t at = *at_place;
        for (const crims::MarginalDimension& one : m_result.marginal.dimensions) {
            if (one.dimension == 1) {
                at = at * m_categories.sexes.size() +
                     position(m_categories.sexes, row.sex, sex_text(row.sex));
            } else if (one.dimension == 2) {
                const auto age = m_ages.of_table.find(row.age);
                if (age == m_ages.of_table.end()) {
                    return; // younger than anybody in the census
                }
                at = at * m_ages.groups + age->second;
            } else if (one.dimension == 3) {
                at = at * m_categories.ethnicities.size() +
                     position(m_categories.ethnicities, row.ethnicity, row.ethnicity);
            }
        }
        m_result.marginal.totals[at] += row.people;
    }

    template<class Value>
    std::size_t position(const std::vector<Value>& values, const Value& value,
                         std::string_view shown) const {
        const auto found = std::find(values.begin(), values.end(), value);
        if (found == values.end()) {
            throw DataError(fmt::format("{}: '{}' is in no census table", m_table.source, shown));
        }
        return static_cast<std::size_t>(found - values.begin());
    }

    const PeopleTable& m_table;
    const PopulationCategories& m_categories;
    std::unordered_map<std::string, std::size_t> m_areas;
    const std::unordered_map<std::string, std::size_t>* m_places = nullptr;
    SharedAges m_ages;
    std::size_t m_size = 1;
    SourcedMarginal m_result;
};

std::string places_text(const std::vector<std::size_t>& zones,
                        const PopulationCategories& categories) {
    if (zones.size() == 1) {
        return "in " + categories.zones[zones.front()];
    }
    if (!categories.area_of_zone.empty()) {
        return fmt::format("in {} ({} zones)",
                           categories.areas[categories.area_of_zone[zones.front()]], zones.size());
    }
    return fmt::format("in {} zones", zones.size());
}

} // namespace

SourcedMarginal marginal_of(const PeopleTable& table, const PopulationCategories& categories) {
    return MarginalMaker(table, categories).make();
}

std::string group_text(const std::vector<std::vector<std::size_t>>& cells,
                       const PopulationCategories& categories) {
    std::vector<std::string> parts;
    if (!cells[1].empty()) {
        parts.emplace_back(sex_text(categories.sexes[cells[1].front()]));
    }
    if (!cells[2].empty()) {
        parts.push_back("aged " + age_text({categories.ages[cells[2].front()].from,
                                            categories.ages[cells[2].back()].to}));
    }
    if (!cells[3].empty()) {
        parts.push_back(categories.ethnicities[cells[3].front()]);
    }
    if (!cells[0].empty()) {
        parts.push_back(places_text(cells[0], categories));
    }
    return parts.empty() ? "in all" : fmt::format("{}", fmt::join(parts, ", "));
}

std::string conflict_text(const crims::MarginalConflict& conflict,
                          const std::vector<SourcedMarginal>& marginals,
                          const PopulationCategories& categories) {
    return fmt::format(
        "two tables contradict each other: people {}: {} in {}, but {} in {}; use tables of the same day and place, with all their rows",
        group_text(conflict.categories(), categories), conflict.first_sum(),
        marginals[conflict.first()].source, conflict.second_sum(),
        marginals[conflict.second()].source);
}

} // namespace crims_tool
