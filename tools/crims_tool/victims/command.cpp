// SPDX-License-Identifier: MIT
#include "crims_tool/victims/command.hpp"

#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/people/people_table.hpp"
#include "toolkit/command/made_by.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

void warn_of(const VictimCounts& counts, const std::string& population,
             std::vector<std::string>& warnings) {
    if (counts.unknown_zone > 0) {
        warnings.push_back(fmt::format(
            "{} crimes have no victim because {} has nobody in their zone, or no such zone.",
            counts.unknown_zone, population));
    }
    if (counts.nobody_at_risk > 0) {
        warnings.push_back(fmt::format(
            "{} crimes have no victim because nobody in their zone belongs to a group at risk.",
            counts.nobody_at_risk));
    }
    if (counts.crimes > 0 && counts.not_personal == counts.crimes) {
        warnings.emplace_back(
            "No crime is of an offence that has risks: compare the offences of the risks with the codes, descriptions and crime types of the crimes.");
    }
}

} // namespace

toolkit::CommandDescription VictimsCommand::description() const {
    return {
        .name = "victims",
        .summary = "adds a victim to crimes, drawn from the people of their zone",
        .description =
            {"Copies crimes, such as those of ⟨crims simulate⟩, and adds who the victim is: the number, sex, age group and ethnicity of one of the zone's people. People are drawn with the risk of their group for the offence. Crimes of an offence without risks have no personal victim, and these fields are empty. Nothing else of the crimes changes.",
             "Risks are a table with the columns offence (a code, a description or a crime type) and risk, and any of sex, age and ethnicity; a column personal gives the share of the offence's crimes that have a personal victim (1 if it is missing). Only the ratios of risks matter. They can also be made from a table of recorded victims, one per row: the victims of a group divided by its people.",
             "The victim of a crime depends on the seed and the crime's id and replicate alone, not on other crimes or their order. A person can be the victim of several crimes."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a table; nothing is written"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims victims --crimes crimes.gpkg --population population.gpkg --recorded samples/town-victims.csv --output victims.gpkg"}};
}

void VictimsCommand::declare(toolkit::OptionList& options) {
    VictimOptions& o = m_options;
    options.group("Crimes and people");
    options.add({.name = "--crimes",
                 .type = OptionType::layer,
                 .value = "LAYER",
                 .help = "Crimes by zone: the output of ⟨crims simulate⟩.",
                 .required = true},
                &o.crimes);
    options.add({.name = "--zone-field",
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Field of the crimes with the code of their zone.",
                 .parent = "--crimes",
                 .default_words = "MSOA, or what simulated crimes call their zone",
                 .advanced = true},
                &o.zone_field);
    options.add(
        {.name = "--population",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "People by zone, sex, age and ethnicity: the output of ⟨crims population⟩, or another table.",
         .required = true},
        &o.population);
    options.group("Risks");
    options.add(
        {.name = "--recorded",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "Recorded victims, with the columns offence, sex, age and ethnicity: risks are made from them.",
         .excludes = {"--risks"}},
        &o.recorded);
    options.add({.name = "--risks",
                 .type = OptionType::file,
                 .value = "TABLE",
                 .help = "Risks by offence and any of sex, age and ethnicity.",
                 .excludes = {"--recorded"}},
                &o.risks);
    options.add({.name = "--seed",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Seed of the random numbers; another seed draws other victims.",
                 .default_text = "1"},
                &o.seed, toolkit::parse_seed);
    declare_output(options);
}

void VictimsCommand::declare_output(toolkit::OptionList& options) {
    VictimOptions& o = m_options;
    options.group("Output");
    options.add({.name = "--output",
                 .type = OptionType::output_layer,
                 .value = "OUT",
                 .help = "The crimes with their victims, by the ending: .gpkg, .fgb or .csv.",
                 .endings = {"gpkg", "fgb", "csv"},
                 .required = true},
                &o.output);
    options.add(
        {.name = "--save-risks",
         .type = OptionType::output_file,
         .value = "FILE.csv",
         .help =
             "The risks made from ⟨--recorded⟩, as a table for ⟨--risks⟩; - for standard output.",
         .endings = {"csv"},
         .goes_with = {"--recorded"},
         .advanced = true},
        &o.save_risks);
    declare_result_files(options, o.files);
}

