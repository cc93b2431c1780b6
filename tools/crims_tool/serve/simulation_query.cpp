// SPDX-License-Identifier: MIT
#include "crims_tool/serve/simulation_query.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "crims/limits.hpp"
#include "crims_tool/options/expected_crimes.hpp"
#include "crims_tool/records/month_warnings.hpp"
#include "crims_tool/serve/endpoint.hpp"
#include "crims_tool/serve/parameters.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

constexpr double last_year = 8998; // as far as the simulator goes
constexpr std::size_t most_months = 1200;

std::optional<unsigned> month_number(const std::string& text) {
    unsigned number = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    constexpr unsigned december = 12;
    return read.ec == std::errc() && read.ptr == end && number >= 1 && number <= december
               ? std::optional(number)
               : std::nullopt;
}

} // namespace

crims::Month latest_month(const crims::Model& model, unsigned calendar_month) {
    const std::chrono::month wanted(calendar_month);
    if (!model.data) {
        constexpr std::chrono::year of_crims(2020);
        return of_crims / wanted;
    }
    const crims::Month last = model.data->last;
    return wanted <= last.month() ? last.year() / wanted
                                  : (last.year() - std::chrono::years(1)) / wanted;
}

void SimulationQuery::declare(toolkit::OptionList& parameters, bool with_placement) {
    parameters.group("What to simulate");
    declare_force(parameters, m_force);
    parameters.add(
        {.name = "--month",
         .value = "MONTH",
         .help =
             "The month: 1 to 12 or YYYY-MM. A number without ⟨--year⟩ is the last such month of the model's data.",
         .excludes = {"--from", "--to"}},
        &m_month);
    parameters.add({.name = "--year",
                    .type = OptionType::integer,
                    .value = "YEAR",
                    .help = "The year of a ⟨--month⟩ that is a number.",
                    .range = {.least = 1, .most = last_year},
                    .goes_with = {"--month"}},
                   &m_year);
    parameters.add({.name = "--from",
                    .type = OptionType::month,
                    .value = "YYYY-MM",
                    .help = "First of several months.",
                    .goes_with = {"--to"}},
                   &m_from);
    parameters.add({.name = "--to",
                    .type = OptionType::month,
                    .value = "YYYY-MM",
                    .help = "Last of several months.",
                    .goes_with = {"--from"}},
                   &m_to);
    declare_seed(parameters, m_process,
                 "Seed of the random numbers; another seed gives another history.");
    declare_replicate(parameters, m_replicate, "Which of a seed's histories.");
    parameters.add(
        {.name = "--loading",
         .type = OptionType::number,
         .value = "FACTOR",
         .help = "Factor on all rates (1.1: 10 % more crime).",
         .range = {.least = crims::loading_range.least, .most = crims::loading_range.most},
         .default_text = "1"},
        &m_loading);
    if (with_placement) {
        declare_places_and_variation(parameters, m_process);
    } else {
        declare_dispersion(parameters, m_process,
                           "Draws the variation beyond Poisson that the model holds.");
    }
    declare_near_repeat(
        parameters, m_process,
        "Near repeats: some crimes follow other crimes at or near their place. Expected totals stay the same.");
    declare_near_repeat_spread(parameters, m_process);
}

void SimulationQuery::resolve_months() {
    if (m_month.empty()) {
        if (!m_from || !m_to) {
            throw UsageError(
                "⟨--month⟩ is missing: 1 to 12 or YYYY-MM; or give ⟨--from⟩ and ⟨--to⟩");
        }
        m_months = {*m_from, *m_to};
        require_ordered(m_months);
    } else if (const auto written = read_month(m_month)) {
        if (m_year != 0) {
            throw UsageError(
                fmt::format("⟨--year⟩ {} and ⟨--month⟩ {} both give the year; give one of them",
                            m_year, m_month));
        }
        m_months = {*written, *written};
    } else if (const auto number = month_number(m_month)) {
        const crims::Month month =
            m_year == 0 ? latest_month(m_model->model(), *number)
                        : std::chrono::year(static_cast<int>(m_year)) / std::chrono::month(*number);
        m_months = {month, month};
    } else {
        throw UsageError(fmt::format("⟨--month⟩ '{}': expected 1 to 12 or YYYY-MM", m_month));
    }
    if (static_cast<int>(m_months.from.year()) < 1 ||
        static_cast<int>(m_months.to.year()) > static_cast<int>(last_year)) {
        throw UsageError(fmt::format("{}: the year must be from 1 to {}", months_text(m_months),
                                     static_cast<int>(last_year)));
    }
}

void SimulationQuery::resolve_process() {
    m_options = simulated_process(m_process);
    m_options.from = m_months.from;
    m_options.replicate = m_replicate;
    const crims::Model& m = m_model->model();
    if (m_options.placement == crims::Placement::uniform && m.triangles.empty()) {
        throw HttpError(http_status::not_found,
                        fmt::format("the model of {} has no polygons for ⟨--placement uniform⟩",
                                    m_model->force()));
    }
}

void SimulationQuery::require_bearable(const Resources& resources) {
    const auto too_much = [](const std::string& what) {
        throw HttpError(http_status::too_large, what);
    };
    if (m_months.size() > most_months) {
        too_much(fmt::format("{} are {} months; ask for {} at most at once", months_text(m_months),
                             m_months.size(), most_months));
    }
    try {
        m_expected =
            expected_crimes(m_model->force(), m_model->model(), fmt::format("{}", m_loading),
                            loading(), m_months, m_options.near_repeat);
    } catch (const toolkit::DataError& error) {
        too_much(error.what());
    }
    if (m_expected > static_cast<double>(resources.most_crimes)) {
        too_much(fmt::format(
            "about {:.0f} crimes are expected, and this service gives {} at most at once; ask for fewer months or a lower loading",
            m_expected, resources.most_crimes));
    }
}

void SimulationQuery::resolve(Resources& resources) {
    m_model = resources.models->find(m_force);
    resolve_months();
    resolve_process();
    require_bearable(resources);
}

crims::Loading SimulationQuery::loading() const {
    // Without a loading and with 1 the same is drawn.
    return m_loading == 1 ? crims::Loading() : crims::uniform_loading(m_loading);
}

std::string SimulationQuery::key() const {
    const crims::SimulationOptions& o = m_options;
    std::string key =
        fmt::format("{} {} {} {} seed {} replicate {} loading {} placement {} dispersion {}",
                    CRIMEKIT_VERSION, m_model->force(), m_model->hash(), months_text(m_months),
                    o.seed, o.replicate, m_loading, static_cast<int>(o.placement), o.dispersion);
    if (o.near_repeat) {
        key += " near repeat";
        for (const std::optional<double>& given :
             {o.near_repeat->ratio, o.near_repeat->mean_lag_days, o.near_repeat->spread,
              o.near_repeat->same_place}) {
            key += given ? fmt::format(" {}", *given) : " -";
        }
    }
    return key;
}

HeaderFields SimulationQuery::fields() const {
    HeaderFields fields{{"Crims-Simulated", "1"},
                        {"Crims-Seed", std::to_string(m_options.seed)},
                        {"Crims-Replicate", std::to_string(m_options.replicate)},
                        {"Crims-Months", months_text(m_months)},
                        {"Crims-Model", m_model->hash()},
                        {"Cache-Control", "no-cache"}};
    if (std::string warning = beyond_data_warning(m_model->model(), m_months); !warning.empty()) {
        fields.emplace_back("Crims-Warning", std::move(warning));
    }
    return fields;
}

} // namespace crims_tool
