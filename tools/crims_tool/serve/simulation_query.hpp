// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crims/loading.hpp"
#include "crims/simulator.hpp"
#include "crims_tool/options/process_options.hpp"
#include "crims_tool/records/month_range.hpp"
#include "crims_tool/serve/models.hpp"
#include "crims_tool/serve/resources.hpp"

namespace crims_tool {

/// Which crimes a request speaks of: the parameters that all answers about crimes share.
class SimulationQuery {
  public:
    /// Declares force, months, seed, replicate, loading and process. `placement`: places count.
    void declare(toolkit::OptionList& parameters, bool with_placement);

    /// After the parameters have been read: finds the model and the months. Throws HttpError,
    /// toolkit::UsageError.
    void resolve(Resources& resources);

    const ServedModel& model() const { return *m_model; }

    const ModelPointer& model_pointer() const { return m_model; }

    const MonthRange& months() const { return m_months; }

    const crims::SimulationOptions& options() const { return m_options; }

    crims::Loading loading() const;

    double loading_factor() const { return m_loading; }

    double expected() const { return m_expected; }

    /// All that the crimes depend on, as a text.
    std::string key() const;

    /// Seed, months and what else a reader of the crimes wants to know, as header fields.
    HeaderFields fields() const;

    const std::string& force_text() const { return m_force; }

  private:
    void resolve_months();
    void resolve_process();
    void require_bearable(const Resources& resources);

    std::string m_force;
    std::string m_month;
    std::uint32_t m_year = 0;
    std::optional<std::chrono::year_month> m_from;
    std::optional<std::chrono::year_month> m_to;
    std::uint32_t m_replicate = 0;
    double m_loading = 1;
    ProcessOptions m_process;
    ModelPointer m_model;
    MonthRange m_months;
    crims::SimulationOptions m_options;
    double m_expected = 0;
};

/// A calendar month without a year: the last such month of the model's data. Without data it is one
/// of 2020, as in CriMS.
crims::Month latest_month(const crims::Model& model, unsigned calendar_month);

} // namespace crims_tool
