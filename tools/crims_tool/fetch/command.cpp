// SPDX-License-Identifier: MIT
#include "crims_tool/fetch/command.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "toolkit/command/made_by.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/text/cancel.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using Json = nlohmann::ordered_json;
using toolkit::grouped_number;
using toolkit::OptionType;
using toolkit::UsageError;

void stop_if_cancelled() {
    if (toolkit::cancel_requested()) {
        throw toolkit::Cancelled();
    }
}

/// An address without the slash at its end.
std::string server_address(const std::string& text, const char* option) {
    if (!text.starts_with("http://") && !text.starts_with("https://")) {
        throw UsageError(
            fmt::format("⟨{}⟩ '{}': expected an address that begins with https://", option, text));
    }
    std::string address = text;
    while (address.ends_with('/')) {
        address.pop_back();
    }
    return address;
}

Json crimes_json(const FetchedCrimes& crimes) {
    Json json{{"force", crimes.force}, {"files", Json::array()}, {"archives", Json::array()}};
    for (const FetchedFile& file : crimes.files) {
        json["files"].push_back({{"path", file.path},
                                 {"month", month_text(file.month)},
                                 {"bytes", file.bytes},
                                 {"sha256", file.sha256},
                                 {"archive", file.archive},
                                 {"fetched_before", file.was_there}});
    }
    for (const FetchedArchive& archive : crimes.archives) {
        json["archives"].push_back({{"address", archive.address},
                                    {"bytes", archive.file.size},
                                    {"etag", archive.file.etag},
                                    {"last_modified", archive.file.last_modified}});
    }
    json["missing"] = month_texts(crimes.missing);
    return json;
}

std::string crimes_text(const FetchedCrimes& crimes, const std::string& output) {
    const auto there = std::count_if(crimes.files.begin(), crimes.files.end(),
                                     [](const FetchedFile& file) { return file.was_there; });
    std::uint64_t bytes = 0;
    for (const FetchedFile& file : crimes.files) {
        bytes += file.bytes;
    }
    constexpr double megabyte = 1e6;
    std::string text = fmt::format(
        "{} months of {}, {} to {}, {:.1f} MB: {}\n", crimes.files.size(),
        toolkit::force_name(crimes.force), month_text(crimes.files.front().month),
        month_text(crimes.files.back().month), static_cast<double>(bytes) / megabyte, output);
    if (there > 0) {
        text += fmt::format("{} of them were there already.\n", there);
    }
    if (!crimes.missing.empty()) {
        text += fmt::format("The archives have no file of the force for: {}.\n",
                            toolkit::listed(month_texts(crimes.missing)));
    }
    return text;
}

Json neighbourhoods_json(const FetchedNeighbourhoods& found) {
    return {{"force", found.force},
            {"path", found.path},
            {"count", found.count},
            {"without_boundary", found.without_boundary}};
}

std::string neighbourhoods_text(const FetchedNeighbourhoods& found) {
    std::string text = fmt::format("{} neighbourhoods of {}: {}\n", grouped_number(found.count),
                                   toolkit::force_name(found.force), found.path);
    if (!found.without_boundary.empty()) {
        text += fmt::format("These have no boundary and are not in the layer: {}.\n",
                            toolkit::listed(found.without_boundary));
    }
    return text;
}

} // namespace

toolkit::CommandDescription FetchCommand::description() const {
    return {
        .name = "fetch",
        .summary = "fetches a force's months from data.police.uk, and its neighbourhoods",
        .description =
            {"Fetches the street-level files of one force from the archives of data.police.uk. An archive holds all forces and 36 months in more than a gigabyte; only the parts that are needed are fetched. The files lie in FOLDER/YYYY-MM, as the archive unpacks, and ⟨crims calibrate⟩, ⟨crims audit⟩ and ⟨crims run⟩ read the folder.",
             "A file appears when it is whole and its checksum is right. If a run was stopped, the same command continues it: files that are there are not fetched again. If a connection is cut, the download goes on where it ended, and a server that is busy is asked again after the time it names. If an archive was replaced on the server, the command says so and fetches the months that differ. FOLDER/fetched.json lists all files with their SHA-256, and the archives with their version.",
             "With ⟨--neighbourhoods⟩ it fetches the boundaries of the force's neighbourhoods from the police API as FOLDER/neighbourhoods.gpkg, a layer of zones with the fields code and name.",
             "Proxies and certificates are those of GDAL and libcurl (https_proxy, GDAL_HTTP_PROXY, CURL_CA_BUNDLE)."},
        .exit_statuses =
            {{0, "done"},
             {1,
              "something else failed: the server, a force that is not there; files that are whole stay"},
             {2, "the command line is wrong"}},
        .examples = {
            "crims fetch --force \"West Yorkshire\" --from 2021-01 --to 2023-12 --output data --neighbourhoods"}};
}

