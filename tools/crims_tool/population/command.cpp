// SPDX-License-Identifier: MIT
#include "crims_tool/population/command.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/people/people_table.hpp"
#include "crims_tool/population/area_lookup.hpp"
#include "crims_tool/population/output.hpp"
#include "toolkit/command/made_by.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

/// What the run has read, and what its report says of it.
struct Read {
    PopulationCategories categories;
    SynthesisInput input;
    std::vector<std::string> notes;
};

std::vector<PeopleTable> read_all(const std::vector<std::string>& paths, const std::string& option,
                                  std::optional<int> year) {
    std::vector<PeopleTable> tables;
    tables.reserve(paths.size());
    for (const std::string& path : paths) {
        tables.push_back(read_people(path, option, year));
    }
    return tables;
}

void note_coarse_ages(const SourcedMarginal& one, Read& read) {
    if (one.ages_are_coarser) {
        read.notes.push_back(fmt::format(
            "{}: some of its ages reach over several ages of the census or split them; it is met in groups of ages that both have.",
            one.source));
    }
}

Read read_tables_of(const PopulationOptions& o) {
    Read read;
    const std::vector<PeopleTable> census = read_all(o.census, "--census", std::nullopt);
    const std::vector<PeopleTable> totals = read_all(o.totals, "--totals", o.year);
    std::optional<PeopleTable> projection;
    if (!o.projection.empty()) {
        projection = read_people(o.projection, "--projection", o.year);
    }
    read.categories = categories_of(census);
    if (!o.lookup.empty()) {
        std::unordered_set<std::string> areas;
        const auto collect = [&](const PeopleTable& table) {
            for (const PeopleRow& row : table.rows) {
                if (!read.categories.zone_index.contains(row.area)) {
                    areas.insert(row.area);
                }
            }
        };
        std::for_each(totals.begin(), totals.end(), collect);
        if (projection) {
            collect(*projection);
        }
        set_areas(read.categories, read_area_lookup(o.lookup, read.categories.zones, areas),
                  o.lookup);
    }
    for (const PeopleTable& table : census) {
        read.input.census.push_back(marginal_of(table, read.categories));
    }
    if (projection) {
        read.input.projection = marginal_of(*projection, read.categories);
        note_coarse_ages(*read.input.projection, read);
    }
    for (const PeopleTable& table : totals) {
        read.input.totals.push_back(marginal_of(table, read.categories));
        note_coarse_ages(read.input.totals.back(), read);
    }
    read.input.seed = o.seed;
    return read;
}

} // namespace

toolkit::CommandDescription PopulationCommand::description() const {
    return {
        .name = "population",
        .summary = "makes people by zone, sex, age and ethnicity from census tables",
        .description =
            {"Reads one or more census tables with numbers of people by zone and any of sex, age and ethnicity, and fits a table of all of these to them (iterative proportional fitting). A projection for another year multiplies every cell by a factor by district, sex and age. Further totals of that year can be met as well.",
             "The output has a row for each zone, sex, age and ethnicity: the expected number of people and whole people. Whole people are drawn by quasi-random integer sampling, so that they sum exactly to the projection and the totals, or to the census if there are none of these. If totals overlap in a loop (zone by age, age by ethnicity and ethnicity by zone, for example), exact whole numbers may not exist. The nearest table that was found is then written, and a warning gives its largest difference.",
             "Tables have one row for each group, with the columns GEOGRAPHY_CODE, C_SEX_NAME, C_AGE_NAME, C_ETHPUK11_NAME and OBS_VALUE as downloaded from nomis, or zone (or area), sex, age, ethnicity and people. Tables with a column for each sex and age (Males_0-15) are read too. Tables that contradict each other are refused."},
        .exit_statuses =
            {{0, "done"},
             {1,
              "something else failed: a file, a table, tables that contradict each other; nothing is written"},
             {2, "the command line is wrong"}},
        .examples = {
            "crims population --census samples/town-census.csv --projection samples/town-projection.csv --lookup samples/town-districts.csv --year 2030 --output population.gpkg"}};
}

void PopulationCommand::declare(toolkit::OptionList& options) {
    PopulationOptions& o = m_options;
    options.group("Tables");
    options.add(
        {.name = "--census",
         .type = OptionType::file,
         .repeatable = true,
         .value = "TABLE",
         .help =
             "People by zone and any of sex, age and ethnicity; may be given several times. CSV, XLSX, ODS or another table that GDAL opens.",
         .required = true},
        &o.census);
    options.add(
        {
            .name = "--projection",
            .type = OptionType::file,
            .value = "TABLE",
            .help =
                "Projected people by area, sex and age, for one or more years. Each cell of the census is scaled to them.",
        },
        &o.projection);
    options.add(
        {.name = "--lookup",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "In which area of the projection or the totals each zone lies: a table with columns of both codes."},
        &o.lookup);
    options.add({.name = "--year",
                 .type = OptionType::integer,
                 .value = "YEAR",
                 .help = "Year of the projection and the totals, where these have several."},
                &o.year, [](const std::string& text) {
                    constexpr std::uint64_t earliest = 1801;
                    constexpr std::uint64_t latest = 2200;
                    return std::optional<int>(
                        static_cast<int>(toolkit::parse_integer(text, "--year", earliest, latest)));
                });
    options.add(
        {.name = "--totals",
         .type = OptionType::file,
         .repeatable = true,
         .value = "TABLE",
         .help =
             "Further totals to be met exactly, such as a year's estimates by zone and sex; may be given several times.",
         .advanced = true},
        &o.totals);
    options.add({.name = "--seed",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Seed of the whole people; another seed rounds other cells up.",
                 .default_text = "1",
                 .advanced = true},
                &o.seed, toolkit::parse_seed);
    options.group("Output");
    options.add({.name = "--output",
                 .type = OptionType::output_layer,
                 .value = "LAYER",
                 .help = "The table: FILE.gpkg, or a layer of it.",
                 .endings = {"gpkg"},
                 .required = true},
                &o.output);
    options.add({.name = "--people",
                 .type = OptionType::output_file,
                 .value = "FILE.csv",
                 .help = "All people one by one as CSV; - for standard output.",
                 .endings = {"csv"},
                 .advanced = true},
                &o.people);
    declare_result_files(options, o.files);
}

