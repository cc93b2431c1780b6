// SPDX-License-Identifier: MIT
// A model of police in a dozen lines: each hour, patrols are where crimes have been in the last
// one, and elsewhere there is more crime than before. Prints the crimes of each month;
// test_feedback does the same in other ways.
#include <cstdio>
#include <string>
#include <string_view>

#include "crims/stepper.hpp"
#include "crims_gpkg/model_file.hpp"

int main(int argc, char** argv) {
    using namespace std::chrono;
    const crims::Model model = crims::read_model(argc > 1 ? argv[1] : "model.gpkg").model;
    crims::SimulationOptions options;
    options.seed = 5;
    options.placement = crims::Placement::none;
    if (argc > 2 && std::string_view(argv[2]) == "--near-repeat") {
        options.near_repeat = crims::NearRepeatChoice{};
    }
    crims::Stepper stepper(model, sys_days(2022y / January / 1), options);
    std::vector<int> months(12, 0);
    std::vector<std::size_t> patrolled;
    const crims::Instant end = sys_days(2023y / January / 1);
    while (stepper.time() < end) {
        const crims::StepTable hour = stepper.advance(1h);
        const year_month_day day(floor<days>(hour.from));
        months[static_cast<unsigned>(day.month()) - 1] += static_cast<int>(hour.size());
        if (!patrolled.empty()) {
            stepper.set_loading(1.2, {.zones = patrolled});
        }
        patrolled.assign(hour.zone.begin(), hour.zone.end());
        if (!patrolled.empty()) {
            stepper.set_loading(0.6, {.zones = patrolled});
        }
    }
    for (const int count : months) {
        std::printf("%d\n", count);
    }
    return 0;
}
