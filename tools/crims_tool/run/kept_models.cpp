// SPDX-License-Identifier: MIT
#include "crims_tool/run/kept_models.hpp"

#include <memory>

#include <cpl_vsi.h>
#include <fmt/format.h>

#include "crims_tool/model/file.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/layers/layer_reference.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/system/process.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

/// Of a file as GDAL opens it, one in an archive by itself.
std::string hash_of(const toolkit::StreetFile& file) {
    const std::unique_ptr<VSILFILE, toolkit::CloseFile> opened(VSIFOpenL(file.path.c_str(), "rb"));
    if (!opened) {
        throw DataError(fmt::format("{}: it cannot be read", file.name));
    }
    std::string content;
    constexpr std::size_t piece = 1U << 20U;
    std::size_t got = piece;
    while (got == piece) {
        const std::size_t size = content.size();
        content.resize(size + piece);
        got = VSIFReadL(content.data() + size, 1, piece, opened.get());
        content.resize(size + got);
    }
    return toolkit::sha256_of(content);
}

/// Names a file by its content, so that it may move.
std::string by_content(const std::string& option, const std::string& reference) {
    if (reference.empty()) {
        return "";
    }
    const std::string path = toolkit::layer_path(reference);
    return fmt::format("{} {} {}\n", option, toolkit::sha256_of_file(path),
                       reference.substr(path.size()));
}

/// Those of the excluded months that a model would be made from: one that is made without the last
/// year has fewer.
std::string excluded_of(const CalibrationChoices& choices, const MonthRange& months) {
    std::string excluded;
    if (choices.exclude_months.empty()) {
        return excluded;
    }
    for (const crims::Month month : parse_month_list(choices.exclude_months, "--exclude-months")) {
        if (months.contains(month)) {
            excluded += (excluded.empty() ? "" : ",") + month_text(month);
        }
    }
    return excluded;
}

} // namespace

std::vector<std::string> calibrate_arguments(const RunInputs& inputs, const MonthRange& months,
                                             const CalibrationChoices& choices) {
    std::vector<std::string> arguments{
        "--crimes", inputs.crimes,           "--force", inputs.force,
        "--from",   month_text(months.from), "--to",    month_text(months.to)};
    const auto add = [&arguments](const std::string& option, const std::string& value) {
        if (!value.empty()) {
            arguments.insert(arguments.end(), {option, value});
        }
    };
    add("--zones", inputs.zones);
    add("--zone-field", inputs.zone_field);
    add("--lookup", inputs.lookup);
    if (!inputs.offences.empty() && !inputs.categories.empty()) {
        add("--offences", inputs.offences);
        add("--categories", inputs.categories);
    }
    add("--rhythm", choices.rhythm);
    add("--exclude-months", excluded_of(choices, months));
    if (choices.trend) {
        arguments.emplace_back("--trend");
    }
    if (choices.dispersion) {
        arguments.emplace_back("--dispersion");
    }
    return arguments;
}

std::string kept_name(const RunInputs& inputs, const MonthRange& months,
                      const CalibrationChoices& choices) {
    std::string text =
        fmt::format("crimekit {}\n{} {}\n", CRIMEKIT_VERSION, inputs.force, months_text(months));
    for (const toolkit::StreetFile& file : inputs.files) {
        if (months.contains(file.month)) {
            text += fmt::format("{} {}\n", month_text(file.month), hash_of(file));
        }
    }
    text += by_content("--zones", inputs.zones) + inputs.zone_field + "\n";
    text += by_content("--lookup", inputs.lookup);
    text += by_content("--offences", inputs.offences);
    text += by_content("--categories", inputs.categories);
    text += by_content("--rhythm", choices.rhythm);
    text +=
        fmt::format("{} {} {}", excluded_of(choices, months), choices.trend, choices.dispersion);
    constexpr std::size_t digits = 16;
    return fmt::format("{}-{}-{}-{}.gpkg", inputs.force, month_text(months.from),
                       month_text(months.to), toolkit::sha256_of(text).substr(0, digits));
}

std::string kept_folder(const std::string& asked) {
    std::string folder = asked;
    if (asked.empty()) {
        const std::string cache = toolkit::users_cache_folder();
        if (cache.empty()) {
            throw DataError(
                "there is no folder for models: neither XDG_CACHE_HOME nor HOME is set; name one with ⟨--models⟩");
        }
        folder = toolkit::in_folder(toolkit::in_folder(cache, "crimekit"), "models");
    }
    if (const std::error_code error = toolkit::make_folders(folder)) {
        throw DataError(
            fmt::format("{} (⟨--models⟩): the folder cannot be made: {}", folder, error.message()));
    }
    return folder;
}

bool is_kept(const std::string& path) {
    if (!toolkit::path_exists(path)) {
        return false;
    }
    try {
        read_model(path, ReadShapes::no);
        return true;
    } catch (const DataError&) {
        return false; // it is made anew
    }
}

} // namespace crims_tool
