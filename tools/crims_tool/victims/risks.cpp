// SPDX-License-Identifier: MIT
#include "crims_tool/victims/risks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/records/table_rows.hpp"
#include "toolkit/text/csv_text.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

enum RiskColumn { offence, number, sex, age, ethnicity, personal };

std::vector<WantedColumn> columns(const WantedColumn& number_column) {
    return {{{"offence", "code", "description", "crime_type"}},
            number_column,
            {{"sex", "gender"}, false},
            {{"age", "age_group"}, false},
            {{"ethnicity", "ethnic_group"}, false},
            {{"personal"}, false}};
}

/// A row of either table, with a line's number for errors.
class Row {
  public:
    Row(const TableRows& table, std::size_t index, const char* option)
        : m_table(table), m_index(index), m_option(option) {}

    const std::string& cell(RiskColumn column) const { return m_table.cells[m_index][column]; }

    bool has(RiskColumn column) const { return m_table.present[column]; }

    [[noreturn]] void fail(const std::string& what) const {
        throw DataError(
            fmt::format("{} (⟨{}⟩): row {}: {}", m_table.source, m_option, m_index + 1, what));
    }

    double number_at(RiskColumn column, const char* what, double most) const {
        const std::optional<double> value = toolkit::read_number(cell(column));
        if (!value || !std::isfinite(*value) || *value < 0 || *value > most) {
            fail(fmt::format("the {} '{}' is not a number of 0 or more{}", what, cell(column),
                             most == 1 ? ", up to 1" : ""));
        }
        return *value;
    }

    PeopleGroup group() const {
        PeopleGroup group;
        if (!cell(sex).empty()) {
            const std::optional<Sex> read = read_sex(cell(sex));
            read ? void(group.sex = *read)
                 : fail(fmt::format("'{}' is not a sex; use male, female or all", cell(sex)));
        }
        if (!cell(age).empty()) {
            const std::optional<AgeGroup> read = read_age(cell(age));
            read ? void(group.age = *read)
                 : fail(fmt::format("'{}' is not an age; write 16, 16-29 or 85+", cell(age)));
        }
        if (toolkit::lower_case(cell(ethnicity)) != "all") {
            group.ethnicity = cell(ethnicity);
        }
        return group;
    }

  private:
    const TableRows& m_table;
    std::size_t m_index;
    const char* m_option;
};

} // namespace

bool PeopleGroup::contains(const PeopleGroup& other) const {
    return (sex == Sex::all || sex == other.sex) && age.contains(other.age) &&
           (ethnicity.empty() ||
            toolkit::lower_case(ethnicity) == toolkit::lower_case(other.ethnicity));
}

std::string text_of(const PeopleGroup& group) {
    return fmt::format("{}, {}, {}", group.sex == Sex::all ? "both sexes" : sex_text(group.sex),
                       age_text(group.age),
                       group.ethnicity.empty() ? "all ethnicities" : group.ethnicity);
}

std::int64_t ZonePeople::count(const PeopleGroup& group) const {
    std::int64_t sum = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (group.contains(groups[g])) {
            for (const std::vector<std::int64_t>& zone : people) {
                sum += zone[g];
            }
        }
    }
    return sum;
}

ZonePeople zone_people(const PeopleTable& table) {
    if (!table.has_area) {
        throw DataError(
            fmt::format("{} (⟨--population⟩): it has no column with codes of zones", table.source));
    }
    ZonePeople result;
    result.source = table.source;
    std::map<PeopleGroup, std::size_t> groups;
    for (const PeopleRow& row : table.rows) {
        const PeopleGroup group{.sex = row.sex, .age = row.age, .ethnicity = row.ethnicity};
        if (groups.try_emplace(group, groups.size()).second) {
            result.groups.push_back(group);
        }
        result.zones.try_emplace(row.area, result.zones.size());
    }
    result.people.assign(result.zones.size(), std::vector<std::int64_t>(groups.size()));
    result.first_person = result.people;
    std::int64_t next = 1;
    for (const PeopleRow& row : table.rows) {
        const std::size_t zone = result.zones.at(row.area);
        const std::size_t group =
            groups.at({.sex = row.sex, .age = row.age, .ethnicity = row.ethnicity});
        result.people[zone][group] = std::llround(row.people);
        result.first_person[zone][group] = next;
        next += result.people[zone][group];
    }
    return result;
}

std::vector<RiskRow> read_risks(const std::string& path) {
    constexpr double most = 1e12;
    const TableRows table =
        std::move(read_tables(path, columns({{"risk", "weight"}}), "--risks").front());
    std::vector<RiskRow> risks;
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const Row row(table, i, "--risks");
        if (row.cell(offence).empty()) {
            row.fail("it names no offence");
        }
        risks.push_back(
            {.group = row.group(),
             .offence = row.cell(offence),
             .risk = row.number_at(number, "risk", most),
             .personal = row.cell(personal).empty()
                             ? 1
                             : row.number_at(personal, "share of personal victims", 1)});
    }
    if (risks.empty()) {
        throw DataError(fmt::format("{} (⟨--risks⟩): it has no rows", table.source));
    }
    return risks;
}

