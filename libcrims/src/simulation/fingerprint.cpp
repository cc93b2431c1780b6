// SPDX-License-Identifier: MIT
#include "simulation/fingerprint.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

namespace crims {

namespace {

/// FNV-1a.
class Digest {
  public:
    void add(const std::string& text) {
        for (const char c : text) {
            add_byte(static_cast<std::uint8_t>(c));
        }
        add(static_cast<double>(text.size()));
    }

    void add(double number) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, &number, sizeof bits);
        for (unsigned byte = 0; byte < sizeof bits; ++byte) {
            add_byte(static_cast<std::uint8_t>(bits >> (8 * byte)));
        }
    }

    template<typename Range>
    void add_all(const Range& range) {
        for (const auto& item : range) {
            add(item);
        }
        add(static_cast<double>(range.size()));
    }

    std::uint64_t value() const { return m_value; }

  private:
    void add_byte(std::uint8_t byte) {
        constexpr std::uint64_t prime = 1099511628211U;
        m_value = (m_value ^ byte) * prime;
    }

    std::uint64_t m_value = 14695981039346656037U;
};

/// Models without such a law keep the fingerprints that they had before there was one.
void add_level_law(Digest& digest, const LevelLaw& law) {
    if (law.exponent > 0) {
        digest.add(law.level);
        digest.add(law.exponent);
    }
}

/// Rhythms of periods keep the fingerprints that they had before there were hours.
void add_rhythm(Digest& digest, const WeeklyRhythm& rhythm) {
    const std::size_t step = has_periods_alone(rhythm) ? hours_a_period : 1;
    for (std::size_t hour = 0; hour < rhythm.size(); hour += step) {
        digest.add(rhythm.at(hour));
    }
    const std::size_t weights = rhythm.size() / step;
    digest.add(static_cast<double>(weights));
}

void add_calendar(Digest& digest, const LocalCalendar& calendar) {
    for (const std::chrono::sys_days holiday : calendar.holidays) {
        digest.add(static_cast<double>(holiday.time_since_epoch().count()));
    }
    for (const ClockChange& change : calendar.clock_changes) {
        digest.add(static_cast<double>(change.day.time_since_epoch().count()));
        digest.add(static_cast<double>(change.hour));
        digest.add(static_cast<double>(change.times));
    }
}

void add_model(Digest& digest, const Model& model) {
    digest.add_all(model.zones);
    digest.add_all(model.crime_types);
    digest.add_all(model.incidence);
    digest.add_all(model.suspect);
    digest.add(model.trend_origin);
    digest.add(model.data ? month_index(model.data->first) : 0);
    digest.add(model.data ? month_index(model.data->last) : 0);
    for (const Offence& offence : model.offences) {
        digest.add(offence.code);
        digest.add(offence.share);
        add_rhythm(digest, offence.rhythm);
        if (offence.suspect_ratio != 1) {
            digest.add(offence.suspect_ratio);
        }
    }
    add_calendar(digest, model.calendar);
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        const Dispersion& dispersion = model.dispersion[type];
        for (const double number :
             {model.trends[type].per_year, dispersion.year, dispersion.zone_year,
              dispersion.zone_half_year, dispersion.zone_month}) {
            digest.add(number);
        }
        add_level_law(digest, dispersion.by_level);
    }
    const CommonDispersion& common = model.common_dispersion;
    add_level_law(digest, common.by_level);
    for (const double number : {common.zone_year, common.zone_half_year, common.zone_month}) {
        digest.add(number);
    }
    for (const Place& place : model.places) {
        digest.add(place.x);
        digest.add(place.y);
        digest.add(place.weight);
    }
    for (const Triangle& triangle : model.triangles) {
        digest.add_all(triangle.x);
        digest.add_all(triangle.y);
    }
}

/// Where all are alike, one stands for them, as in states of earlier versions.
void add_near_repeats(Digest& digest, const std::vector<NearRepeat>& near_repeats) {
    const bool alike = std::adjacent_find(near_repeats.begin(), near_repeats.end(),
                                          std::not_equal_to<>()) == near_repeats.end();
    const std::size_t kept =
        alike ? std::min<std::size_t>(near_repeats.size(), 1) : near_repeats.size();
    for (std::size_t i = 0; i < kept; ++i) {
        const NearRepeat& repeat = near_repeats[i];
        digest.add(repeat.ratio);
        digest.add(repeat.mean_lag_days);
        digest.add(repeat.spread);
        if (repeat.same_place > 0) {
            digest.add(repeat.same_place);
        }
    }
}

} // namespace

std::uint64_t fingerprint(const PreparedModel& prepared) {
    Digest digest;
    add_model(digest, prepared.model);
    const SimulationOptions& options = prepared.options;
    digest.add(static_cast<double>(options.placement));
    digest.add(options.dispersion ? 1 : 0);
    add_near_repeats(digest, prepared.near_repeats);
    for (const std::uint8_t simulated : options.zones) {
        digest.add(simulated);
    }
    for (const LoadingRule& rule : prepared.loading) {
        const auto number = [](const auto& index) {
            return index ? static_cast<double>(*index) : -1.0;
        };
        digest.add(number(rule.zone));
        digest.add(number(rule.crime_type));
        digest.add(number(rule.offence));
        digest.add(rule.month ? month_index(*rule.month) : -1e9);
        digest.add(rule.factor);
    }
    return digest.value();
}

} // namespace crims
