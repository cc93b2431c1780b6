// SPDX-License-Identifier: MIT
#include "crims/simulator.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "crims/limits.hpp"
#include "simulation/month_draw.hpp"
#include "simulation/number_text.hpp"
#include "simulation/prepared_model.hpp"
#include "simulation/stepped_replicate.hpp"
#include "simulation/time_order.hpp"

namespace crims {

void check(const SimulationOptions& options) {
    const auto require = [](const Range& range, const std::string& what, double value) {
        if (!range.contains(value)) {
            throw std::invalid_argument(what + " must be " + range_text(range) + ", not " +
                                        number_text(value));
        }
    };
    if (!options.from.ok()) {
        throw std::invalid_argument("the first month is not a month");
    }
    if (options.near_repeat) {
        const NearRepeat near_repeat = options.near_repeat->over(usual_near_repeat);
        require(offspring_range, "the near-repeat ratio", near_repeat.ratio);
        require(lag_range, "the mean days until a near repeat", near_repeat.mean_lag_days);
        require(spread_range, "the near-repeat spread", near_repeat.spread);
        require({0, 1}, "the share of near repeats at the same place", near_repeat.same_place);
    }
}

namespace {

bool changes_rates(const Loading& loading) {
    return std::any_of(loading.begin(), loading.end(),
                       [](const LoadingRule& rule) { return rule.factor != 1; });
}

} // namespace

class Simulator::Implementation {
  public:
    Implementation(std::shared_ptr<const PreparedModel> prepared, std::uint32_t replicate)
        : m_prepared(std::move(prepared)), m_options(m_prepared->options), m_replicate(replicate),
          m_month(m_options.from), m_draw(*m_prepared, replicate) {
        if (m_options.near_repeat && changes_rates(m_prepared->loading)) {
            step_from_the_begin();
        }
    }

    Month month() const { return m_month; }

    void set_loading(Loading loading) {
        check_loading(m_prepared->model, loading);
        if (m_options.near_repeat && !m_stepped && changes_rates(loading)) {
            step_from_the_begin();
        }
        if (m_stepped) {
            m_stepped->set_base(loading);
        }
        m_new_loading = std::move(loading);
    }

    void step(CrimeTable& table) {
        if (m_stepped) {
            go_on(table);
        } else {
            draw(table);
        }
        table.month = m_month;
        table.replicate = m_replicate;
        m_month += std::chrono::months(1);
    }

  private:
    const Loading& loading() const { return m_new_loading ? *m_new_loading : m_prepared->loading; }

    void draw(CrimeTable& table) {
        if (m_options.near_repeat && !m_has_history) {
            simulate_history();
        }
        m_draw.draw(m_month, loading());
        m_order.order(m_draw.blocks(), m_options.placement != Placement::none, table);
    }

    /// The crimes before the first month are nobody's concern, but their offspring are.
    void simulate_history() {
        for (int before = months_of_history(m_prepared->near_repeats); before > 0; --before) {
            m_draw.draw(m_month - std::chrono::months(before), loading());
        }
        m_has_history = true;
    }

    /// What follows a crime is held against the loading of the time it falls in, as Stepper does
    /// it; without a loading its crimes are the same.
    void step_from_the_begin() {
        m_stepped.emplace(m_prepared, m_replicate, Instant(first_day(m_options.from)));
        m_stepped->advance(Instant(first_day(m_month)), m_step);
    }

    void go_on(CrimeTable& table) {
        m_stepped->advance(m_stepped->end_of_month(), m_step);
        const std::int64_t begin = Instant(first_day(m_month)).time_since_epoch().count();
        table.zone = m_step.zone;
        table.offence = m_step.offence;
        table.suspect = m_step.suspect;
        table.x = m_step.x;
        table.y = m_step.y;
        table.minute.resize(m_step.size());
        for (std::size_t i = 0; i < m_step.size(); ++i) {
            table.minute[i] = static_cast<std::uint16_t>(m_step.time[i] - begin);
        }
    }

    std::shared_ptr<const PreparedModel> m_prepared;
    const SimulationOptions& m_options;
    std::uint32_t m_replicate;
    Month m_month;
    std::optional<Loading> m_new_loading; ///< in place of the simulation's
    MonthDraw m_draw;
    bool m_has_history = false;
    TimeOrder m_order;
    std::optional<SteppedReplicate> m_stepped; ///< where near repeats meet a loading
    StepTable m_step;
};

Simulator::Simulator(const Model& model, const SimulationOptions& options)
    : Simulator(Simulation(model, options).replicate(options.replicate)) {}

Simulator::Simulator(std::unique_ptr<Implementation> implementation)
    : m_implementation(std::move(implementation)) {}

Simulator::~Simulator() = default;
Simulator::Simulator(Simulator&& other) noexcept = default;
Simulator& Simulator::operator=(Simulator&& other) noexcept = default;

Month Simulator::month() const {
    return m_implementation->month();
}

void Simulator::set_loading(Loading loading) {
    m_implementation->set_loading(std::move(loading));
}

CrimeTable Simulator::step() {
    CrimeTable table;
    step(table);
    return table;
}

void Simulator::step(CrimeTable& table) {
    m_implementation->step(table);
}

Simulation::Simulation(const Model& model, const SimulationOptions& options, Loading loading)
    : m_prepared(std::make_shared<const PreparedModel>(model, options, std::move(loading))) {}

Simulator Simulation::replicate(std::uint32_t number) const {
    return Simulator(std::make_unique<Simulator::Implementation>(m_prepared, number));
}

} // namespace crims
