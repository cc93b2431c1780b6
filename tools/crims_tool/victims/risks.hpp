// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "crims/victims.hpp"
#include "crims_tool/people/people_table.hpp"

namespace crims_tool {

/// A group of people by sex, age and ethnicity.
struct PeopleGroup {
    Sex sex = Sex::all;
    AgeGroup age = {};
    std::string ethnicity = {}; ///< empty: all

    bool operator==(const PeopleGroup&) const = default;

    bool operator<(const PeopleGroup& other) const {
        return std::tie(sex, age, ethnicity) < std::tie(other.sex, other.age, other.ethnicity);
    }

    /// True if all of the other group are in this one.
    bool contains(const PeopleGroup& other) const;
};

/// "female, 16-24, Asian".
std::string text_of(const PeopleGroup& group);

/// The people of each zone, by group.
struct ZonePeople {
    std::string source;
    std::vector<PeopleGroup> groups;
    std::unordered_map<std::string, std::size_t> zones;
    std::vector<std::vector<std::int64_t>> people;       ///< of each zone, by group
    std::vector<std::vector<std::int64_t>> first_person; ///< number of the first, from 1

    /// Of all zones.
    std::int64_t count(const PeopleGroup& group) const;
};

/// People as `crims population` writes them, numbered in the order of the rows.
ZonePeople zone_people(const PeopleTable& table);

/// The risk of a group of people to become the victim of an offence.
struct RiskRow {
    PeopleGroup group;
    std::string offence; ///< a code, a description or a crime type
    double risk = 0;
    double personal = 1; ///< share of the offence's crimes with a personal victim
    double victims = 0;  ///< that the risk was made from; 0: it was given
    std::int64_t people = 0;
};

/// Reads risks: columns offence and risk, and any of sex, age, ethnicity and personal. Throws
/// toolkit::DataError that names the row.
std::vector<RiskRow> read_risks(const std::string& path);

/// Risks from recorded victims: columns offence and any of sex, age, ethnicity and victims (how
/// many the row stands for; 1 without). A risk is victims by people of the group. Throws
/// toolkit::DataError; what is left out is warned of.
std::vector<RiskRow> risks_of_recorded(const std::string& path, const ZonePeople& people,
                                       std::vector<std::string>& warnings);

/// Risks as a table that `read_risks` reads.
std::string risks_csv(const std::vector<RiskRow>& risks);

/// Risks of each group of people, by offence in lower case. Throws toolkit::DataError for a group
/// of people that has two risks, or lies in a group with a risk in part only.
std::map<std::string, crims::VictimRisk> risks_by_offence(const std::vector<RiskRow>& risks,
                                                          const ZonePeople& people,
                                                          const std::string& source);

} // namespace crims_tool
