// SPDX-License-Identifier: MIT
// How often the forecast of a sum of areas reports a reduction where nothing was done, and where a
// known share was taken away. Run by false_alarms_of_sums.py, which makes its input and its tables.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bench/real_places.hpp"
#include "wdd/comparable.hpp"
#include "wdd/forecast.hpp"
#include "wdd/forecast_sum.hpp"

namespace {

using namespace real_places;

constexpr double alarm_p = 0.05;
constexpr std::array cuts{0.0, 0.1, 0.2};
constexpr std::array<std::size_t, 3> sizes{3, 6, 12};
constexpr std::array<std::size_t, 3> lengths{3, 6, 12};
constexpr std::size_t sums_a_row = 600; ///< about so many, drawn over all starts

/// How the areas of a sum are chosen.
enum class Choice { any, neighbours, risen, own_dates, twice };
constexpr std::array choices{Choice::any, Choice::neighbours, Choice::risen, Choice::own_dates,
                             Choice::twice};

const char* name_of(Choice choice) {
    constexpr std::array names{"any", "neighbours", "risen", "own dates", "twice"};
    return names.at(static_cast<std::size_t>(choice));
}

struct Town {
    const Setting& setting;
    std::vector<wdd::Area> zones;
    std::vector<wdd::Box> boxes;
    std::vector<Place> places;
    std::vector<std::vector<bool>> clear;   ///< no comparison area for each other
    std::vector<std::vector<bool>> touched; ///< within the width of a ring
};

/// One evaluation of a sum.
struct Chosen {
    std::size_t area = 0;
    std::size_t start = 0;
    std::size_t length = 0;

    std::size_t end() const { return start + length; }
};

wdd::AreaCounts counts_in(const Place& place, std::size_t type, const Chosen& when) {
    return counts_of(place.area, type, when.start, when.length);
}

wdd::Period days_of(const Chosen& when) {
    // Months of thirty days: only shares of them matter.
    constexpr std::size_t month = 30;
    const std::chrono::sys_days first{};
    return {first + std::chrono::days(month * when.start),
            first + std::chrono::days(month * when.end() - 1)};
}

/// What p a sum has, by cut.
using Answer = std::array<double, cuts.size()>;

class Sums {
  public:
    Sums(const Town& town, std::size_t type, std::mt19937_64& random)
        : m_town(town), m_type(type), m_random(random) {}

    std::optional<Answer> judged(const std::vector<Chosen>& chosen) {
        std::vector<wdd::ForecastToAdd> parts;
        for (const Chosen& one : chosen) {
            std::optional<wdd::ForecastToAdd> part = part_of(one, chosen);
            if (!part) {
                return std::nullopt;
            }
            parts.push_back(std::move(*part));
        }
        const wdd::SharedIncidents shared = shared_by(chosen);
        Answer answer{};
        const std::vector<wdd::ForecastToAdd> whole = parts;
        for (std::size_t c = 0; c < cuts.size(); ++c) {
            if (c > 0) {
                cut(parts, whole, 1 - cuts.at(c));
            }
            answer.at(c) = wdd::forecast_of_sum(parts, shared).p_reduction;
        }
        return answer;
    }

  private:
    std::optional<wdd::ForecastToAdd> part_of(const Chosen& one,
                                              const std::vector<Chosen>& chosen) const {
        const wdd::AreaCounts response = counts_in(m_town.places[one.area], m_type, one);
        if (wdd::usual_count(response) < m_town.setting.least_usual) {
            return std::nullopt;
        }
        std::vector<std::size_t> numbers;
        std::vector<wdd::PlaceCounts> others;
        for (std::size_t i = 0; i < m_town.places.size(); ++i) {
            const bool treated =
                std::any_of(chosen.begin(), chosen.end(), [&](const Chosen& other) {
                    return m_town.touched[other.area][i] && other.start < one.end();
                });
            if (!m_town.clear[one.area][i] && !treated) {
                numbers.push_back(i);
                others.push_back({.area = counts_in(m_town.places[i], m_type, one), .ring = {}});
            }
        }
        wdd::ForecastToAdd part{.fitted = {},
                                .response = response,
                                .comparison_areas = {},
                                .places = {},
                                .place = m_town.boxes[one.area],
                                .post_days = {days_of(one)}};
        for (const std::size_t i : wdd::comparable_areas(others, {.area = response, .ring = {}})) {
            part.comparison_areas.push_back(others[i].area);
            part.places.push_back(m_town.boxes[numbers[i]]);
        }
        if (part.comparison_areas.size() < wdd::fewest_comparison_areas) {
            return std::nullopt;
        }
        try {
            part.fitted.model = wdd::fit_forecast(part.comparison_areas);
            part.fitted.forecast = wdd::forecast(part.fitted.model, response);
        } catch (const std::domain_error&) {
            return std::nullopt;
        }
        return part;
    }

