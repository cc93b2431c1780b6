// SPDX-License-Identifier: MIT
#include "toolkit/command/option_value.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "toolkit/system/paths.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/number.hpp"
#include "toolkit/text/parts.hpp"
#include "toolkit/time/date_text.hpp"

namespace toolkit {

namespace {

/// What a parser refuses is a wrong command line.
template<class Parser>
auto parsed(const Option& option, Parser&& parser) {
    try {
        return parser();
    } catch (const std::invalid_argument& error) {
        throw UsageError(fmt::format("⟨{}⟩: {}", option.name, error.what()));
    }
}

UsageError unexpected(const Option& option, const std::string& text, const std::string& expected) {
    return UsageError(fmt::format("⟨{}⟩ '{}': expected {}", option.name, text, expected));
}

/// A bound as a whole number that a type can hold.
template<class Whole>
std::uint64_t bound(const std::optional<double>& given, std::uint64_t otherwise) {
    constexpr std::uint64_t largest = std::numeric_limits<Whole>::max();
    return std::min(given ? static_cast<std::uint64_t>(*given) : otherwise, largest);
}

template<class Whole>
Whole whole_number(const Option& option, const std::string& text) {
    constexpr std::uint64_t largest = std::numeric_limits<Whole>::max();
    return static_cast<Whole>(parse_integer(text, option.name, bound<Whole>(option.range.least, 0),
                                            bound<Whole>(option.range.most, largest)));
}

/// Text in a file that is called a workbook opens in no program. A name without an ending, or with
/// one that says nothing of a format, is the user's choice.
void require_csv_ending(const Option& option, const std::string& path) {
    constexpr std::array other_formats{".json", ".html", ".xlsx",    ".xls",     ".ods", ".gpkg",
                                       ".shp",  ".fgb",  ".geojson", ".parquet", ".zip", ".pdf"};
    const bool is_csv = option.endings.size() == 1 && option.endings.front() == "csv";
    if (is_csv &&
        std::ranges::find(other_formats, lower_case(ending_of(path))) != other_formats.end()) {
        throw UsageError(fmt::format(
            "⟨{}⟩ '{}': the result is a CSV; end the file's name with .csv", option.name, path));
    }
}

} // namespace

template<>
std::string option_value(const Option& option, const std::string& text) {
    if (option.type == OptionType::output_file) {
        require_csv_ending(option, text);
    }
    return text;
}

template<>
bool option_value(const Option& /*option*/, const std::string& text) {
    return text == "on";
}

template<>
double option_value(const Option& option, const std::string& text) {
    const std::optional<double> number = read_number(text);
    const bool is_finite = number && *number - *number == 0;
    if (const std::string hint = is_finite ? option.range.mistaken_share(*number) : "";
        !hint.empty()) {
        throw unexpected(option, text, "a number" + hint);
    }
    if (!is_finite || !option.range.contains(*number)) {
        throw unexpected(option, text, "a number" + option.range.text());
    }
    return *number + 0.0; // -0 is 0
}

template<>
std::uint64_t option_value(const Option& option, const std::string& text) {
    return whole_number<std::uint64_t>(option, text);
}

template<>
std::uint32_t option_value(const Option& option, const std::string& text) {
    return whole_number<std::uint32_t>(option, text);
}

template<>
int option_value(const Option& option, const std::string& text) {
    return whole_number<int>(option, text);
}

template<>
std::chrono::sys_days option_value(const Option& option, const std::string& text) {
    return parsed(option,
                  [&] { return option.last_day ? parse_end_date(text) : parse_start_date(text); });
}

template<>
std::chrono::year_month option_value(const Option& option, const std::string& text) {
    const std::optional<DateText> date = read_date(text);
    constexpr std::size_t length = std::string_view("YYYY-MM").size();
    if (!date || !date->month_only || text.size() != length || text[4] != '-') {
        throw unexpected(option, text, "a month as YYYY-MM, such as 2020-03");
    }
    const std::chrono::year_month_day day(date->day);
    return day.year() / day.month();
}

template<>
TimeZone option_value(const Option& option, const std::string& text) {
    return parsed(option, [&] { return TimeZone(text); });
}

template<>
Distance option_value(const Option& option, const std::string& text) {
    return parsed(option, [&] { return parse_distance(text); });
}

template<>
LayerReference option_value(const Option& option, const std::string& text) {
    return parsed(option, [&] { return parse_layer_reference(text); });
}

template<>
DateFormat option_value(const Option& option, const std::string& text) {
    return parsed(option, [&] { return DateFormat::named(text); });
}

template<>
Crs option_value(const Option& option, const std::string& text) {
    Crs crs = Crs::from_text(text, option.name);
    if (option.projected && !crs.is_projected()) {
        throw UsageError(fmt::format(
            "⟨{}⟩ {}: this is not a projected system, so it has no lengths; name a projected one",
            option.name, crs.text()));
    }
    return crs;
}

UsageError given_twice(const Option& option, const std::string& text, const std::string& part) {
    return UsageError(
        fmt::format("⟨{}⟩ '{}': {} is in the list twice; give it once", option.name, text, part));
}

std::vector<std::string> option_parts(const Option& option, const std::string& text) {
    std::vector<std::string> parts;
    for (const std::string_view between : parts_of(text, ',')) {
        const std::string_view part = trimmed(between);
        if (part.empty()) {
            throw UsageError(
                fmt::format("⟨{}⟩ '{}': there is nothing between two commas", option.name, text));
        }
        parts.emplace_back(part);
    }
    return parts;
}

} // namespace toolkit