namespace {

/// The ages that both the people and the victims can tell: the people's group in which the victim's
/// age lies, else the victim's own.
AgeGroup told_age(const AgeGroup& age, const ZonePeople& people) {
    const auto found =
        std::find_if(people.groups.begin(), people.groups.end(),
                     [&age](const PeopleGroup& one) { return one.age.contains(age); });
    return found == people.groups.end() ? age : found->age;
}

/// True if the table tells of this victim all that it tells of others.
bool is_complete(const Row& row) {
    const auto told = [&row](RiskColumn column) {
        return !row.has(column) || !row.cell(column).empty();
    };
    return !row.cell(offence).empty() && told(sex) && told(age) && told(ethnicity);
}

} // namespace

std::vector<RiskRow> risks_of_recorded(const std::string& path, const ZonePeople& people,
                                       std::vector<std::string>& warnings) {
    constexpr double most = 1e9;
    const TableRows table =
        std::move(read_tables(path, columns({{"victims", "count"}, false}), "--recorded").front());
    std::map<std::pair<std::string, PeopleGroup>, double> victims;
    std::size_t incomplete = 0;
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const Row row(table, i, "--recorded");
        if (!is_complete(row)) {
            ++incomplete;
            continue;
        }
        PeopleGroup group = row.group();
        group.age = told_age(group.age, people);
        victims[{row.cell(offence), group}] +=
            row.has(number) ? row.number_at(number, "number of victims", most) : 1;
    }
    std::vector<RiskRow> risks;
    double nowhere = 0;
    for (const auto& [key, count] : victims) {
        const std::int64_t there = people.count(key.second);
        if (there == 0) {
            nowhere += count;
            continue;
        }
        risks.push_back({.group = key.second,
                         .offence = key.first,
                         .risk = count / static_cast<double>(there),
                         .victims = count,
                         .people = there});
    }
    if (incomplete > 0) {
        warnings.push_back(fmt::format(
            "{}: {} recorded victims without an offence, sex, age or ethnicity were left out.",
            table.source, incomplete));
    }
    if (nowhere > 0) {
        warnings.push_back(fmt::format(
            "{}: {:.0f} recorded victims belong to groups that have nobody in {}; they were left out.",
            table.source, nowhere, people.source));
    }
    if (risks.empty()) {
        throw DataError(fmt::format(
            "{} (⟨--recorded⟩): no recorded victim belongs to a group of people in {}; compare their sexes, ages and ethnicities",
            table.source, people.source));
    }
    return risks;
}

std::string risks_csv(const std::vector<RiskRow>& risks) {
    std::string csv = "offence,sex,age,ethnicity,risk,personal,victims,people\n";
    for (const RiskRow& row : risks) {
        csv += fmt::format(
            "{},{},{},{},{},{},{},{}\n", toolkit::csv_cell(row.offence), sex_text(row.group.sex),
            row.group.age.is_all() ? "all ages" : age_text(row.group.age),
            row.group.ethnicity.empty() ? "all" : toolkit::csv_cell(row.group.ethnicity), row.risk,
            row.personal, row.victims, row.people);
    }
    return csv;
}

namespace {

bool overlaps(const AgeGroup& a, const AgeGroup& b) {
    return a.from <= b.to && b.from <= a.to;
}

/// The group's risk by one row: 0 if it is not in its group.
bool applies(const RiskRow& row, const PeopleGroup& group, const std::string& source) {
    if (row.group.contains(group)) {
        return true;
    }
    PeopleGroup wider = row.group;
    wider.age = {};
    if (wider.contains(group) && overlaps(row.group.age, group.age)) {
        throw DataError(fmt::format(
            "{}: a risk of {} is for the ages {}, but the population has people aged {} together; use ages that do not split these",
            source, row.offence, age_text(row.group.age), age_text(group.age)));
    }
    return false;
}

} // namespace

std::map<std::string, crims::VictimRisk> risks_by_offence(const std::vector<RiskRow>& risks,
                                                          const ZonePeople& people,
                                                          const std::string& source) {
    std::map<std::string, crims::VictimRisk> result;
    std::map<std::string, std::vector<bool>> has_risk;
    std::set<std::string> risky;
    for (const RiskRow& row : risks) {
        const std::string key = toolkit::lower_case(row.offence);
        const auto [found, is_new] = result.try_emplace(
            key, crims::VictimRisk{.risk = std::vector<double>(people.groups.size()),
                                   .personal = row.personal});
        if (row.risk > 0) {
            risky.insert(key);
        }
        std::vector<bool>& told = has_risk[key];
        told.resize(people.groups.size());
        if (found->second.personal != row.personal) {
            throw DataError(fmt::format("{}: two rows of {} give other shares of personal victims",
                                        source, row.offence));
        }
        for (std::size_t g = 0; g < people.groups.size(); ++g) {
            if (!applies(row, people.groups[g], source)) {
                continue;
            }
            if (told[g]) {
                throw DataError(fmt::format("{}: two rows give a risk of {} to the same people: {}",
                                            source, row.offence, text_of(people.groups[g])));
            }
            told[g] = true;
            found->second.risk[g] = row.risk;
        }
    }
    // An offence that is a risk to nobody has no personal victims.
    std::erase_if(result, [&risky](const auto& one) { return !risky.contains(one.first); });
    return result;
}

} // namespace crims_tool