void VictimsCommand::check() {
    const VictimOptions& o = m_options;
    if (o.risks.empty() && o.recorded.empty()) {
        throw UsageError(
            "give ⟨--recorded⟩, a table of recorded victims, or ⟨--risks⟩, a table of risks");
    }
    target();
}

toolkit::FeatureTarget VictimsCommand::target() const {
    return toolkit::feature_target(m_options.output.text(), m_options.files.overwrite, "--output",
                                   {toolkit::FeatureFormat::geopackage,
                                    toolkit::FeatureFormat::flatgeobuf,
                                    toolkit::FeatureFormat::csv});
}

void VictimsCommand::require_outputs() const {
    const VictimOptions& o = m_options;
    toolkit::require_outputs_apart(
        {{"--output", o.output->path}, {"--save-risks", o.save_risks}, {"--json", o.files.json}},
        {o.crimes->path, o.population, o.risks, o.recorded});
    toolkit::require_writable(target());
    if (!o.save_risks.empty()) {
        toolkit::OutputFile::require_writable(o.save_risks, o.files.overwrite);
    }
    require_writable(o.files);
}

nlohmann::ordered_json VictimsCommand::result(const VictimCounts& counts) const {
    nlohmann::ordered_json json;
    json["crimes"] = counts.crimes;
    json["victims"] = counts.victims;
    json["without_personal_victim"] = counts.not_personal;
    json["unknown_zone"] = counts.unknown_zone;
    json["nobody_at_risk"] = counts.nobody_at_risk;
    json["by_crime_type"] = nlohmann::ordered_json::object();
    for (const auto& [type, victims] : counts.by_crime_type) {
        json["by_crime_type"][type] = victims;
    }
    json["seed"] = m_options.seed;
    json["parameters"] = toolkit::parameters_json(recorded());
    return json;
}

int VictimsCommand::run(toolkit::Console& console) {
    const VictimOptions& o = m_options;
    require_outputs();
    std::vector<std::string> warnings;
    const ZonePeople people = zone_people(read_people(o.population, "--population"));
    const std::vector<RiskRow> risks =
        o.recorded.empty() ? read_risks(o.risks) : risks_of_recorded(o.recorded, people, warnings);
    const auto by_offence =
        risks_by_offence(risks, people, o.recorded.empty() ? o.risks : o.recorded);
    const toolkit::Layer crimes = toolkit::Layer::open(*o.crimes.value(), "");
    VictimCounts counts;
    const auto copy = copy_with_victims(
        crimes, {.people = people, .risks = by_offence, .seed = o.seed, .zone_field = o.zone_field},
        target(),
        toolkit::made_by(fmt::format("Crimes with victims, seed {}", o.seed),
                         "crims victims of crimekit " CRIMEKIT_VERSION, recorded()),
        console, counts);
    warn_of(counts, people.source, warnings);
    for (const std::string& warning : warnings) {
        console.warn(warning);
    }
    nlohmann::ordered_json json = result(counts);
    json["warnings"] = warnings;
    std::optional<toolkit::OutputFile> table;
    if (!o.save_risks.empty()) {
        table.emplace(o.save_risks, risks_csv(risks), o.files.overwrite);
    }
    publish_result(o.files, std::move(json), [&] {
        if (table) {
            table->publish();
        }
        copy->publish();
    });
    if (o.files.json != "-" && o.save_risks != "-") {
        toolkit::write_standard_output(fmt::format("{} of {} crimes have a personal victim: {}\n",
                                                   counts.victims, counts.crimes, o.output.text()));
    }
    return 0;
}

} // namespace crims_tool
