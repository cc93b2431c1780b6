// SPDX-License-Identifier: MIT
#include "wdd_tool/result/output.hpp"

#include <utility>
#include <vector>

#include <cpl_port.h>
#include <fmt/format.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/geopackage/time_of_change.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/visible.hpp"
#include "wdd_tool/result/json.hpp"

namespace wdd_tool {

using toolkit::OptionType;
using toolkit::OutputFile;

toolkit::Option confidence_option() {
    return {.name = "--confidence",
            .type = OptionType::number,
            .value = "LEVEL",
            .help = "Confidence of the two-sided interval, between 0 and 1.",
            .range = {.least = 0, .most = 1, .open = true},
            .default_text = "0.95"};
}

void declare_message_files(toolkit::OptionList& options, MessageFiles& files) {
    options.add({.name = "--json",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "Writes the result for programs; - for standard output.",
                 .endings = {"json"},
                 .advanced = true},
                &files.json);
    options.add({.name = "--message",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "Writes the message as text; - for standard output, which is the default.",
                 .endings = {"txt"},
                 .advanced = true},
                &files.message);
    options.add({.name = "--html",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "Writes the message as a web page.",
                 .endings = {"html"},
                 .advanced = true},
                &files.html);
    options.add(
        {.name = "--title",
         .value = "TEXT",
         .help =
             "What was evaluated, such as \"Patrols in the Market Square, 2023\": the title of the message.",
         .advanced = true},
        &files.title);
    options.add({.name = "--overwrite",
                 .type = OptionType::flag,
                 .help = "Replaces existing files and an existing result layer.",
                 .advanced = true,
                 .recorded = false},
                &files.overwrite);
}

void declare_summary(toolkit::OptionList& options, MessageFiles& files) {
    options.add(
        {.name = "--summary",
         .type = OptionType::output_file,
         .value = "FILE",
         .help =
             "Writes the verdict in at most 255 characters, to paste into a table; - for standard output, in place of the message.",
         .endings = {"txt"},
         .advanced = true},
        &files.summary);
}

void declare_workbook(toolkit::OptionList& options, MessageFiles& files) {
    options.add(
        {.name = "--xlsx",
         .type = OptionType::output_file,
         .value = "FILE",
         .help =
             "Writes a workbook for Excel or LibreOffice: the counts with the test as formulas, the months and the parameters.",
         .endings = {"xlsx"},
         .advanced = true},
        &files.xlsx);
}

std::vector<std::string> result_endings() {
    return {"gpkg", "shp", "geojson", "fgb", "gdb", "csv"};
}

std::string result_formats_help() {
    return "FILE.gpkg or FILE.gpkg|layername=NAME, a new file or a new layer of an existing one; or a new file of another format by its ending: .shp, .geojson, .fgb, .gdb, .csv.";
}

toolkit::FeatureTarget result_target(const std::string& reference, bool overwrite,
                                     const std::string& option) {
    using enum toolkit::FeatureFormat;
    return toolkit::feature_target(reference, overwrite, option,
                                   {geopackage, shapefile, geojson, flatgeobuf, geodatabase, csv});
}

void declare_map(toolkit::OptionList& options, MessageFiles& files) {
    options.add(
        {.name = "--png",
         .type = OptionType::output_file,
         .value = "FILE",
         .help = "Writes a map of the areas with their counts and the verdict, as a picture.",
         .endings = {"png"},
         .advanced = true},
        &files.png);
}

void check_endings(const MessageFiles& files) {
    const auto require = [](const std::string& option, const std::string& file, const char* what,
                            const char* ending) {
        if (!file.empty() && !EQUAL(toolkit::ending_of(file).c_str(), ending)) {
            throw toolkit::UsageError(
                fmt::format("⟨{}⟩ '{}': the result is a {}; end the file's name with {}", option,
                            file, what, ending));
        }
    };
    require("--xlsx", files.xlsx, "workbook", ".xlsx");
    require("--png", files.png, "picture", ".png");
}

std::vector<toolkit::NamedOutput> named_outputs(const MessageFiles& files) {
    return {{"--json", files.json},       {"--message", files.message}, {"--html", files.html},
            {"--summary", files.summary}, {"--xlsx", files.xlsx},       {"--png", files.png}};
}

void require_writable(const MessageFiles& files) {
    for (const auto& [option, file] : named_outputs(files)) {
        if (!file.empty()) {
            OutputFile::require_writable(file, files.overwrite);
        }
    }
}

namespace {

std::string text_of(const wdd::Message& message) {
    return toolkit::visible(toolkit::in_users_words(to_text(message)));
}

/// What is kept says by which version and when it was made; the screen does not have to.
std::string text_to_keep(wdd::Message message) {
    message.facts.push_back({"Made by", message.made});
    return text_of(message);
}

} // namespace

void publish(wdd::Message message, nlohmann::ordered_json json, const MessageFiles& files,
             const FurtherOutputs& further) {
    if (!files.title.empty()) {
        message.title = files.title;
    }
    constexpr std::size_t day_length = 10;
    message.made =
        "crimekit " CRIMEKIT_VERSION ", " + toolkit::time_of_change().substr(0, day_length);
    json["title"] = message.title;
    if (!further.summary.empty()) {
        json["summary"] = further.summary;
    }
    const std::string text = text_of(message);
    json["version"] = CRIMEKIT_VERSION;
    json["message"] = text;
    const bool message_to_screen =
        files.message.empty() && files.json != "-" && files.summary != "-" && !further.is_streamed;
    std::vector<OutputFile> outputs;
    for (const auto& [path, content] :
         {std::pair{files.json, json_text(json)},
          std::pair{message_to_screen ? "-" : files.message,
                    message_to_screen || files.message == "-" ? text : text_to_keep(message)},
          std::pair{files.html, toolkit::visible(toolkit::in_users_words(to_html(message)))},
          std::pair{files.summary, further.summary + "\n"}}) {
        if (!path.empty()) {
            outputs.emplace_back(path, content, files.overwrite);
        }
    }
    if (!files.xlsx.empty()) {
        outputs.emplace_back(files.xlsx, further.workbook(), files.overwrite);
    }
    if (!files.png.empty()) {
        outputs.emplace_back(files.png, further.map(), files.overwrite);
    }
    further.finish();
    for (OutputFile& output : outputs) { // what may still fail, before what only has to be renamed
        if (output.is_stream()) {
            output.publish();
        }
    }
    further.publish();
    for (OutputFile& output : outputs) {
        if (!output.is_stream()) {
            output.publish();
        }
    }
}

} // namespace wdd_tool
