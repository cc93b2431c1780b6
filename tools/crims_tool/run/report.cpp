// SPDX-License-Identifier: MIT
#include "crims_tool/run/report.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/run/map.hpp"
#include "crims_tool/run/steps.hpp"
#include "crims_tool/validate/findings.hpp"
#include "crims_tool/validate/report.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

namespace {

using Json = nlohmann::ordered_json;
using toolkit::grouped_number;
using wdd::Paragraph;
using wdd::Section;
using wdd::Tone;

double simulated_crimes(const RunResult& result) {
    return result.simulated.at("crimes").get<double>();
}

std::string headline(const RunResult& result) {
    return fmt::format("{} crimes were simulated for {}, {}; the model expects {}.",
                       grouped_number(simulated_crimes(result)),
                       toolkit::force_name(result.inputs.force), months_text(result.plan.simulated),
                       grouped_number(result.simulated.at("expected").get<double>()));
}

/// The first sentence of the validation.
std::string verdict(const ModelValidation& validation) {
    const std::vector<Section> sections = validation_sections(validation);
    return "How well it predicts: " + std::get<Paragraph>(sections.front().blocks.front()).text;
}

Section summary(const RunResult& result) {
    Section section{"", {Paragraph{headline(result)}}};
    if (result.validation) {
        section.blocks.emplace_back(Paragraph{verdict(*result.validation)});
    }
    for (const std::string& warning : result.warnings) {
        section.blocks.emplace_back(Paragraph{warning, Tone::warning});
    }
    return section;
}

Section crime_types(const RunResult& result) {
    wdd::Table table{.header = {"crime type", "simulated", "share"}, .rows = {}};
    const double all = simulated_crimes(result);
    for (const auto& [type, count] : result.simulated.at("by_crime_type").items()) {
        const auto crimes = count.get<double>();
        table.rows.push_back(
            {type, grouped_number(crimes), all > 0 ? toolkit::percent_text(crimes / all) : ""});
    }
    return {"Simulated crimes", {std::move(table)}};
}

void add_map(const RunResult& result, std::vector<Section>& sections) {
    if (!result.map) {
        return;
    }
    if (std::optional<wdd::Figure> map = run_map(*result.map)) {
        sections.push_back({"Where they are", {*std::move(map)}});
    }
}

void add_validation(const RunResult& result, std::vector<Section>& sections) {
    if (!result.validation) {
        return;
    }
    std::vector<Section> told = validation_sections(*result.validation);
    told.front().heading = "How well does the model predict?";
    std::move(told.begin(), told.end(), std::back_inserter(sections));
}

std::string missing_text(const MissingInput& missing) {
    return fmt::format("There is no {}: {}. Where to get it: {}.", missing.what,
                       missing.consequence, missing.where);
}

/// Tables of weekly rhythms are not taken unasked: whose rhythm it is only the user knows.
std::string rhythm_text(const RunInputs& inputs) {
    return inputs.rhythms.empty()
               ? ""
               : fmt::format(
                     "No weekly rhythm was used, because none was named. Tables in the folder that could be, with ⟨--rhythm⟩: {}.",
                     toolkit::listed(inputs.rhythms));
}

bool has_rhythm(const toolkit::RecordedParameters& parameters) {
    return std::any_of(parameters.begin(), parameters.end(), [](const auto& parameter) {
        return parameter.name == "rhythm" && !toolkit::recorded_text(parameter.value).empty();
    });
}

void add_missing(const RunResult& result, const toolkit::RecordedParameters& parameters,
                 std::vector<Section>& sections) {
    wdd::BulletList list;
    for (const MissingInput& missing : result.inputs.missing) {
        list.items.push_back(missing_text(missing));
    }
    if (std::string rhythm = rhythm_text(result.inputs);
        !rhythm.empty() && !has_rhythm(parameters)) {
        list.items.push_back(std::move(rhythm));
    }
    if (!list.items.empty()) {
        sections.push_back({"What was not used, and where to get it", {std::move(list)}});
    }
}

Section how_it_was_made(const RunResult& result, const toolkit::RecordedParameters& parameters) {
    Section section{"How it was made", {}};
    for (const std::string& reason : result.plan.reasons) {
        section.blocks.emplace_back(Paragraph{reason});
    }
    if (!result.inputs.choices.empty()) {
        section.blocks.emplace_back(wdd::BulletList{result.inputs.choices});
    }
    std::string lines;
    for (const std::string& command : result.commands) {
        lines += command + "\n";
    }
    section.blocks.emplace_back(
        wdd::Details{.summary = "The commands that do the same", .facts = {}, .text = lines});
    wdd::Details options{.summary = "Options"};
    for (const toolkit::RecordedParameter& parameter : parameters) {
        if (std::string text = toolkit::recorded_text(parameter.value); !text.empty()) {
            options.facts.push_back({parameter.name, std::move(text)});
        }
    }
    wdd::Details files{.summary =
                           fmt::format("{} files that the model is made from, with their SHA-256",
                                       result.sources.size())};
    for (const Source& source : result.sources) {
        files.facts.push_back({source.name, source.sha256});
    }
    section.blocks.emplace_back(std::move(options));
    section.blocks.emplace_back(std::move(files));
    if (!result.unreadable.empty()) {
        wdd::Details passed{.summary = fmt::format("{} files of the folder that were passed over",
                                                   result.unreadable.size())};
        for (const std::string& why : result.unreadable) {
            passed.text += why + "\n";
        }
        section.blocks.emplace_back(std::move(passed));
    }
    return section;
}

Json months_json(const MonthRange& months) {
    return {{"from", month_text(months.from)}, {"to", month_text(months.to)}};
}

Json validation_summary(const RunResult& result) {
    if (!result.validation) {
        return nullptr;
    }
    Json findings_json = Json::array();
    for (const Finding& finding : findings(*result.validation)) {
        findings_json.push_back({{"subject", finding.subject},
                                 {"grade", grade_name(finding.grade)},
                                 {"text", finding.text}});
    }
    return {{"months", months_json(result.plan.holdout->tested)},
            {"calibrated", months_json(result.plan.holdout->calibrated)},
            {"verdict", verdict(*result.validation)},
            {"findings", std::move(findings_json)},
            {"warnings", result.validation->warnings}};
}

Json missing_json(const RunInputs& inputs) {
    Json missing = Json::array();
    for (const MissingInput& each : inputs.missing) {
        missing.push_back({{"what", each.what},
                           {"consequence", each.consequence},
                           {"where", toolkit::as_typed(each.where)}});
    }
    return missing;
}

Json data_json(const RunInputs& inputs) {
    const auto path = [](const std::string& text) {
        return text.empty() ? Json(nullptr) : Json(text);
    };
    return {{"crimes", inputs.crimes},
            {"zones", path(inputs.zones)},
            {"zone_field", path(inputs.zone_field)},
            {"boundary", path(inputs.boundary)},
            {"lookup", path(inputs.lookup)},
            {"offences", path(inputs.offences)},
            {"categories", path(inputs.categories)}};
}

} // namespace

