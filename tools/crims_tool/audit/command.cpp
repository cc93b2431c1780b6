// SPDX-License-Identifier: MIT
#include "crims_tool/audit/command.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/audit/audit.hpp"
#include "crims_tool/audit/html.hpp"
#include "crims_tool/audit/report.hpp"
#include "crims_tool/options/crime_source_options.hpp"
#include "crims_tool/zones/lookup.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/police/street_files.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::OptionType;
using toolkit::StreetCrimes;
using toolkit::StreetFile;

/// The forces of files that are in order of force.
std::vector<std::string> forces_of(const std::vector<StreetFile>& files) {
    std::vector<std::string> forces;
    for (const StreetFile& file : files) {
        if (forces.empty() || forces.back() != file.force) {
            forces.push_back(file.force);
        }
    }
    return forces;
}

std::vector<StreetFile> files_of(const std::vector<StreetFile>& files, const std::string& force) {
    std::vector<StreetFile> chosen;
    std::copy_if(files.begin(), files.end(), std::back_inserter(chosen),
                 [&force](const StreetFile& file) { return file.force == force; });
    return chosen;
}

} // namespace

toolkit::CommandDescription AuditCommand::description() const {
    return {
        .name = "audit",
        .summary = "lists what a data.police.uk download holds: months, gaps, quality",
        .description =
            {"Reads the street-level files of a download as it comes (the archive, its address, or a folder with files YYYY-MM-FORCE-street.csv at any depth, plain or gzipped) and reports for each force: the months that are there and those missing between the first and last of the download, the crimes by type and last outcome, the crimes without coordinates or LSOA, repeated crime ids, unknown outcomes and, with ⟨--lookup⟩, unknown LSOAs.",
             "A month is called implausible (a drop or a rise) when its total differs by a tenth or more, and by more than 3.5 robust standard deviations (Iglewicz and Hoaglin 1993), from the value that the six months before and after it and the same month of other years suggest. It may be an incomplete file or a change of recording, but also a lockdown: you decide."},
        .exit_statuses = {{0, "done, whatever was found"},
                          {1, "something else failed: a damaged file, a force that is not there"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims audit --crimes samples/town-crimes.zip --lookup samples/town-lookup.csv"}};
}

void AuditCommand::declare(toolkit::OptionList& options) {
    AuditOptions& o = m_options;
    options.group("Input");
    declare_download(
        options, {&o.crimes, &o.force},
        {.help =
             "The download of data.police.uk: the archive .zip, its address (http, https), or a folder with its files.",
         .required = true},
        {.help =
             "Only this force: its usual name ('Avon & Somerset') or the name in the files ('avon-and-somerset')."});
    options.add(
        {.name = "--lookup",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "Table with the columns LSOA and MSOA, such as a CSV, plain or gzipped; crimes whose LSOA is not in it are counted."},
        &o.lookup);
    options.group("Output");
    options.add(
        {.name = "--html",
         .type = OptionType::output_file,
         .value = "FILE",
         .help =
             "A report as one self-contained web page: a calendar of each force's months with gaps and odd months marked, and the crime types over time.",
         .endings = {"html"}},
        &o.html);
    declare_result_files(options, o.files);
}

int AuditCommand::run(toolkit::Console& console) {
    const AuditOptions& o = m_options;
    toolkit::require_outputs_apart({{"--html", o.html}, {"--json", o.files.json}},
                                   {o.crimes, path_of(o.lookup)});
    require_writable(o.files);
    if (!o.html.empty()) {
        toolkit::OutputFile::require_writable(o.html, o.files.overwrite);
    }
    std::optional<std::unordered_map<std::string, std::string>> lookup;
    if (!o.lookup.empty()) {
        lookup = read_zone_lookup(o.lookup);
    }
    toolkit::Download download = toolkit::open_download(o.crimes);
    const auto [first, last] = std::minmax_element(
        download.files.begin(), download.files.end(),
        [](const StreetFile& a, const StreetFile& b) { return a.month < b.month; });
    const crims::Month from = first->month;
    const crims::Month to = last->month;
    std::vector<std::string> forces = forces_of(download.files);
    if (!o.force.empty()) {
        forces = {toolkit::find_force(o.force, forces)};
        download.files = files_of(download.files, forces.front());
    }
    std::map<std::string, ForceTally> tallies;
    for (const std::string& force : forces) {
        tallies.emplace(force, ForceTally(force, from, to));
    }
    toolkit::read_street_files(
        download.files, "",
        [&](std::int64_t done, std::int64_t total) { console.progress(done, total); },
        [&](std::size_t index, StreetCrimes crimes) {
            tallies.at(download.files[index].force).add(std::move(crimes));
        });
    console.end_progress();
    AuditReport report{.path = toolkit::without_password(o.crimes),
                       .forces = {},
                       .misnamed = std::move(download.misnamed),
                       .with_lookup = lookup.has_value()};
    for (auto& [force, tally] : tallies) {
        report.forces.push_back(tally.finish(lookup ? &*lookup : nullptr));
    }
    return publish(report);
}

int AuditCommand::publish(const AuditReport& report) const {
    const AuditOptions& o = m_options;
    nlohmann::ordered_json json = audit_json(report);
    json["parameters"] = toolkit::parameters_json(recorded());
    std::optional<toolkit::OutputFile> html;
    if (!o.html.empty()) {
        html.emplace(o.html, audit_html(report, recorded()), o.files.overwrite);
    }
    if (o.files.json != "-" && o.html != "-") {
        toolkit::write_standard_output(audit_text(report));
    }
    publish_result(o.files, std::move(json), [&html] {
        if (html) {
            html->publish();
        }
    });
    return 0;
}

} // namespace crims_tool
