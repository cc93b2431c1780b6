// SPDX-License-Identifier: MIT
#include "crims/stepper.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "simulation/stepped_replicate.hpp"

namespace crims {

class Stepper::Implementation : public SteppedReplicate {
  public:
    using SteppedReplicate::SteppedReplicate;
};

namespace {

std::shared_ptr<const PreparedModel> prepared(const Model& model, Instant start,
                                              SimulationOptions options, Loading base) {
    options.from = month_of(std::chrono::floor<std::chrono::days>(checked_time(start)));
    return std::make_shared<const PreparedModel>(model, options, std::move(base));
}

} // namespace

void StepTable::clear() {
    id.clear();
    time.clear();
    zone.clear();
    offence.clear();
    suspect.clear();
    x.clear();
    y.clear();
}

Stepper::Stepper(const Model& model, Instant start, const SimulationOptions& options, Loading base)
    : m_implementation(
          std::make_unique<Implementation>(prepared(model, start, options, std::move(base)),
                                           options.replicate, checked_time(start))) {}

Stepper::Stepper(const Model& model, std::string_view state, const SimulationOptions& options,
                 Loading base) {
    StateReader reader(state);
    const StateHead head = read_state_head(reader);
    SimulationOptions then = options;
    then.seed = head.seed;
    then.replicate = head.replicate;
    m_implementation = std::make_unique<Implementation>(
        prepared(model, head.time, then, std::move(base)), then.replicate, checked_time(head.time));
    m_implementation->restore(head, reader);
}

Stepper::~Stepper() = default;
Stepper::Stepper(Stepper&& other) noexcept = default;
Stepper& Stepper::operator=(Stepper&& other) noexcept = default;

Instant Stepper::time() const {
    return m_implementation->time();
}

StepTable Stepper::advance(Instant until) {
    StepTable table;
    advance(until, table);
    return table;
}

void Stepper::advance(Instant until, StepTable& table) {
    m_implementation->advance(until, table);
}

StepTable Stepper::step() {
    return advance(m_implementation->end_of_month());
}

void Stepper::set_loading(double value, const LoadingTarget& target) {
    m_implementation->set_loading(value, target);
}

double Stepper::loading(std::size_t zone, std::size_t offence) const {
    return m_implementation->loading(zone, offence);
}

std::optional<double> Stepper::expected() const {
    return m_implementation->expected();
}

std::string Stepper::state() const {
    return m_implementation->state();
}

} // namespace crims