std::string run_report(const RunResult& result, const toolkit::RecordedParameters& parameters) {
    wdd::Document page{
        .title = fmt::format("Simulated crime in {}", toolkit::force_name(result.inputs.force)),
        .key =
            wdd::KeyNumber{grouped_number(simulated_crimes(result)),
                           fmt::format("crimes simulated, {}", months_text(result.plan.simulated))},
        .facts = {{"Simulated", months_text(result.plan.simulated)},
                  {"Model from", months_text(result.plan.calibrated)},
                  {"Recorded crimes", result.inputs.crimes}},
        .sections = {summary(result), crime_types(result)},
        .made = std::string("crimekit ") + CRIMEKIT_VERSION};
    add_map(result, page.sections);
    add_validation(result, page.sections);
    add_missing(result, parameters, page.sections);
    page.sections.push_back(how_it_was_made(result, parameters));
    return toolkit::shown(to_html(page));
}

std::string run_text(const RunResult& result, const std::string& output) {
    std::string text = headline(result) + "\n";
    for (const std::string& reason : result.plan.reasons) {
        text += reason + "\n";
    }
    if (result.validation) {
        text += verdict(*result.validation) + "\n";
    }
    for (const MissingInput& missing : result.inputs.missing) {
        text += missing_text(missing) + "\n";
    }
    text += fmt::format("The report: {}\n", toolkit::in_folder(output, report_file));
    return text + fmt::format("The model{}: {}\n",
                              result.model.was_there ? " (made before and used again)" : "",
                              result.model.path);
}

Json run_json(const RunResult& result, const std::string& output) {
    Json json;
    json["force"] = result.inputs.force;
    json["name"] = toolkit::force_name(result.inputs.force);
    json["output"] = output;
    json["simulated"] = months_json(result.plan.simulated);
    json["calibrated"] = months_json(result.plan.calibrated);
    json["crimes"] = result.simulated.at("crimes");
    json["expected"] = result.simulated.at("expected");
    json["by_crime_type"] = result.simulated.at("by_crime_type");
    json["validation"] = validation_summary(result);
    json["model"] = {{"path", result.model.path}, {"made_before", result.model.was_there}};
    json["data"] = data_json(result.inputs);
    json["missing"] = missing_json(result.inputs);
    json["choices"] = result.inputs.choices;
    json["passed_over"] = result.unreadable;
    json["commands"] = result.commands;
    json["warnings"] = result.warnings;
    json["sources"] = Json::array();
    for (const Source& source : result.sources) {
        json["sources"].push_back({{"name", source.name}, {"sha256", source.sha256}});
    }
    return json;
}

} // namespace crims_tool
