// SPDX-License-Identifier: MIT
#include "crims_tool/inject/report.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "toolkit/layers/layer.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

namespace {

using crims::InjectionTally;
using PeriodTallies = std::array<InjectionTally, crims::injection_periods>;

constexpr std::array<const char*, crims::injection_periods> period_names{"before", "during",
                                                                         "after"};

PeriodTallies totals(const crims::InjectionTruth& truth) {
    PeriodTallies sums;
    for (const PeriodTallies& type : truth.by_type) {
        for (std::size_t period = 0; period < sums.size(); ++period) {
            sums.at(period) += type.at(period);
        }
    }
    return sums;
}

nlohmann::ordered_json tally_json(const InjectionTally& tally) {
    return {{"crimes", tally.crimes},
            {"ring_crimes", tally.ring_crimes},
            {"prevented", tally.prevented},
            {"displaced", tally.displaced},
            {"diffused", tally.diffused},
            {"true_effect", tally.true_effect()},
            {"expected_prevented", tally.expected_prevented},
            {"expected_displaced", tally.expected_displaced},
            {"expected_diffused", tally.expected_diffused},
            {"expected_effect", tally.expected_effect()}};
}

nlohmann::ordered_json periods_json(const PeriodTallies& tallies) {
    nlohmann::ordered_json json;
    for (std::size_t period = 0; period < tallies.size(); ++period) {
        json[period_names.at(period)] = tally_json(tallies.at(period));
    }
    return json;
}

nlohmann::ordered_json intervention_json(const InjectionReport& report, std::size_t i) {
    const crims::InjectedIntervention& injected = report.interventions[i];
    const crims::Intervention& intervention = injected.intervention;
    const crims::InjectionTruth& truth = report.result.truth[i];
    nlohmann::ordered_json json;
    json["name"] = intervention.name;
    json["periods"]["before"] = {{"start", wdd::iso_date(injected.before.start)},
                                 {"end", wdd::iso_date(injected.before.end)}};
    json["periods"]["during"] = {{"start", wdd::iso_date(intervention.start)},
                                 {"end", wdd::iso_date(intervention.end)}};
    const double unit = report.areas.crs.unit().metres;
    json["area"] = report.areas.areas[i].area() * unit * unit;
    if (report.areas.distance[i] > 0) {
        json["ring"] = {{"distance", report.areas.distance_text[i]},
                        {"where", intervention.ring_placement == crims::RingPlacement::crime
                                      ? "crime"
                                      : "uniform"}};
    } else {
        json["ring"] = nullptr;
    }
    json["totals"] = periods_json(totals(truth));
    json["crime_types"] = nlohmann::ordered_json::array();
    for (std::size_t type = 0; type < truth.by_type.size(); ++type) {
        nlohmann::ordered_json row;
        row["crime_type"] = report.incidents.crime_types[type];
        row["effect"] = intervention.effect[type];
        row.update(periods_json(truth.by_type[type]));
        json["crime_types"].push_back(std::move(row));
    }
    return json;
}

std::string line(const std::string& what, std::uint64_t count, double expected) {
    return fmt::format("  {:<44}{:>8}   (expected {:.1f})\n", what, count, expected);
}

std::string period_text(const InjectionTally& tally, bool has_ring) {
    std::string text =
        fmt::format("  {:<44}{:>8}\n", "crimes in the area without it", tally.crimes);
    text += line("prevented", tally.prevented, tally.expected_prevented);
    if (has_ring) {
        text +=
            line("of these, displaced into the ring", tally.displaced, tally.expected_displaced);
        text += line("prevented in the ring as well", tally.diffused, tally.expected_diffused);
    }
    return text + fmt::format("  {:<44}{:>8}   (expected {:.1f})\n", "true effect",
                              tally.true_effect(), tally.expected_effect());
}

std::string types_text(const InjectionReport& report, std::size_t i) {
    std::size_t width = 0;
    for (const std::string& type : report.incidents.crime_types) {
        width = std::max(width, type.size());
    }
    std::string text = fmt::format("  {:<{}}  {:>9}{:>11}{:>11}{:>10}{:>8}\n", "", width, "crimes",
                                   "prevented", "displaced", "diffused", "effect");
    const crims::InjectionTruth& truth = report.result.truth[i];
    for (std::size_t type = 0; type < truth.by_type.size(); ++type) {
        const InjectionTally& during = truth.by_type[type][1];
        text +=
            fmt::format("  {:<{}}  {:>9}{:>11}{:>11}{:>10}{:>8}\n",
                        report.incidents.crime_types[type], width, during.crimes, during.prevented,
                        during.displaced, during.diffused, during.true_effect());
    }
    return text;
}

std::string intervention_text(const InjectionReport& report, std::size_t i) {
    const crims::Intervention& intervention = report.interventions[i].intervention;
    const bool has_ring = report.areas.distance[i] > 0;
    const PeriodTallies sums = totals(report.result.truth[i]);
    std::string text =
        fmt::format("{}, {} to {}{}\n", intervention.name, wdd::iso_date(intervention.start),
                    wdd::iso_date(intervention.end),
                    has_ring ? ", ring of " + report.areas.distance_text[i] : "");
    text += period_text(sums[1], has_ring);
    if (sums[2].expected_prevented > 0) {
        text += "  after the end, as the effect fades:\n" + period_text(sums[2], has_ring);
    }
    return report.incidents.crime_types.size() > 1 ? text + "\n" + types_text(report, i) : text;
}

/// Where the treatment and the incidents' dates do not meet; the caller refuses what does not at
/// all.
void warn_of_dates(const InjectionReport& report, std::size_t i,
                   std::vector<std::string>& warnings) {
    const crims::Intervention& intervention = report.interventions[i].intervention;
    const wdd::Period& dates = *report.incidents.dates;
    if (intervention.end > dates.end) {
        warnings.push_back(fmt::format("'{}' runs until {}, but the incidents end on {}.",
                                       intervention.name, wdd::iso_date(intervention.end),
                                       wdd::iso_date(dates.end)));
    }
    if (intervention.start < dates.start) {
        warnings.push_back(fmt::format("'{}' starts on {}, but the incidents start on {}.",
                                       intervention.name, wdd::iso_date(intervention.start),
                                       wdd::iso_date(dates.start)));
    }
}

} // namespace

