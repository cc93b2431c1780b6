// SPDX-License-Identifier: MIT
#include <cmath>

#include "crims_tool/options/loading_table.hpp"
#include "fuzzing.hpp"

namespace {

using fuzzing::require;

crims::Model small_model() {
    crims::Model model;
    model.zones = {"E02000001", "E02000977"};
    model.crime_types = {"burglary", "vehicle crime"};
    model.offences = {{.crime_type = 0, .code = "28A", .description = "Burglary"},
                      {.crime_type = 1, .code = "45", .description = "Theft from", .share = 0.5},
                      {.crime_type = 1, .code = "48", .description = "Theft of", .share = 0.5}};
    model.incidence.assign(12 * model.cell_count(), 1.5);
    model.trends.resize(2);
    model.dispersion.resize(2);
    model.suspect.assign(model.cell_count(), 0.1);
    return model;
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const crims::Model model = small_model();
    constexpr crims::Month first = std::chrono::year(2023) / 1;
    const fuzzing::InputFile file("loading.csv", fuzzing::text_of(data, size));
    fuzzing::read_or_refuse([&] {
        std::vector<std::string> warnings;
        const crims::Loading loading = crims_tool::read_loading(
            file.path(), model, "MSOA", first, first + std::chrono::months(11), warnings);
        crims::check_loading(model, loading); // throws for what the table must not let through
        try {
            for (const double factor : crims::loading_factors(model, loading, first)) {
                require(std::isfinite(factor) && factor >= 0);
            }
        } catch (const std::invalid_argument&) { // the product of rules is too large
        }
    });
    return 0;
}
