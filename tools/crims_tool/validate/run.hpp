// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crims/simulator.hpp"
#include "crims/validation.hpp"
#include "crims_tool/model/file.hpp"
#include "crims_tool/ranks/ranks.hpp"
#include "crims_tool/records/incident_columns.hpp"
#include "crims_tool/records/recorded_crimes.hpp"
#include "crims_tool/validate/repeats.hpp"
#include "crims_tool/validate/time_profile.hpp"
#include "crims_tool/zones/assignment.hpp"
#include "toolkit/command/console.hpp"
#include "wdd/area.hpp"

namespace crims_tool {

/// What a model is compared with; empty texts: not given.
struct ValidationInput {
    std::string model = {};
    std::string crimes = {};
    std::string force = {};                               ///< empty: the model's
    std::optional<toolkit::IncidentLayer> incidents = {}; ///< in place of `crimes`
    MonthRange months = {};
    std::string lookup = {}; ///< empty: the model's, if it is still what it was
    std::string loading = {};
    crims::SimulationOptions simulation = {};
    std::uint32_t replicates = 1;
};

/// Where the profile over the week has its observed shares from.
enum class ProfileSource : std::uint8_t {
    incidents, ///< the times of incidents
    model      ///< the model's own rhythm: the data have months only
};

/// A model beside what was recorded.
struct ModelValidation {
    StoredModel stored;
    std::vector<wdd::Wkb> polygons;      ///< one per zone of the model; empty: none are known
    std::string force;                   ///< empty: incidents of a layer
    std::string lookup;                  ///< empty: none was used
    MonthRange months;                   ///< as asked for
    std::vector<crims::Month> used;      ///< with data
    std::vector<crims::Month> missing;   ///< without: left out of both
    std::vector<crims::Month> in_sample; ///< used, and the model was made from them too
    std::uint64_t crimes = 0;            ///< recorded, of types that the model knows
    AssignmentCounts assignment;         ///< of all recorded crimes
    std::optional<LeftOut> left_out;     ///< crimes outside the zones, as the model left them out
    std::vector<std::pair<std::string, std::uint64_t>> unknown_types; ///< left out, with crimes
    bool dispersion = true; ///< the model's variation beyond Poisson was drawn
    crims::ValidationReport report;
    crims::LevelChangeReport changes;        ///< of crimes with a zone
    std::optional<RepeatComparison> repeats; ///< of incidents with days and places
    ProfileSource profile_source = ProfileSource::model;
    TimeProfile profile;
    bool flat_rhythm = false; ///< the model knows no rhythm
    bool by_period = false;   ///< its rhythm has no hours, but periods of eight
    std::vector<Source> sources;
    std::vector<std::string> warnings;
};

/// A validation in two steps, on one process or several.
class Validator {
  public:
    /// All must outlive it.
    Validator(const ValidationInput& input, const Ranks& ranks, toolkit::Console& console);
    ~Validator();
    Validator(const Validator&) = delete;
    Validator(Validator&&) = delete;
    Validator& operator=(const Validator&) = delete;
    Validator& operator=(Validator&&) = delete;

    /// Reads the model and the crimes. Throws toolkit::DataError as the readers do, and if less
    /// than half of the crimes with a place lie in the model's zones.
    void read();

    /// Simulates and compares; the result is on number 0 alone.
    ModelValidation compare();

  private:
    struct Steps;
    std::unique_ptr<Steps> m_steps;
};

/// Both steps, on one process.
ModelValidation validate_model(const ValidationInput& input, toolkit::Console& console);

} // namespace crims_tool