nlohmann::ordered_json injection_json(const InjectionReport& report) {
    const InjectedIncidents& incidents = report.incidents;
    nlohmann::ordered_json json;
    json["scenario"] = report.scenario.name;
    json["incidents"] = {{"read", incidents.size()},
                         {"written", report.written},
                         {"null_date", incidents.null_date},
                         {"bad_date", incidents.bad_date},
                         {"null_geometry", incidents.null_geometry}};
    json["interventions"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < report.interventions.size(); ++i) {
        json["interventions"].push_back(intervention_json(report, i));
    }
    json["crs"] = report.areas.crs.text();
    json["warnings"] = report.warnings;
    json["notes"] = report.notes;
    json["scenario_file"] = report.scenario.text;
    return json;
}

std::string injection_text(const InjectionReport& report) {
    std::string text = report.scenario.name.empty() ? "" : report.scenario.name + "\n\n";
    for (std::size_t i = 0; i < report.interventions.size(); ++i) {
        text += intervention_text(report, i) + "\n";
    }
    text += fmt::format("{} incidents read, {} written\n", report.incidents.size(), report.written);
    for (const std::string& note : report.notes) {
        text += note + "\n";
    }
    return text;
}

std::vector<std::string> injection_warnings(const InjectionReport& report) {
    std::vector<std::string> warnings = report.areas.warnings;
    for (std::size_t i = 0; i < report.interventions.size(); ++i) {
        const crims::Intervention& intervention = report.interventions[i].intervention;
        warn_of_dates(report, i, warnings);
        const auto during = totals(report.result.truth[i])[1];
        if (during.crimes == 0) {
            warnings.push_back(fmt::format(
                "No incident lies in the area of '{}' from {} to {}, so there is nothing to prevent. Check the dates, the conditions and the coordinate systems.",
                intervention.name, wdd::iso_date(intervention.start),
                wdd::iso_date(intervention.end)));
        }
        std::vector<std::string> capped;
        for (const std::size_t type : report.result.truth[i].diffusion_capped) {
            capped.push_back(report.incidents.crime_types[type]);
        }
        if (!capped.empty()) {
            warnings.push_back(fmt::format(
                "The ring of '{}' has too few crimes for so much diffusion of benefit ({}). All that could be were prevented; the truth gives the number.",
                intervention.name, toolkit::listed(capped)));
        }
    }
    return warnings;
}

} // namespace crims_tool
