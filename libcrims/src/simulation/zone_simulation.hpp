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

/// What a zone's crimes are drawn with, kept from zone to zone so that its memory is. Random words
/// are made for many offences and crimes at once.
struct ZoneDraw {
    /// An offence that may have crimes.
    struct Expected {
        double mean = 0;
        std::uint32_t offence = 0;
        std::uint32_t block = 0; ///< of the words that its count is drawn from
    };

    /// Crimes number first, first + 1, ... of an offence.
    struct Run {
        std::size_t cell = 0;
        std::uint32_t offence = 0;
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };

    std::vector<Expected> expected;
    std::vector<BlockNumber> numbers;
    std::vector<RandomBlock> words;
    std::vector<Run> counts; ///< of the zone's offences that have crimes, or all
    std::vector<Run> runs;   ///< crimes that are to be drawn next
};

/// Draws the crimes of one zone and month of one replicate.
class ZoneSimulation {
  public:
    ZoneSimulation(const PreparedModel& prepared, std::uint32_t replicate);

    void set_month(Month month, const Loading& loading);

    /// Appends the zone's crimes in order of their offences. `carried` are the offspring of earlier
    /// months; those of this month leave it and those of later ones join it. Different zones may be
    /// simulated at once, each with a `draw` of its own. Throws as require_room does.
    void simulate(std::size_t zone, std::vector<Event>& events, std::vector<CarriedEvent>& carried,
                  ZoneDraw& draw);

    /// Expected count of the zone's crimes of each offence that are nobody's offspring, in the
    /// month that the zone was simulated for last.
    void background_means(std::size_t zone, std::span<double> means) const;

    /// Throws std::domain_error if so many crimes of the month are more than can be held.
    void require_room(std::size_t crimes) const;

  private:
    [[noreturn]] void fail_for_room() const;
    StreamKey key(std::size_t zone, std::size_t offence, Purpose purpose) const;
    void expect(std::size_t zone, bool all_types, ZoneDraw& draw) const;
    void draw_counts(std::size_t zone, ZoneDraw& draw) const;
    std::uint32_t background_count(std::size_t zone, std::size_t offence, double mean,
                                   double u) const;
    void add_background(std::size_t zone, std::span<const ZoneDraw::Run> runs, ZoneDraw& draw,
                        std::vector<Event>& events) const;
    void add_runs(std::size_t zone, ZoneDraw& draw, std::vector<Event>& events) const;
    void add_run(std::size_t zone, const ZoneDraw::Run& run, const RandomBlock* words,
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
