// SPDX-License-Identifier: MIT
#include "crims_tool/rows/crime_output.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "crims_tool/rows/crime_layer.hpp"
#include "crims_tool/rows/crime_text_writer.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/geopackage/feature_class_target.hpp"
#include "toolkit/layers/layer_reference.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::OutputFile;
using toolkit::UsageError;

constexpr const char* option = "--output";

enum class Format { geopackage, flatgeobuf, csv, json };

/// A target taken apart.
struct Destination {
    Format format = Format::csv;
    std::string path;
    std::string layer;
};

Format format_of(const std::string& target, const std::string& path) {
    std::string ending = toolkit::ending_of(path);
    std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    });
    if (ending == ".gpkg") {
        return Format::geopackage;
    }
    if (ending == ".fgb") {
        return Format::flatgeobuf;
    }
    if (ending == ".csv") {
        return Format::csv;
    }
    if (ending == ".json") {
        return Format::json;
    }
    throw UsageError(fmt::format(
        "⟨{}⟩ '{}': unknown file ending; use .gpkg, .fgb, .csv or .json, or - for CSV on standard output",
        option, target));
}

Destination destination(const std::string& target) {
    if (target == "-") {
        return {Format::csv, target, ""};
    }
    toolkit::LayerReference reference;
    try {
        reference = toolkit::parse_layer_reference(target);
    } catch (const std::invalid_argument& error) {
        throw UsageError(fmt::format("⟨{}⟩: {}", option, error.what()));
    }
    const Format format = format_of(target, reference.path);
    const bool has_layers = format == Format::geopackage || format == Format::flatgeobuf;
    if (!reference.subset.empty() || reference.layer_id || (reference.layer && !has_layers)) {
        throw UsageError(fmt::format("⟨{}⟩ '{}': {}", option, target,
                                     has_layers ? "an output takes PATH or PATH|layername=NAME"
                                                : "a text file has no layers"));
    }
    return {format, reference.path, reference.layer.value_or(toolkit::stem_of(reference.path))};
}

/// Columns that are the same in all rows: they stand before the row's end.
void add_constants(RowFormat& format,
                   const std::vector<std::pair<std::string, std::string>>& constants) {
    std::string names;
    std::string cells;
    for (const auto& [name, cell] : constants) {
        names += "," + name;
        cells += "," + cell;
    }
    format.head.insert(format.head.size() - 1, names); // before the line's end
    format.end.insert(0, cells);
    format.row_bound += cells.size();
}

RowColumns columns_of(const CrimeOutput& output) {
    return {.with_places = output.with_places,
            .with_replicate = output.with_replicate,
            .crs = output.crs,
            .zone = output.zone};
}

} // namespace

void require_writable(const CrimeOutput& output) {
    const Destination to = destination(output.target);
    if (to.format == Format::geopackage) {
        require_writable(toolkit::feature_class_target(output.target, output.overwrite, option));
        return;
    }
    if (to.format == Format::flatgeobuf && !output.with_places) {
        throw UsageError(fmt::format(
            "⟨{}⟩ '{}': FlatGeobuf needs places for all crimes; use .gpkg, .csv or .json", option,
            output.target));
    }
    if (to.format == Format::flatgeobuf && OutputFile::is_device(to.path)) {
        throw UsageError(fmt::format("⟨{}⟩ '{}': FlatGeobuf needs a file", option, output.target));
    }
    OutputFile::require_writable(to.path, output.overwrite);
}

std::unique_ptr<CrimeWriter> open_crime_writer(const CrimeOutput& output,
                                               const crims::Model& model) {
    const Destination to = destination(output.target);
    switch (to.format) {
    case Format::geopackage:
        return open_geopackage_writer(
            toolkit::feature_class_target(output.target, output.overwrite, option), output, model);
    case Format::flatgeobuf:
        return open_flatgeobuf_writer(to.path, to.layer, output, model);
    case Format::json:
        return open_text_writer(to.path, output.overwrite, json_format(columns_of(output), model));
    case Format::csv:
        break;
    }
    RowFormat format = csv_format(columns_of(output), model);
    add_constants(format, output.constants);
    return open_text_writer(to.path, output.overwrite, std::move(format));
}

} // namespace crims_tool