    wdd::SharedIncidents shared_by(const std::vector<Chosen>& chosen) const {
        const std::size_t n = chosen.size();
        wdd::SharedIncidents shared(n * n);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                const std::size_t from = std::max(chosen[i].start, chosen[j].start);
                const std::size_t to = std::min(chosen[i].end(), chosen[j].end());
                if (from < to && chosen[i].area == chosen[j].area) {
                    shared[i * n + j] = m_town.places[chosen[i].area].area.sum(m_type, from, to);
                }
            }
        }
        return shared;
    }

    void cut(std::vector<wdd::ForecastToAdd>& parts, const std::vector<wdd::ForecastToAdd>& whole,
             double left) {
        for (std::size_t i = 0; i < parts.size(); ++i) {
            wdd::AreaCounts& response = parts[i].response;
            response.post = std::binomial_distribution<int>(
                static_cast<int>(whole[i].response.post), left)(m_random);
            parts[i].fitted.forecast = wdd::forecast(whole[i].fitted.model, response);
        }
    }

    const Town& m_town;
    std::size_t m_type;
    std::mt19937_64& m_random;
};

/// Draws the areas of sums.
class Drawing {
  public:
    Drawing(const Town& town, std::size_t type, std::mt19937_64& random)
        : m_town(town), m_type(type), m_random(random) {}

    std::vector<Chosen> chosen(Choice choice, std::size_t size, std::size_t start,
                               std::size_t length) {
        switch (choice) {
        case Choice::any:
            return dated(drawn(usual(start, length), size), start, length);
        case Choice::neighbours:
            return dated(near(usual(start, length), size), start, length);
        case Choice::risen:
            return dated(drawn(risen(start, length), size), start, length);
        case Choice::own_dates:
            return own_dates(size, start, length);
        case Choice::twice:
            return twice(size, start, length);
        }
        return {};
    }

  private:
    using Areas = std::vector<std::size_t>;

    Areas usual(std::size_t start, std::size_t length) const {
        Areas areas;
        for (std::size_t i = 0; i < m_town.places.size(); ++i) {
            const auto counts = counts_of(m_town.places[i].area, m_type, start, length);
            if (wdd::usual_count(counts) >= m_town.setting.least_usual) {
                areas.push_back(i);
            }
        }
        return areas;
    }

    /// The fifth that rose most above their own past.
    Areas risen(std::size_t start, std::size_t length) const {
        Areas areas = usual(start, length);
        const auto rise = [&](std::size_t i) {
            const auto counts = counts_of(m_town.places[i].area, m_type, start, length);
            return (counts.pre - *counts.history) / std::sqrt(counts.pre + *counts.history + 1);
        };
        std::stable_sort(areas.begin(), areas.end(),
                         [&](std::size_t a, std::size_t b) { return rise(a) > rise(b); });
        areas.resize(areas.size() / 5);
        return areas;
    }

    Areas drawn(Areas from, std::size_t size) {
        std::shuffle(from.begin(), from.end(), m_random);
        from.resize(std::min(size, from.size()));
        return from;
    }

    /// An area and those nearest to it.
    Areas near(Areas from, std::size_t size) {
        if (from.empty()) {
            return from;
        }
        const std::size_t seed =
            from[std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(m_random)];
        const auto distance = [&](std::size_t i) {
            const wdd::Box& a = m_town.boxes[seed];
            const wdd::Box& b = m_town.boxes[i];
            return std::hypot(a.min_x + a.max_x - b.min_x - b.max_x,
                              a.min_y + a.max_y - b.min_y - b.max_y);
        };
        std::stable_sort(from.begin(), from.end(),
                         [&](std::size_t a, std::size_t b) { return distance(a) < distance(b); });
        from.resize(std::min(size, from.size()));
        return from;
    }

    static std::vector<Chosen> dated(const Areas& areas, std::size_t start, std::size_t length) {
        std::vector<Chosen> all;
        for (const std::size_t area : areas) {
            all.push_back({area, start, length});
        }
        return all;
    }

