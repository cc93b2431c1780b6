// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "crims_tool/stepping/request.hpp"
#include "crims_tool/stepping/session.hpp"
#include "fuzzing.hpp"

namespace {

using crims_tool::StepSession;
using fuzzing::require;

crims_tool::StoredModel small_model() {
    crims_tool::StoredModel stored;
    crims::Model& model = stored.model;
    model.zones = {"E02000001", "E02000977"};
    model.crime_types = {"burglary", "vehicle crime"};
    model.offences = {{.crime_type = 0, .code = "28A", .description = "Burglary"},
                      {.crime_type = 1, .code = "45", .description = "Theft from", .share = 0.5},
                      {.crime_type = 1, .code = "48", .description = "Theft of", .share = 0.5}};
    model.incidence.assign(12 * model.cell_count(), 1.5);
    model.trends.resize(2);
    model.dispersion.resize(2);
    model.suspect.assign(model.cell_count(), 0.1);
    return stored;
}

StepSession begin(const crims_tool::StoredModel& stored) {
    return {stored,
            {.model = "model.gpkg", .options = {.placement = crims::Placement::none}},
            std::chrono::sys_days(std::chrono::year(2023) / 1 / 1),
            crims_tool::StepFormat::json};
}

/// What is no request is refused with a line; a file is not written here.
bool may_be_asked(const std::string& line) {
    bool may = false;
    fuzzing::read_or_refuse([&] {
        may = !std::holds_alternative<crims_tool::SaveRequest>(crims_tool::read_request(line));
    });
    return may;
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const crims_tool::StoredModel stored = small_model();
    StepSession session = begin(stored);
    std::string_view rest = fuzzing::text_of(data, size);
    std::string last_time;
    for (int requests = 0; requests < 50 && !rest.empty(); ++requests) {
        const std::string line(rest.substr(0, rest.find('\n')));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (!may_be_asked(line)) {
            continue;
        }
        const std::string answer = session.answer(line);
        require(answer.find('\n') == answer.size() - 1); // one line
        const auto json = nlohmann::json::parse(answer);
        require(json.is_object() && !json.empty());
        if (json.contains("time")) { // only goes on
            require(json["time"].get<std::string>() >= last_time);
            last_time = json["time"].get<std::string>();
        }
    }
    return 0;
}
