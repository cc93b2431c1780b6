// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crims/model.hpp"
#include "crims/simulator.hpp"
#include "simulation/event.hpp"
#include "simulation/month_rates.hpp"
#include "simulation/prepared_model.hpp"
#include "simulation/time_sampler.hpp"

namespace crims {

/// Places are drawn apart, so that placement changes neither counts nor times.
struct OffspringStreams {
    Stream time;
    Stream place;
};

/// Draws the crimes of one zone and month of one replicate.
class ZoneSimulation {
  public:
    ZoneSimulation(const PreparedModel& prepared, std::uint32_t replicate);

    void set_month(Month month, const Loading& loading);

    /// Appends the zone's crimes in order of their offences. `carried` are the offspring of earlier
    /// months; those of this month leave it and those of later ones join it. Different zones may be
    /// simulated at once. Throws as require_room does.
    void simulate(std::size_t zone, std::vector<Event>& events, std::vector<CarriedEvent>& carried);

    /// Expected count of the zone's crimes of each offence that are nobody's offspring, in the
    /// month that the zone was simulated for last.
    void background_means(std::size_t zone, std::span<double> means) const;

    /// Throws std::domain_error if so many crimes of the month are more than can be held.
    void require_room(std::size_t crimes) const;

  private:
    [[noreturn]] void fail_for_room() const;
    std::uint32_t background_count(std::size_t zone, std::size_t offence, double mean,
                                   const RandomBlock& words) const;
    StreamKey key(std::size_t zone, std::size_t offence, Purpose purpose) const;
    void add_background(std::size_t cell, std::size_t offence, std::uint32_t count,
                        std::vector<Event>& events) const;
    void add_carried(std::size_t zone, std::size_t offence,
                     const std::vector<CarriedEvent>& from_before, std::vector<Event>& events,
                     std::vector<CarriedEvent>& carried) const;
    void add_offspring(std::size_t first, std::vector<Event>& events,
                       std::vector<CarriedEvent>& carried) const;
    void add_child(std::size_t cause, OffspringStreams& streams, std::vector<Event>& events,
                   std::vector<CarriedEvent>& carried) const;

    const PreparedModel& m_prepared;
    const Model& m_model;
    const SimulationOptions& m_options;
    std::uint32_t m_replicate;
    MonthRates m_rates;
    TimeSampler m_times;
    Month m_month = Month(std::chrono::year(1970), std::chrono::January);
};

} // namespace crims
