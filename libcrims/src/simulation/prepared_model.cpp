// SPDX-License-Identifier: MIT
#include "simulation/prepared_model.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace crims {

namespace {

const Model& checked(const Model& model) {
    validate(model);
    return model;
}

const SimulationOptions& checked(const SimulationOptions& options, const Model& model) {
    check(options);
    if (!options.zones.empty() && options.zones.size() != model.zones.size()) {
        throw std::invalid_argument("of the " + std::to_string(model.zones.size()) + " zones " +
                                    std::to_string(options.zones.size()) +
                                    " are said to be simulated or not");
    }
    return options;
}

Loading checked(Loading loading, const Model& model) {
    check_loading(model, loading);
    return loading;
}

std::vector<std::uint64_t> suspect_thresholds(const Model& model) {
    std::vector<std::uint64_t> thresholds;
    thresholds.reserve(model.zones.size() * model.offences.size());
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        for (const Offence& offence : model.offences) {
            const double of_type = model.suspect[model.cell(zone, offence.crime_type)];
            const double probability = std::min(of_type * offence.suspect_ratio, 1.0);
            thresholds.push_back(
                static_cast<std::uint64_t>(std::llround(std::ldexp(probability, 32))));
        }
    }
    return thresholds;
}

std::vector<double> shares(const Model& model) {
    std::vector<double> shares;
    shares.reserve(model.offences.size());
    for (const Offence& offence : model.offences) {
        shares.push_back(offence.share);
    }
    return shares;
}

std::vector<std::uint32_t> types(const Model& model) {
    std::vector<std::uint32_t> types;
    types.reserve(model.offences.size());
    for (const Offence& offence : model.offences) {
        types.push_back(static_cast<std::uint32_t>(offence.crime_type));
    }
    return types;
}

std::vector<std::size_t> offence_begins(const Model& model) {
    std::vector<std::size_t> begins;
    for (std::size_t type = 0; type <= model.crime_types.size(); ++type) {
        const auto first = std::partition_point(
            model.offences.begin(), model.offences.end(),
            [type](const Offence& offence) { return offence.crime_type < type; });
        begins.push_back(static_cast<std::size_t>(first - model.offences.begin()));
    }
    return begins;
}

std::vector<NearRepeat> near_repeats(const Model& model, const SimulationOptions& options) {
    std::vector<NearRepeat> repeats;
    if (options.near_repeat) {
        repeats.reserve(model.offences.size());
        for (const Offence& offence : model.offences) {
            repeats.push_back(near_repeat_of(model, offence.crime_type, *options.near_repeat));
        }
    }
    return repeats;
}

} // namespace

PreparedModel::PreparedModel(const Model& source, const SimulationOptions& simulation,
                             Loading factors_on_rates)
    : model(checked(source)), options(checked(simulation, source)),
      loading(checked(std::move(factors_on_rates), source)), factors(source), rhythms(source),
      places(source, simulation.placement), suspect(suspect_thresholds(source)),
      offence_begin(offence_begins(source)), share(shares(source)), type_of_offence(types(source)),
      near_repeats(crims::near_repeats(source, simulation)) {}

} // namespace crims
