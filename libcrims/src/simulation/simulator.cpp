// SPDX-License-Identifier: MIT
#include "crims/simulator.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <tbb/parallel_for.h>

#include "crims/limits.hpp"
#include "simulation/number_text.hpp"
#include "simulation/prepared_model.hpp"
#include "simulation/time_order.hpp"
#include "simulation/zone_simulation.hpp"

namespace crims {

namespace {

/// Enough for any number of threads, few enough for small forces.
constexpr std::size_t most_blocks = 128;

/// Months after which less than a ten-thousandth of a crime's descendants is still to come: their
/// lags add up over generations, of which there are 1 / (1 - ratio) on average.
int months_of_history(const NearRepeat& near_repeat) {
    constexpr double shortest_month = 28;
    constexpr double most = 120;
    const double days = std::log(1e4) * near_repeat.mean_lag_days / (1 - near_repeat.ratio);
    return static_cast<int>(std::min(std::ceil(days / shortest_month), most));
}

} // namespace

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
        const NearRepeat& near_repeat = *options.near_repeat;
        require(offspring_range, "the near-repeat ratio", near_repeat.ratio);
        require(lag_range, "the mean days until a near repeat", near_repeat.mean_lag_days);
        require(spread_range, "the near-repeat spread", near_repeat.spread);
    }
}

class Simulator::Implementation {
  public:
    Implementation(std::shared_ptr<const PreparedModel> prepared, std::uint32_t replicate)
        : m_prepared(std::move(prepared)), m_model(m_prepared->model),
          m_options(m_prepared->options), m_replicate(replicate), m_month(m_options.from),
          m_zones(*m_prepared, replicate), m_carried(m_model.zones.size()),
          m_blocks(std::min(m_model.zones.size(), most_blocks)) {}

    Month month() const { return m_month; }

    void set_loading(Loading loading) {
        check_loading(m_model, loading);
        m_new_loading = std::move(loading);
    }

    void step(CrimeTable& table) {
        if (m_options.near_repeat && !m_has_history) {
            simulate_history();
        }
        simulate(m_month);
        table.month = m_month;
        table.replicate = m_replicate;
        m_order.order(m_blocks, m_options.placement != Placement::none, table);
        m_month += std::chrono::months(1);
    }

  private:
    /// The crimes before the first month are nobody's concern, but their offspring are.
    void simulate_history() {
        const int months = months_of_history(*m_options.near_repeat);
        for (int before = months; before > 0; --before) {
            simulate(m_month - std::chrono::months(before));
        }
        m_has_history = true;
    }

    void simulate(Month month) {
        m_zones.set_month(month, m_new_loading ? *m_new_loading : m_prepared->loading);
        const std::size_t zones = m_model.zones.size();
        std::atomic<std::size_t> drawn = 0;
        tbb::parallel_for(std::size_t{0}, m_blocks.size(), [&](std::size_t b) {
            EventBlock& block = m_blocks[b];
            block.events.clear();
            const std::size_t end = (b + 1) * zones / m_blocks.size();
            for (std::size_t zone = b * zones / m_blocks.size(); zone < end; ++zone) {
                if (m_options.zones.empty() || m_options.zones[zone] != 0) {
                    const std::size_t before = block.events.size();
                    m_zones.simulate(zone, block.events, m_carried[zone]);
                    drawn += block.events.size() - before;
                    m_zones.require_room(drawn);
                }
            }
            block.count_days();
        });
    }

    std::shared_ptr<const PreparedModel> m_prepared;
    const Model& m_model;
    const SimulationOptions& m_options;
    std::uint32_t m_replicate;
    Month m_month;
    std::optional<Loading> m_new_loading; ///< in place of the simulation's
    ZoneSimulation m_zones;
    std::vector<std::vector<CarriedEvent>> m_carried; ///< one per zone
    bool m_has_history = false;
    std::vector<EventBlock> m_blocks;
    TimeOrder m_order;
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