void PopulationCommand::check() {
    const PopulationOptions& o = m_options;
    if (o.year && o.projection.empty() && o.totals.empty()) {
        throw UsageError(
            "⟨--year⟩ chooses rows of ⟨--projection⟩ or ⟨--totals⟩; give one of these");
    }
    toolkit::feature_class_target(o.output.text(), o.files.overwrite, "--output");
}

void PopulationCommand::require_outputs() const {
    const PopulationOptions& o = m_options;
    std::vector<std::string> inputs = o.census;
    inputs.insert(inputs.end(), o.totals.begin(), o.totals.end());
    inputs.push_back(o.projection);
    inputs.push_back(o.lookup);
    toolkit::require_outputs_apart(
        {{"--output", o.output->path}, {"--people", o.people}, {"--json", o.files.json}}, inputs);
    toolkit::require_writable(
        toolkit::feature_class_target(o.output.text(), o.files.overwrite, "--output"));
    if (!o.people.empty()) {
        toolkit::OutputFile::require_writable(o.people, o.files.overwrite);
    }
    require_writable(o.files);
}

toolkit::LayerDescription PopulationCommand::description_of_layer() const {
    const PopulationOptions& o = m_options;
    return toolkit::made_by(o.year ? fmt::format("Population, {}", *o.year) : "Population",
                            "crims population of crimekit " CRIMEKIT_VERSION, recorded());
}

nlohmann::ordered_json PopulationCommand::result(const Synthesis& synthesis,
                                                 const PopulationCategories& categories) const {
    nlohmann::ordered_json json;
    json["people"] = synthesis.whole.people;
    json["expected"] = std::accumulate(synthesis.expected.begin(), synthesis.expected.end(), 0.0);
    json["zones"] = categories.zones.size();
    json["sexes"] = nlohmann::ordered_json::array();
    for (const Sex sex : categories.sexes) {
        if (sex != Sex::all) {
            json["sexes"].push_back(sex_text(sex));
        }
    }
    json["ages"] = nlohmann::ordered_json::array();
    for (const AgeGroup& age : categories.ages) {
        if (!age.is_all()) {
            json["ages"].push_back(age_text(age));
        }
    }
    json["ethnicities"] = nlohmann::ordered_json::array();
    for (const std::string& ethnicity : categories.ethnicities) {
        if (!ethnicity.empty()) {
            json["ethnicities"].push_back(ethnicity);
        }
    }
    json["rounds"] = synthesis.rounds;
    json["largest_difference"] = synthesis.whole.largest_difference;
    json["sum_of_differences"] = synthesis.whole.sum_of_differences;
    json["totals"] = nlohmann::ordered_json::array();
    for (const SourcedMarginal& one : synthesis.met) {
        json["totals"].push_back({{"source", one.source},
                                  {"groups", one.marginal.totals.size()},
                                  {"rows_elsewhere", one.rows_elsewhere}});
    }
    json["parameters"] = toolkit::parameters_json(recorded());
    return json;
}

int PopulationCommand::run(toolkit::Console& console) {
    const PopulationOptions& o = m_options;
    require_outputs();
    const Read read = read_tables_of(o);
    Synthesis synthesis = synthesise(read.input, read.categories);
    std::vector<std::string> warnings = read.notes;
    warnings.insert(warnings.end(), synthesis.warnings.begin(), synthesis.warnings.end());
    if (synthesis.whole.largest_difference > 0) {
        warnings.push_back(fmt::format(
            "Whole people do not meet all totals: the largest difference is {}, and {} in all. Totals that overlap in a loop, or groups with nobody in the census, can make exact numbers impossible.",
            synthesis.whole.largest_difference, synthesis.whole.sum_of_differences));
    }
    for (const std::string& warning : warnings) {
        console.warn(warning);
    }
    const auto table = write_population(
        toolkit::feature_class_target(o.output.text(), o.files.overwrite, "--output"), synthesis,
        read.categories, description_of_layer());
    std::optional<toolkit::OutputStream> people;
    if (!o.people.empty()) {
        people.emplace(o.people, o.files.overwrite);
        write_people(*people, synthesis, read.categories);
    }
    nlohmann::ordered_json json = result(synthesis, read.categories);
    json["warnings"] = warnings;
    publish_result(o.files, std::move(json), [&] {
        if (people) {
            people->publish();
        }
        table->publish();
    });
    if (o.files.json != "-" && o.people != "-") {
        toolkit::write_standard_output(fmt::format(
            "{} people in {} zones{}: {}\n", synthesis.whole.people, read.categories.zones.size(),
            o.year ? fmt::format(", {}", *o.year) : "", o.output.text()));
    }
    return 0;
}

} // namespace crims_tool
