// SPDX-License-Identifier: MIT
#include "toolkit/police/street_file_name.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "toolkit/time/month.hpp"

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// What a name tells makes the name again.
void check_round_trip(std::string_view name) {
    const auto parsed = toolkit::parse_street_file_name(name);
    if (!parsed) {
        return;
    }
    require(parsed->month.ok() && toolkit::ends_like_street_file_name(name));
    const std::string text = toolkit::month_text(parsed->month);
    const std::string plain = text + "-" + parsed->force + "-street.csv";
    require(name == plain || name == plain + ".gz");
    require(toolkit::read_month(text) == parsed->month);
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_round_trip(text);
    check_round_trip("2020-11-" + std::string(text) + "-street.csv");
    if (const auto month = toolkit::read_month(text)) {
        require(toolkit::month_text(*month) == text);
    }
    return 0;
}