void FetchCommand::declare(toolkit::OptionList& options) {
    FetchOptions& o = m_options;
    options.group("What to fetch");
    options.add(
        {.name = "--force",
         .type = OptionType::text,
         .value = "NAME",
         .help =
             "The force: its usual name ('Avon & Somerset') or the name in the files ('avon-and-somerset').",
         .required = true},
        &o.force);
    options.add({.name = "--from",
                 .type = OptionType::month,
                 .value = "YYYY-MM",
                 .help = "First month.",
                 .goes_with = {"--to"}},
                &o.from);
    options.add({.name = "--to",
                 .type = OptionType::month,
                 .value = "YYYY-MM",
                 .help = "Last month, included.",
                 .goes_with = {"--from"}},
                &o.to);
    options.add(
        {.name = "--archive",
         .type = OptionType::month,
         .value = "YYYY-MM",
         .help =
             "The newest archive to use. A later one has later outcomes and corrections; older ones are used for months that it does not hold.",
         .goes_with = {"--from"},
         .default_words = "that of the last month"},
        &o.archive);
    options.add({.name = "--neighbourhoods",
                 .type = OptionType::flag,
                 .help = "Fetches the boundaries of the force's neighbourhoods."},
                &o.neighbourhoods);
    declare_server(options);
    options.group("Output");
    options.add({.name = "--output",
                 .type = OptionType::output_file,
                 .value = "FOLDER",
                 .help = "Folder for the files; it is created if it does not exist.",
                 .required = true},
                &o.output);
    declare_result_files(options, o.files);
}

void FetchCommand::declare_server(toolkit::OptionList& options) {
    FetchOptions& o = m_options;
    options.group("Server");
    options.add({.name = "--address",
                 .type = OptionType::text,
                 .value = "ADDRESS",
                 .help = "Where the archives YYYY-MM.zip are.",
                 .default_text = "https://data.police.uk/data/archive",
                 .advanced = true},
                &o.address,
                [](const std::string& text) { return server_address(text, "--address"); });
    options.add({.name = "--api",
                 .type = OptionType::text,
                 .value = "ADDRESS",
                 .help = "Where the police API is.",
                 .default_text = "https://data.police.uk/api",
                 .advanced = true},
                &o.api, [](const std::string& text) { return server_address(text, "--api"); });
    constexpr double most_retries = 100;
    options.add(
        {.name = "--retries",
         .type = OptionType::integer,
         .value = "N",
         .help =
             "How many times a server that is busy or cannot be reached is asked again, after 1, 2, 4, ... seconds or the time it names.",
         .range = {.least = 0, .most = most_retries},
         .default_text = "5",
         .advanced = true,
         .recorded = false},
        &o.retries);
}

void FetchCommand::check() {
    const FetchOptions& o = m_options;
    if (!o.from && !o.neighbourhoods) {
        throw UsageError(
            "nothing is asked for: give ⟨--from⟩ and ⟨--to⟩ for crimes, or ⟨--neighbourhoods⟩");
    }
    if (o.from) {
        require_ordered({*o.from, *o.to});
        if (o.archive && *o.archive < *o.to) {
            throw UsageError(fmt::format("⟨--archive⟩ {}: it does not hold {}, the last month",
                                         month_text(*o.archive), month_text(*o.to)));
        }
        constexpr std::size_t most_months = 600;
        if (MonthRange{*o.from, o.archive.value_or(*o.to)}.size() > most_months) {
            throw UsageError(fmt::format("⟨--from⟩ {}: there are no archives of that time",
                                         month_text(*o.from)));
        }
    }
}

ArchiveRequest FetchCommand::archive_request() const {
    const FetchOptions& o = m_options;
    return {.address = o.address,
            .force = o.force,
            .months = {*o.from, *o.to},
            .newest = o.archive.value_or(*o.to),
            .output = o.output,
            .overwrite = o.files.overwrite};
}

NeighbourhoodRequest FetchCommand::neighbourhood_request() const {
    const FetchOptions& o = m_options;
    return {.api = o.api,
            .force = o.force,
            .output = o.output,
            .overwrite = o.files.overwrite,
            .description =
                toolkit::made_by(fmt::format("Neighbourhoods of {}", o.force),
                                 "crims fetch of crimekit " CRIMEKIT_VERSION, recorded())};
}

int FetchCommand::run(toolkit::Console& console) {
    const FetchOptions& o = m_options;
    require_writable(o.files);
    if (const std::error_code error = toolkit::make_folders(o.output)) {
        throw toolkit::DataError(
            fmt::format("{}: the folder cannot be made: {}", o.output, error.message()));
    }
    if (o.neighbourhoods) {
        neighbourhoods_file(neighbourhood_request());
    }
    toolkit::HttpClient client({.retries = o.retries, .while_waiting = stop_if_cancelled});
    Json json;
    std::string text;
    if (o.from) {
        const FetchedCrimes crimes = fetch_crimes(archive_request(), client, console);
        json["crimes"] = crimes_json(crimes);
        text += crimes_text(crimes, o.output);
    }
    if (o.neighbourhoods) {
        const FetchedNeighbourhoods found =
            fetch_neighbourhoods(neighbourhood_request(), client, console);
        json["neighbourhoods"] = neighbourhoods_json(found);
        text += neighbourhoods_text(found);
    }
    console.end_progress();
    json["received_bytes"] = client.received();
    json["parameters"] = toolkit::parameters_json(recorded());
    publish_result(o.files, std::move(json));
    if (o.files.json != "-") {
        console.result(text);
    }
    return 0;
}

} // namespace crims_tool
