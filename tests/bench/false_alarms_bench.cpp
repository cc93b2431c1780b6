// SPDX-License-Identifier: MIT
// How often the plain test and the forecast report a reduction, where nothing was done and where
// a known share was taken away. Run by false_alarms.py, which makes its input and its tables.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iomanip>
#include <map>
#include <ostream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/real_places.hpp"
#include "wdd/comparable.hpp"
#include "wdd/forecast.hpp"
#include "wdd/statistic.hpp"

namespace {

using namespace real_places;

constexpr double alarm_p = 0.05;
constexpr std::array cuts{0.0, 0.1, 0.2, 0.3};
constexpr std::array lengths{1, 3, 6, 12};
constexpr double tenth = 0.1;

/// One start of one length: what each zone and its ring recorded.
struct Moment {
    std::vector<wdd::PlaceCounts> counts;
    std::vector<bool> risen; ///< the tenth whose count rose most above their own past
};

Moment moment(const std::vector<Place>& places, std::size_t type, std::size_t start,
              std::size_t length) {
    Moment result;
    std::vector<double> rise;
    for (const Place& place : places) {
        result.counts.push_back({.area = counts_of(place.area, type, start, length),
                                 .ring = counts_of(place.ring, type, start, length)});
        const wdd::AreaCounts& area = result.counts.back().area;
        rise.push_back((area.pre - *area.history) / std::sqrt(area.pre + *area.history + 1));
    }
    std::vector<double> sorted = rise;
    std::sort(sorted.begin(), sorted.end());
    const auto limit = static_cast<std::size_t>((1 - tenth) * static_cast<double>(sorted.size()));
    for (const double value : rise) {
        result.risen.push_back(value >= sorted[limit]);
    }
    return result;
}

/// Designs and alarms of one response area, at all starts: they share periods, so they are no
/// independent draws.
struct AreaTally {
    double designs = 0;
    double alarms = 0;
};

/// How often something with p <= 0.05 was reported.
struct Tally {
    std::size_t designs = 0;
    std::size_t plain = 0;
    std::size_t forecast = 0;
    std::size_t ring_rises = 0; ///< "moved next door"
    double attainable = 0;      ///< sum of what whole numbers let each forecast's 0.05 be
    std::map<std::size_t, AreaTally> areas;

    /// Of the forecast's share, with areas as the independent draws.
    double error() const {
        const auto all = static_cast<double>(designs);
        double squares = 0;
        for (const auto& [index, area] : areas) {
            const double excess = area.alarms - area.designs * static_cast<double>(forecast) / all;
            squares += excess * excess;
        }
        return std::sqrt(squares) / all;
    }
};

/// [rings][risen][cut]
using Tallies = std::array<std::array<std::array<Tally, cuts.size()>, 2>, 2>;

wdd::AreaCounts together(const wdd::PlaceCounts& place) {
    return {.pre = place.area.pre + place.ring->pre,
            .post = place.area.post + place.ring->post,
            .history = *place.area.history + *place.ring->history};
}

double plain_p(const wdd::PlaceCounts& response, const wdd::PlaceCounts& control, bool rings) {
    const auto of = [](const wdd::AreaCounts& area) {
        return wdd::BeforeAfter{.pre = area.pre, .post = area.post};
    };
    wdd::Counts counts{.treated = of(response.area),
                       .control = of(control.area),
                       .treated_displacement = {},
                       .control_displacement = {}};
    if (rings) {
        counts.treated_displacement = of(*response.ring);
        counts.control_displacement = of(*control.ring);
    }
    return wdd::weighted_displacement_difference(counts).p_one_tailed.value_or(1);
}

/// The probability that the forecast itself gives to p <= 0.05: less than 0.05 or more where counts
/// are so small that one incident makes a difference.
double attainable_size(const wdd::ForecastModel& model, wdd::AreaCounts area, double expected) {
    constexpr double many = 40;
    if (expected > many) {
        return alarm_p;
    }
    double below = 0; // P(N < n)
    for (area.post = 0;; ++area.post) {
        const double middle = wdd::forecast(model, area).p_reduction;
        if (middle > alarm_p) {
            return below;
        }
        below += 2 * (middle - below);
    }
}

class Study {
  public:
    /// `each`: where every design is written, if anywhere.
    Study(const Setting& setting, const std::vector<std::vector<bool>>& near, std::size_t length,
          std::ostream* each)
        : m_setting(setting), m_near(near), m_length(length), m_each(each),
          m_random(setting.seed + length) {}

    void add_all(const Moment& now, std::size_t start) {
        m_start = start;
        for (std::size_t i = 0; i < now.counts.size(); ++i) {
            if (wdd::usual_count(now.counts[i].area) >= m_setting.least_usual) {
                add(now, i);
            }
        }
    }

    const Tallies& tallies() const { return m_tallies; }