    /// Periods of other lengths that start up to a period earlier or later.
    std::vector<Chosen> own_dates(std::size_t size, std::size_t start, std::size_t length) {
        std::vector<Chosen> all = dated(drawn(usual(start, length), size), start, length);
        for (Chosen& one : all) {
            one.length = lengths.at(std::uniform_int_distribution<std::size_t>(
                0, std::find(lengths.begin(), lengths.end(), length) - lengths.begin())(m_random));
            const auto earliest = std::max(one.length + fewest_history, start - length / 2);
            const auto latest = std::min(start + length / 2, m_town.setting.months - one.length);
            one.start = std::uniform_int_distribution<std::size_t>(std::min(earliest, latest),
                                                                   latest)(m_random);
        }
        return all;
    }

    /// Each place with two periods that overlap by half.
    std::vector<Chosen> twice(std::size_t size, std::size_t start, std::size_t length) {
        std::vector<Chosen> all;
        for (const std::size_t area : drawn(usual(start, length), (size + 1) / 2)) {
            all.push_back({area, start, length});
            const std::size_t later = start + (length + 1) / 2;
            if (later + length <= m_town.setting.months) {
                all.push_back({area, later, length});
            }
        }
        all.resize(std::min(size, all.size())); // of an odd number one has one period
        return all;
    }

    const Town& m_town;
    std::size_t m_type;
    std::mt19937_64& m_random;
};

struct Tally {
    std::size_t sums = 0;
    std::array<std::size_t, cuts.size()> alarms{};
    std::map<std::size_t, std::pair<double, double>> periods; ///< sums and alarms

    void add(const Answer& answer, std::size_t period) {
        ++sums;
        for (std::size_t c = 0; c < cuts.size(); ++c) {
            alarms.at(c) += answer.at(c) <= alarm_p ? 1 : 0;
        }
        auto& [of_period, false_alarms] = periods[period];
        ++of_period;
        false_alarms += answer[0] <= alarm_p ? 1 : 0;
    }

    /// Of the share: sums that start within a period of each other are no independent draws.
    double error() const {
        const double share = static_cast<double>(alarms[0]) / static_cast<double>(sums);
        double squares = 0;
        for (const auto& [period, counts] : periods) {
            squares += std::pow(counts.second - counts.first * share, 2);
        }
        return std::sqrt(squares) / static_cast<double>(sums);
    }
};

void print(std::size_t type, Choice choice, std::size_t size, std::size_t length,
           const Tally& tally) {
    if (tally.sums == 0) {
        return;
    }
    std::printf("%zu,%s,%zu,%zu,%zu,%zu,%zu,%zu,%.4f\n", type, name_of(choice), size, length,
                tally.sums, tally.alarms[0], tally.alarms[1], tally.alarms[2], tally.error());
    std::fflush(stdout);
}

void run(const Setting& setting) {
    Town town{.setting = setting,
              .zones = read_zones(setting.zones),
              .boxes = {},
              .places = {},
              .clear = {},
              .touched = {}};
    for (const wdd::Area& zone : town.zones) {
        town.boxes.push_back(zone.box());
    }
    town.places = counted_places(town.zones, setting);
    town.clear = near_each_other(town.zones, setting.clear);
    town.touched = near_each_other(town.zones, setting.distance);
    std::printf("type,choice,areas,months,sums,alarms_0,alarms_10,alarms_20,error\n");
    for (std::size_t type = 0; type <= setting.types; ++type) {
        for (const Choice choice : choices) {
            for (const std::size_t size : sizes) {
                for (const std::size_t length : lengths) {
                    std::mt19937_64 random(setting.seed + 1000 * type + 100 * size + length);
                    Drawing drawing(town, type, random);
                    Sums sums(town, type, random);
                    Tally tally;
                    const std::size_t step = std::max<std::size_t>(1, length / 3);
                    const std::size_t first = length + fewest_history;
                    const std::size_t starts = (setting.months - length - first) / step + 1;
                    for (std::size_t start = first; start + length <= setting.months;
                         start += step) {
                        for (std::size_t i = 0; i < sums_a_row / starts + 1; ++i) {
                            const auto chosen = drawing.chosen(choice, size, start, length);
                            if (chosen.size() < 2) {
                                continue;
                            }
                            if (const auto answer = sums.judged(chosen)) {
                                tally.add(*answer, start / length);
                            }
                        }
                    }
                    print(type, choice, size, length, tally);
                }
            }
        }
    }
}

} // namespace

int main(int count, char** arguments) {
    return real_places::run_bench({arguments, arguments + count}, run);
}
