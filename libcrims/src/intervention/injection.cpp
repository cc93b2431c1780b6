// SPDX-License-Identifier: MIT
#include "crims/injection.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include "crims/random.hpp"
#include "intervention/ring_places.hpp"

namespace crims {

namespace {

void require(bool holds, const char* otherwise) {
    if (!holds) {
        throw std::invalid_argument(otherwise);
    }
}

void check(const InjectionCrimes& crimes, const InjectedIntervention& injected) {
    check(injected.intervention);
    require(injected.sites.size() == crimes.size(), "there must be one site per crime");
    const std::size_t types = injected.intervention.effect.size();
    require(std::all_of(crimes.crime_type.begin(), crimes.crime_type.end(),
                        [types](std::size_t type) { return type < types; }),
            "the intervention has no effect for the type of a crime");
}

void check(const InjectionCrimes& crimes) {
    require(crimes.dates.size() == crimes.size() && crimes.x.size() == crimes.size() &&
                crimes.y.size() == crimes.size(),
            "the columns of the crimes must have one length");
    require(crimes.size() <= std::numeric_limits<std::uint32_t>::max(),
            "more crimes than random numbers are kept for (2^32)");
}

/// Mean prevention of a crime over the days on which it may have happened.
double mean_prevention(const Intervention& intervention, std::size_t type,
                       const StudyPeriod& dates) {
    double sum = 0;
    int days = 0;
    for (auto day = dates.start; day <= dates.end; day += std::chrono::days(1)) {
        sum += prevention(intervention, type, day);
        ++days;
    }
    return days == 0 ? 0 : sum / days;
}

std::optional<InjectionPeriod> period_of(const StudyPeriod& dates,
                                         const InjectedIntervention& injected) {
    if (dates.start > injected.intervention.end) {
        return InjectionPeriod::after;
    }
    if (dates.end >= injected.intervention.start) {
        return InjectionPeriod::during;
    }
    return dates.start >= injected.before.start ? std::optional(InjectionPeriod::before)
                                                : std::nullopt;
}

/// One intervention at work.
class Injector {
  public:
    Injector(const InjectionCrimes& crimes, const InjectedIntervention& injected,
             std::uint64_t seed, std::uint32_t number)
        : m_crimes(crimes), m_injected(injected), m_intervention(injected.intervention),
          m_seed(seed), m_number(number),
          m_fates({.seed = seed, .zone = number, .purpose = Purpose::injection}),
          m_places(crimes, injected) {
        m_truth.by_type.resize(m_intervention.effect.size());
    }

    /// `untouched`: probability that no intervention before this one has touched the crime.
    InjectionTruth apply(std::vector<double>& untouched, InjectionResult& result) {
        find_diffusion(untouched);
        for (std::size_t i = 0; i < m_crimes.size(); ++i) {
            if (m_injected.sites[i] != InjectionSite::elsewhere) {
                touch(i, untouched[i], result);
            }
        }
        return m_truth;
    }

  private:
    double prevention_of(std::size_t crime) const {
        return mean_prevention(m_intervention, m_crimes.crime_type[crime], m_crimes.dates[crime]);
    }

    /// By how much the prevention in the ring must be scaled, by crime type.
    void find_diffusion(const std::vector<double>& untouched) {
        const std::size_t types = m_intervention.effect.size();
        m_diffusion.assign(types, 0);
        if (m_intervention.displaced >= 0) {
            return;
        }

        struct Prevented {
            double in_area = 0;
            double in_ring = 0;
        };

        std::vector<Prevented> prevented(types);
        for (std::size_t i = 0; i < m_crimes.size(); ++i) {
            if (m_injected.sites[i] != InjectionSite::elsewhere) {
                Prevented& of_type = prevented[m_crimes.crime_type[i]];
                double& sum =
                    m_injected.sites[i] == InjectionSite::area ? of_type.in_area : of_type.in_ring;
                sum += untouched[i] * prevention_of(i);
            }
        }
        for (std::size_t type = 0; type < types; ++type) {
            const double wanted = -m_intervention.displaced * prevented[type].in_area;
            if (prevented[type].in_ring > 0) {
                m_diffusion[type] = wanted / prevented[type].in_ring;
            } else if (wanted > 0) {
                m_truth.diffusion_capped.push_back(type);
            }
        }
    }

