// SPDX-License-Identifier: MIT
#include "crims/scenario.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace crims {

namespace {

/// How far a change has come on the middle of its day number `day`, counted from 0.
double progress(const Change& change, int day) {
    const double elapsed = day + 0.5;
    switch (change.shape) {
    case Shape::step:
        return 1;
    case Shape::ramp:
        return std::min(elapsed / change.days, 1.0);
    case Shape::exponential:
        return 1 - std::exp(-elapsed / change.days);
    }
    return 1;
}

void require(bool holds, const std::string& otherwise) {
    if (!holds) {
        throw std::invalid_argument(otherwise);
    }
}

void check(const Change& change, const char* what) {
    require(change.shape == Shape::step || (std::isfinite(change.days) && change.days > 0),
            std::string(what) + " takes " + std::to_string(change.days) +
                " days; a ramp or an exponential change takes more than 0");
}

} // namespace

double strength(const Intervention& intervention, std::chrono::sys_days day) {
    if (day < intervention.start) {
        return 0;
    }
    const auto since_start = static_cast<int>((day - intervention.start).count());
    const double come = progress(intervention.onset, since_start);
    if (intervention.decay_from_start) {
        return day > intervention.end ? 0 : come * (1 - progress(intervention.decay, since_start));
    }
    if (day <= intervention.end) {
        return come;
    }
    const auto since_end = static_cast<int>((day - intervention.end).count()) - 1;
    const int days = static_cast<int>((intervention.end - intervention.start).count());
    return progress(intervention.onset, days) * (1 - progress(intervention.decay, since_end));
}

double prevention(const Intervention& intervention, std::size_t crime_type,
                  std::chrono::sys_days day) {
    return intervention.effect.at(crime_type) * strength(intervention, day);
}

void check(const Intervention& intervention) {
    require(intervention.start <= intervention.end, "the end is before the start");
    for (const double effect : intervention.effect) {
        require(effect >= 0 && effect <= 1,
                "an effect is " + std::to_string(effect) +
                    "; it is the share of crimes prevented, from 0 to 1 (0.3: 30 % fewer)");
    }
    require(intervention.displaced >= -1 && intervention.displaced <= 1,
            "the displaced share is " + std::to_string(intervention.displaced) +
                "; it is from -1 (diffusion of benefit) to 1");
    check(intervention.onset, "the onset");
    check(intervention.decay, "the decay");
    require(!intervention.decay_from_start || intervention.decay.shape != Shape::step,
            "an effect that decays from the start needs a ramp or an exponential decay");
}

} // namespace crims