  private:
    void add(const Moment& now, std::size_t i) {
        const wdd::PlaceCounts& response = now.counts[i];
        std::vector<wdd::PlaceCounts> others;
        std::vector<wdd::PlaceCounts> controls;
        for (std::size_t j = 0; j < now.counts.size(); ++j) {
            if (m_near[i][j]) {
                continue;
            }
            const wdd::PlaceCounts& other = now.counts[j];
            others.push_back(other);
            constexpr double alike = 0.2;
            if (std::abs(other.area.pre - response.area.pre) <= alike * response.area.pre) {
                controls.push_back(other);
            }
        }
        std::vector<wdd::PlaceCounts> donors;
        for (const std::size_t j : wdd::comparable_areas(others, response)) {
            donors.push_back(others[j]);
        }
        if (donors.size() < wdd::fewest_comparison_areas || controls.empty()) {
            return;
        }
        m_area = i;
        const auto chosen =
            std::uniform_int_distribution<std::size_t>(0, controls.size() - 1)(m_random);
        try {
            judge(response, controls[chosen], donors, now.risen[i]);
        } catch (const std::domain_error&) {
            return; // the command gives no forecast either
        }
    }

    void judge(wdd::PlaceCounts response, const wdd::PlaceCounts& control,
               const std::vector<wdd::PlaceCounts>& donors, bool risen) {
        const wdd::ForecastVerdict verdict = wdd::forecast_verdict(donors, response);
        if (m_each != nullptr) {
            *m_each << m_length << ',' << m_start << ',' << m_area << ',' << response.area.pre
                    << ',' << response.area.post << ',' << donors.size() << ','
                    << verdict.area.forecast.expected << ',' << verdict.area.forecast.p_reduction
                    << ',' << verdict.together->forecast.p_reduction << '\n';
        }
        const auto recorded = static_cast<int>(response.area.post);
        const double attainable =
            attainable_size(verdict.area.model, response.area, verdict.area.forecast.expected);
        const double attainable_both = attainable_size(verdict.together->model, together(response),
                                                       verdict.together->forecast.expected);
        for (std::size_t c = 0; c < cuts.size(); ++c) {
            const double left = 1 - cuts.at(c);
            response.area.post = cuts.at(c) == 0
                                     ? recorded
                                     : std::binomial_distribution<int>(recorded, left)(m_random);
            const double area = wdd::forecast(verdict.area.model, response.area).p_reduction;
            const double both =
                wdd::forecast(verdict.together->model, together(response)).p_reduction;
            const bool rise = verdict.around && verdict.around->forecast.p_increase <= alarm_p;
            note(c, risen, false, plain_p(response, control, false), area, false, attainable);
            note(c, risen, true, plain_p(response, control, true), both, rise, attainable_both);
        }
    }

    void note(std::size_t cut, bool risen, bool rings, double plain, double forecast, bool rise,
              double attainable) {
        for (const bool only_risen : {false, true}) {
            if (only_risen && !risen) {
                continue;
            }
            Tally& tally = m_tallies.at(rings ? 1 : 0).at(only_risen ? 1 : 0).at(cut);
            ++tally.designs;
            tally.plain += plain <= alarm_p ? 1 : 0;
            tally.forecast += forecast <= alarm_p ? 1 : 0;
            tally.ring_rises += rise ? 1 : 0;
            tally.attainable += attainable;
            AreaTally& area = tally.areas[m_area];
            ++area.designs;
            area.alarms += forecast <= alarm_p ? 1 : 0;
        }
    }

    const Setting& m_setting;
    const std::vector<std::vector<bool>>& m_near;
    std::size_t m_length;
    std::size_t m_start = 0;
    std::ostream* m_each;
    std::mt19937_64 m_random;
    Tallies m_tallies{};
    std::size_t m_area = 0; ///< the response area
};

void print(std::size_t type, int length, const Tallies& tallies) {
    for (const std::size_t rings : {0U, 1U}) {
        for (const std::size_t risen : {0U, 1U}) {
            for (std::size_t c = 0; c < cuts.size(); ++c) {
                const Tally& tally = tallies.at(rings).at(risen).at(c);
                std::printf("%zu,%d,%zu,%zu,%.1f,%zu,%zu,%zu,%zu,%.4f,%.4f\n", type, length, rings,
                            risen, cuts.at(c), tally.designs, tally.plain, tally.forecast,
                            tally.ring_rises, tally.attainable / static_cast<double>(tally.designs),
                            tally.error());
            }
        }
    }
}

void run(const Setting& setting, std::ostream* each) {
    const std::vector<wdd::Area> zones = read_zones(setting.zones);
    const std::vector<Place> places = counted_places(zones, setting);
    const std::vector<std::vector<bool>> near = near_each_other(zones, setting.clear);
    std::printf("type,months,rings,risen,cut,designs,plain,forecast,ring_rises,attainable,error\n");
    for (std::size_t type = 0; type <= setting.types; ++type) {
        for (const int months : lengths) {
            const auto length = static_cast<std::size_t>(months);
            Study study(setting, near, length, type == 0 ? each : nullptr);
            const std::size_t step = std::max<std::size_t>(1, length / 3);
            for (std::size_t start = length + fewest_history; start + length <= setting.months;
                 start += step) {
                study.add_all(moment(places, type, start, length), start);
            }
            print(type, months, study.tallies());
            std::fflush(stdout);
        }
    }
}

} // namespace

int main(int count, char** arguments) {
    std::vector<std::string> values(arguments, arguments + count);
    std::ofstream designs; // where every design is written, if a file is named at the end
    constexpr std::size_t with_designs = 10;
    if (values.size() == with_designs) {
        designs.open(values.back());
        designs << std::setprecision(17)
                << "months,start,zone,pre,post,comparison_areas,expected,p,p_together\n";
        values.pop_back();
    }
    return real_places::run_bench(values, [&designs](const Setting& setting) {
        run(setting, designs.is_open() ? &designs : nullptr);
    });
}
