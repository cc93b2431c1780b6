// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <numeric>

#include "crims_tool/calibrate/offence_tables.hpp"
#include "crims_tool/calibrate/rhythm_source.hpp"
#include "fuzzing.hpp"

// The tables that `crims calibrate` reads beside the crimes: rhythms, offences and their
// categories.

namespace {

using fuzzing::require;

void check_rhythms(const std::map<std::string, crims::WeeklyRhythm>& rhythms) {
    for (const auto& [key, week] : rhythms) {
        require(!key.empty());
        require(std::all_of(week.begin(), week.end(),
                            [](double weight) { return std::isfinite(weight) && weight >= 0; }));
        const double mean =
            std::accumulate(week.begin(), week.end(), 0.0) / static_cast<double>(week.size());
        require(std::abs(mean - 1) < 1e-9);
    }
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzzing::InputFile file("table.csv", fuzzing::text_of(data, size));
    fuzzing::read_or_refuse([&] {
        const crims_tool::Rhythms rhythms = crims_tool::read_rhythm_table(file.path());
        check_rhythms(rhythms.by_code);
        check_rhythms(rhythms.by_offence);
        check_rhythms(rhythms.by_type);
    });
    fuzzing::read_or_refuse([&] {
        for (const auto& category : crims_tool::read_offence_categories(file.path())) {
            require(!category.code.empty() && !category.crime_type.empty());
            require(!std::isinf(category.severity));
        }
    });
    fuzzing::read_or_refuse([&] {
        const auto offences = crims_tool::read_offence_counts(
            file.path(), "Avon & Somerset",
            {std::chrono::year(2018) / 1, std::chrono::year(2019) / 12});
        std::vector<crims::OffenceCategory> categories;
        for (const crims::OffenceCount& one : offences.counts) {
            categories.push_back({.crime_type = "burglary", .code = one.code, .description = {}});
        }
        for (const auto& one :
             crims::offence_shares({"burglary"}, categories, offences.counts).offences) {
            require(one.share >= 0 && one.share <= 1 + 1e-9);
        }
    });
    return 0;
}
