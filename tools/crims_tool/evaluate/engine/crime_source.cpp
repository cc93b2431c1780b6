// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/crime_source.hpp"

#include <algorithm>
#include <memory>

#include <tbb/task_arena.h>

#include "crims/random.hpp"

namespace crims_tool {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int minutes_a_day = 24 * 60;
constexpr int days_a_week = 7;

class SimulatedSource {
  public:
    SimulatedSource(const crims::Model& model, const crims::SimulationOptions& options,
                    const CrimeWindow& window)
        : m_model(model), m_simulation(model, options), m_window(window) {}

    void add(std::uint32_t replicate, std::vector<PointCrime>& crimes) const {
        crims::Simulator simulator = m_simulation.replicate(replicate);
        crims::CrimeTable table;
        while (crims::first_day(simulator.month()) <= m_window.days.end) {
            // A thread that waits for the simulator's others does not begin another replicate:
            // replicates within replicates would fill its stack and the memory.
            tbb::this_task_arena::isolate([&] { simulator.step(table); });
            add(table, crimes);
        }
    }

  private:
    void add(const crims::CrimeTable& table, std::vector<PointCrime>& crimes) const {
        for (std::size_t i = 0; i < table.size(); ++i) {
            const sys_days day =
                crims::first_day(table.month) + days(table.minute[i] / minutes_a_day);
            if (m_window.days.contains(day) &&
                m_window.box.contains(table.x[i], table.y[i])) { // false for NaN too
                crimes.push_back({.day = day,
                                  .crime_type = static_cast<std::uint16_t>(
                                      m_model.offences[table.offence[i]].crime_type),
                                  .x = table.x[i],
                                  .y = table.y[i]});
            }
        }
    }

    const crims::Model& m_model;
    crims::Simulation m_simulation;
    CrimeWindow m_window;
};

class Resampled {
  public:
    Resampled(const CrimeHistory& history, std::uint64_t seed, const CrimeWindow& window)
        : m_days(history.days), m_seed(seed), m_window(window) {
        m_begin.assign(static_cast<std::size_t>(wdd::days_in(m_days)) + 1, 0);
        for (const PointCrime& crime : history.crimes) {
            if (m_window.box.contains(crime.x, crime.y)) {
                m_crimes.push_back(crime);
                ++m_begin[day_number(crime.day) + 1];
            }
        }
        for (std::size_t day = 1; day < m_begin.size(); ++day) {
            m_begin[day] += m_begin[day - 1];
        }
    }

    void add(std::uint32_t replicate, std::vector<PointCrime>& crimes) const {
        const crims::Stream stream(
            {.seed = m_seed, .replicate = replicate, .purpose = crims::Purpose::resampling});
        const auto all = static_cast<std::size_t>(wdd::days_in(m_days));
        const auto weeks = all / days_a_week;
        const std::size_t to_weekday = weekday_offset();
        std::size_t first = 0;
        for (sys_days day = m_window.days.start; day <= m_window.days.end; day += days(1)) {
            const auto number = static_cast<std::size_t>((day - m_window.days.start).count());
            if (number % resampled_block_days == 0) {
                const double u = crims::Stream::to_unit(
                    stream.block(static_cast<std::uint32_t>(number / resampled_block_days))[0]);
                const auto week =
                    std::min(static_cast<std::size_t>(u * static_cast<double>(weeks)), weeks - 1);
                first = (week * days_a_week) + to_weekday;
            }
            const std::size_t from = (first + (number % resampled_block_days)) % all;
            for (std::size_t i = m_begin[from]; i < m_begin[from + 1]; ++i) {
                crimes.push_back(m_crimes[i]);
                crimes.back().day = day;
            }
        }
    }

  private:
    std::size_t day_number(sys_days day) const {
        return static_cast<std::size_t>((day - m_days.start).count());
    }

    /// Days from a week's beginning in the history to the day of the week on which the window
    /// begins.
    std::size_t weekday_offset() const {
        const auto between = (m_window.days.start - m_days.start).count() % days_a_week;
        return static_cast<std::size_t>((between + days_a_week) % days_a_week);
    }

    wdd::Period m_days;
    std::uint64_t m_seed;
    CrimeWindow m_window;
    std::vector<PointCrime> m_crimes;
    std::vector<std::size_t> m_begin; ///< one per day and the end
};

} // namespace

CrimeSource simulated_crimes(const crims::Model& model, const crims::SimulationOptions& options,
                             const CrimeWindow& window) {
    const auto source = std::make_shared<const SimulatedSource>(model, options, window);
    return [source](std::uint32_t replicate, std::vector<PointCrime>& crimes) {
        source->add(replicate, crimes);
    };
}

CrimeSource resampled_crimes(const CrimeHistory& history, std::uint64_t seed,
                             const CrimeWindow& window) {
    const auto source = std::make_shared<const Resampled>(history, seed, window);
    return [source](std::uint32_t replicate, std::vector<PointCrime>& crimes) {
        source->add(replicate, crimes);
    };
}

} // namespace crims_tool