    /// Probability that a crime in the ring is prevented.
    double diffusion_of(std::size_t crime) {
        const std::size_t type = m_crimes.crime_type[crime];
        const double wanted = m_diffusion[type] * prevention_of(crime);
        std::vector<std::size_t>& capped = m_truth.diffusion_capped;
        if (wanted > 1 && std::find(capped.begin(), capped.end(), type) == capped.end()) {
            capped.push_back(type);
        }
        return std::min(wanted, 1.0);
    }

    void touch(std::size_t i, double& untouched, InjectionResult& result) {
        const bool in_area = m_injected.sites[i] == InjectionSite::area;
        const double probability = in_area ? prevention_of(i) : diffusion_of(i);
        const RandomBlock words = m_fates.block(static_cast<std::uint32_t>(i));
        const bool prevented =
            result.fate[i] == CrimeFate::untouched && Stream::to_unit(words[0]) < probability;
        const bool displaced =
            prevented && in_area && Stream::to_unit(words[1]) < m_intervention.displaced;
        if (displaced) {
            displace(i, result);
        } else if (prevented) {
            result.fate[i] = CrimeFate::prevented;
        }
        const double expected = untouched * probability;
        untouched -= expected;
        const double moved = std::max(m_intervention.displaced, 0.0);
        const InjectionTally tally = in_area
                                         ? InjectionTally{.crimes = 1,
                                                          .prevented = prevented ? 1U : 0U,
                                                          .displaced = displaced ? 1U : 0U,
                                                          .expected_prevented = expected,
                                                          .expected_displaced = expected * moved}
                                         : InjectionTally{.ring_crimes = 1,
                                                          .diffused = prevented ? 1U : 0U,
                                                          .expected_diffused = expected};
        if (const auto period = period_of(m_crimes.dates[i], m_injected)) {
            m_truth.by_type[m_crimes.crime_type[i]].at(static_cast<std::size_t>(*period)) += tally;
        }
    }

    void displace(std::size_t i, InjectionResult& result) {
        Stream stream({.seed = m_seed,
                       .replicate = static_cast<std::uint32_t>(i),
                       .zone = m_number,
                       .purpose = Purpose::relocation});
        result.displaced.push_back(m_places.draw(i, stream));
        result.fate[i] = CrimeFate::displaced;
    }

    const InjectionCrimes& m_crimes;
    const InjectedIntervention& m_injected;
    const Intervention& m_intervention;
    std::uint64_t m_seed;
    std::uint32_t m_number;
    Stream m_fates;
    RingPlaces m_places;
    std::vector<double> m_diffusion;
    InjectionTruth m_truth;
};

} // namespace

InjectionTally& InjectionTally::operator+=(const InjectionTally& other) {
    crimes += other.crimes;
    ring_crimes += other.ring_crimes;
    prevented += other.prevented;
    displaced += other.displaced;
    diffused += other.diffused;
    expected_prevented += other.expected_prevented;
    expected_displaced += other.expected_displaced;
    expected_diffused += other.expected_diffused;
    return *this;
}

InjectionResult inject(const InjectionCrimes& crimes,
                       std::span<const InjectedIntervention> interventions, std::uint64_t seed) {
    check(crimes);
    InjectionResult result;
    result.fate.assign(crimes.size(), CrimeFate::untouched);
    std::vector<double> untouched(crimes.size(), 1);
    for (std::size_t i = 0; i < interventions.size(); ++i) {
        check(crimes, interventions[i]);
        Injector injector(crimes, interventions[i], seed, static_cast<std::uint32_t>(i));
        result.truth.push_back(injector.apply(untouched, result));
    }
    std::sort(result.displaced.begin(), result.displaced.end(),
              [](const DisplacedCrime& a, const DisplacedCrime& b) { return a.crime < b.crime; });
    return result;
}

} // namespace crims
