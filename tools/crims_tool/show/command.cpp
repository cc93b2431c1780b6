// SPDX-License-Identifier: MIT
#include "crims_tool/show/command.hpp"

#include <nlohmann/json.hpp>

#include "crims_tool/show/contents.hpp"
#include "crims_tool/show/report.hpp"
#include "toolkit/files/named_output.hpp"

namespace crims_tool {

toolkit::CommandDescription ShowCommand::description() const {
    return {
        .name = "show",
        .summary = "tells what a model knows, and what it lacks",
        .description =
            {"Reads a model made by ⟨crims calibrate⟩ and reports its force, months, zones, crime types and offences, how many crimes a year it expects, what it lacks, and the files that it was made from with their SHA-256.",
             "What a model lacks is read from its tables as they are now. So the report is also right for a model that was changed in QGIS or written by another program.",
             "With ⟨--json⟩ the result also lists every zone with its crimes a year and every offence with its share and severity."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: the file is not a model"},
                          {2, "the command line is wrong"}},
        .examples = {"crims show model.gpkg"}};
}

void ShowCommand::declare(toolkit::OptionList& options) {
    options.group("Model");
    options.add({.name = "--model",
                 .type = toolkit::OptionType::file,
                 .value = "MODEL.gpkg",
                 .help = "Model written by ⟨crims calibrate⟩.",
                 .endings = {"gpkg"},
                 .required = true,
                 .positional = true},
                &m_model);
    options.group("Output");
    declare_result_files(options, m_files);
}

void ShowCommand::check() {}

int ShowCommand::run(toolkit::Console& console) {
    toolkit::require_outputs_apart({{"--json", m_files.json}}, {m_model});
    require_writable(m_files);
    const StoredModel stored = read_model(m_model, ReadShapes::yes);
    const ModelContents contents = contents_of(stored);
    publish_result(m_files, contents_json(contents, stored));
    if (m_files.json != "-") {
        console.result(contents_text(contents, stored, m_model));
    }
    return 0;
}

} // namespace crims_tool
