// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "crims_tool/evaluate/command.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::UsageError;

/// Effects to draw; without any there would be no false alarms and no null distribution.
std::vector<double> tried_effects(std::vector<double> effects) {
    if (effects.empty()) {
        effects = {0, 0.1, 0.2, 0.3, 0.4, 0.5};
    }
    if (effects.front() != 0) {
        effects.insert(effects.begin(), 0);
    }
    return effects;
}

} // namespace

void EvaluateCommand::check() {
    check_inputs();
    check_intervention();
    check_world();
    check_records();
    check_outputs();
}

void EvaluateCommand::check_inputs() const {
    const EvaluateOptions& o = m_options;
    if (o.model.empty() == o.incidents.layer.empty()) {
        throw UsageError(
            "give either ⟨--model⟩, or ⟨--incidents⟩ with ⟨--date-field⟩: the crimes that are simulated, or real ones that are drawn from");
    }
    if (o.incidents.layer.empty()) {
        using Text = std::pair<const std::string*, const char*>;
        for (const auto& [value, option] : {Text{&o.incidents.where, "--incidents-where"},
                                            {&o.incidents.date_field, "--date-field"},
                                            {&o.incidents.type_field, "--type-field"},
                                            {&o.incidents.x, "--x"},
                                            {&o.incidents.y, "--y"},
                                            {&o.incidents.points_crs.text(), "--points-crs"}}) {
            if (!value->empty()) {
                throw UsageError(
                    fmt::format("⟨{}⟩ is about ⟨--incidents⟩, which is missing", option));
            }
        }
    } else {
        toolkit::check_incident_layer(o.incidents, "");
        if (o.incidents.date_field.empty()) {
            throw UsageError("⟨--incidents⟩ needs ⟨--date-field⟩, the field with their date");
        }
        if (o.process.near_repeat || o.process.placement != crims::Placement::observed) {
            throw UsageError(
                "⟨--near-repeat⟩ and ⟨--placement⟩ are about simulated crimes; real ones (⟨--incidents⟩) follow each other, and are, where they are");
        }
    }
}

/// The ring that crimes are displaced to is that of the test, if no other is given.
void EvaluateCommand::check_intervention() {
    InterventionOptions& one = m_options.scenario.intervention;
    one.displaced = m_plan.displaced.empty() ? 0 : m_plan.displaced.back();
    if (!one.response.empty() && one.displaced != 0 && one.ring.empty()) {
        const auto metres = [](const toolkit::Distance& distance) {
            return distance.value * (distance.unit ? distance.unit->metres : 1);
        };
        const auto widest =
            std::max_element(m_options.rings.begin(), m_options.rings.end(),
                             [&](const auto& a, const auto& b) { return metres(a) < metres(b); });
        if (widest->value > 0) {
            one.ring = {widest->unit ? fmt::format("{} m", metres(*widest))
                                     : fmt::format("{}", widest->value),
                        *widest};
        }
    }
    check_scenario(m_options.scenario);
}

void EvaluateCommand::check_world() {
    const EvaluateOptions& o = m_options;
    if (o.process.near_repeat && !through_points()) {
        throw UsageError(
            "⟨--near-repeat⟩: crimes that follow crimes are not Poisson, so counts cannot be drawn directly; add ⟨--route points⟩");
    }
    const crims::SimulationOptions process = simulated_process(o.process);
    m_plan.replicates = o.process.replicates;
    m_plan.seed = process.seed;
    m_plan.placement = process.placement;
    m_plan.near_repeat = process.near_repeat;
    m_plan.dispersion = process.dispersion;
    m_plan.effects = tried_effects(o.effects);
}

void EvaluateCommand::check_records() const {
    if (m_plan.recorded == 0) {
        throw UsageError("⟨--recorded 0⟩: without records nothing can be detected");
    }
    if (m_options.snap.value > 0 && !through_points()) {
        throw UsageError(
            "⟨--snap⟩: a crime acts where it is and counts where it is recorded, which counts alone cannot tell; add ⟨--route points⟩");
    }
}

void EvaluateCommand::check_outputs() const {
    const EvaluateOptions& o = m_options;
    if (!std::string_view(o.output).ends_with(".gpkg")) {
        throw UsageError(fmt::format(
            "⟨--output⟩ '{}': expected a GeoPackage, a name that ends in .gpkg", o.output));
    }
    toolkit::require_outputs_apart({{"--output", o.output},
                                    {"--html", o.html},
                                    {"--csv", o.csv},
                                    {"--json", o.files.json},
                                    {"--save-scenario", o.saved_scenario},
                                    {"--checkpoint", o.checkpoint}},
                                   {o.model, o.scenario.file, o.control.path,
                                    path_of(o.incidents.layer),
                                    path_of(o.scenario.intervention.response)});
}

} // namespace crims_tool
