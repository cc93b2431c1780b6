// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toolkit {

/// What kind of value an option takes: how it is read, and which widget a front end shows.
enum class OptionType {
    text,
    layer,        ///< an input layer reference
    output_layer, ///< a feature class to be written
    file,         ///< an input file
    output_file,  ///< a file to be written, `-` for standard output
    field,        ///< a field of the layer that `parent` names
    sql,          ///< a condition on the layer that `parent` names
    date,
    month, ///< YYYY-MM
    time_zone,
    distance, ///< a number with or without a linear unit
    number,
    integer, ///< a whole number
    crs,
    choice,
    flag
};

std::string_view option_type_name(OptionType type);

/// What the features of a layer option are.
enum class LayerGeometry {
    any,
    points,
    polygons,
    incidents ///< points; a table serves too, with columns of coordinates or codes of zones
};

std::string_view geometry_name(LayerGeometry geometry);

/// Numbers that an option takes. A bound that is not there is no limit.
struct NumberRange {
    std::optional<double> least = {};
    std::optional<double> most = {};
    bool open = false; ///< the bounds themselves are outside
    /// Of a number in percent: what is smaller, but not 0, can only be a share.
    std::optional<double> least_percent = {};

    bool contains(double number) const;

    /// " from 0 to 1", " between 0 and 1", " of 0 or more"; empty for any number.
    std::string text() const;

    /// " in percent: 80, not 0.8", or " between 0 and 1: 0.8, not 80": where a share was given for
    /// a percentage, or a percentage for a share; else empty.
    std::string mistaken_share(double number) const;
};

/// One option of a command: what it is called, what it takes, and what goes with it. All that is
/// said, checked, recorded and shown of an option comes from here.
struct Option {
    std::string name = {};                 ///< "--response"
    std::vector<std::string> aliases = {}; ///< other names, ArcGIS's among them
    OptionType type = OptionType::text;
    bool list = false;           ///< several values of the type with commas between
    bool distinct = false;       ///< of a list: no value twice
    bool repeatable = false;     ///< may be given several times
    std::string value = {};      ///< placeholder in the help: "LAYER"
    std::string group = {};      ///< heading in the help
    std::string help = {};       ///< what it means
    std::string parent = {};     ///< for fields and conditions: the option that names their layer
    LayerGeometry geometry = {}; ///< of a layer
    bool holds_date = false;     ///< of a field: dates, as a date or as text
    bool may_be_folder = false;  ///< of an input file
    std::vector<std::string> endings = {}; ///< of a file's name, without dot; empty: any
    std::string layer = {};                ///< of a GeoPackage that is written: what a map shows
    NumberRange range = {};                ///< of a number
    std::string unit = {};                 ///< of a number: "%", "days"
    bool last_day = false;                 ///< of a date: a month means its last day
    bool projected = false;                ///< of a coordinate system: one that has lengths
    std::vector<std::string> choices = {};
    std::vector<std::string> goes_with = {}; ///< options without which it says nothing
    std::vector<std::string> excludes = {};  ///< options that say the same in another way
    std::string default_text = {};           ///< the value that stands where none is given
    std::string default_words = {};          ///< in its place, where the value depends on others
    bool required = false;
    bool positional = false;      ///< its value may also stand alone, in the order of declaration
    bool advanced = false;        ///< not in ArcGIS's dialog
    bool recorded = true;         ///< it shapes the result; outputs never do
    std::string negation = {};    ///< for flags: "--no-test-suitability"
    std::string value_alias = {}; ///< for flags: a second name that takes `choices`, first means on
};

} // namespace toolkit
