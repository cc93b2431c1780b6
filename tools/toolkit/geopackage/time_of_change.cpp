// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/time_of_change.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <string_view>

#include <cpl_conv.h>
#include <fmt/format.h>

#include "toolkit/system/process.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

constexpr const char* variable = "SOURCE_DATE_EPOCH";

/// GDAL writes this in place of the time, in all that it writes.
constexpr const char* gdal_option = "OGR_CURRENT_DATE";

std::string iso_time(std::chrono::sys_time<std::chrono::milliseconds> time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::chrono::sys_seconds source_date(std::string_view text) {
    constexpr std::int64_t year_10000 = 253402300800;
    std::int64_t seconds = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0 ||
        seconds >= year_10000) {
        throw UsageError(fmt::format(
            "{} '{}': it must be a whole number of seconds since 1970; correct or unset it",
            variable, text));
    }
    return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

} // namespace

void use_source_date() {
    const std::string set = environment_variable(variable);
    if (!set.empty()) {
        CPLSetConfigOption(gdal_option, iso_time(source_date(set)).c_str());
    }
}

std::string time_of_change() {
    using namespace std::chrono;
    const char* fixed = CPLGetConfigOption(gdal_option, nullptr);
    return fixed != nullptr ? fixed : iso_time(floor<milliseconds>(system_clock::now()));
}

} // namespace toolkit
