// SPDX-License-Identifier: MIT
#include "crims_tool/validate/run.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "crims_gpkg/model_tables.hpp"
#include "crims_tool/model/zone_column.hpp"
#include "crims_tool/options/expected_crimes.hpp"
#include "crims_tool/options/loading_table.hpp"
#include "crims_tool/ranks/together.hpp"
#include "crims_tool/records/month_warnings.hpp"
#include "crims_tool/validate/calibration_record.hpp"
#include "crims_tool/validate/known_types.hpp"
#include "crims_tool/validate/located_shares.hpp"
#include "crims_tool/validate/replicates.hpp"
#include "crims_tool/zones/layer.hpp"
#include "crims_tool/zones/lookup.hpp"
#include "crims_tool/zones/model_assembly.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::sha256_of_file;

/// The steps of a validation share what they find.
class Run {
  public:
    Run(const ValidationInput& input, const Ranks& ranks, toolkit::Console& console)
        : m_input(input), m_ranks(ranks), m_console(console) {}

    void read();
    ModelValidation compare();

  private:
    void read_model_file();
    void read_zones();
    void read_crimes();
    void leave_out_stubs();
    void read_lookup();
    void locate();
    void keep_model_zones(const ZoneAssignment& found);
    void require_overlap() const;
    void sort_out_types();
    void sort_out_months();
    template<class Count>
    std::vector<double> of_used_months(const std::vector<Count>& all) const;
    void simulate();
    void prepare_repeats();
    void prepare_residuals();
    void add_profile(const std::vector<WeekHours>& replicates);

    const crims::Model& model() const { return m_result.stored.model; }

    std::string metadata(const std::string& key) const;
    void add_source(const std::string& path);

    void warn(std::string text) { m_result.warnings.push_back(std::move(text)); }

    const ValidationInput& m_input;
    const Ranks& m_ranks;
    toolkit::Console& m_console;
    std::optional<ZoneLayer> m_zones;
    std::optional<IncidentColumns> m_incidents;
    RecordedCrimes m_crimes;
    std::optional<ZoneLookup> m_lookup;
    ZoneAssignment m_assignment; ///< zones are those of the model
    crims::Loading m_loading;
    std::optional<RepeatCounter> m_repeats;
    std::optional<ResidualCounter> m_residuals;
    ModelValidation m_result;
};

std::string Run::metadata(const std::string& key) const {
    const auto found = m_result.stored.metadata.find(key);
    return found == m_result.stored.metadata.end() ? std::string() : found->second;
}

void Run::add_source(const std::string& path) {
    const std::string file = toolkit::layer_path(path);
    m_result.sources.push_back({toolkit::without_password(file), toolkit::sha256_of_file(file)});
}

void Run::read_model_file() {
    m_result.stored = read_model(m_input.model,
                                 m_input.simulation.near_repeat ? ReadShapes::yes : ReadShapes::no);
    add_source(m_input.model);
    m_loading = read_loading(m_input.loading, model(), zone_column(m_result.stored.metadata),
                             m_input.months.from, m_input.months.to, m_result.warnings);
    expected_crimes(m_input.model, model(), m_input.loading, m_loading, m_input.months);
    m_result.flat_rhythm =
        std::all_of(model().offences.begin(), model().offences.end(),
                    [](const auto& offence) { return offence.rhythm == crims::flat_rhythm(); });
    m_result.by_period =
        std::all_of(model().offences.begin(), model().offences.end(),
                    [](const auto& offence) { return crims::has_periods_alone(offence.rhythm); });
}

void Run::read_zones() {
    const toolkit::Layer layer = toolkit::Layer::open(
        {.path = m_input.model, .layer = std::string(crims::zones_table.name)}, "");
    if (!layer.has_geometry() || !m_result.stored.crs) {
        return;
    }
    const toolkit::Crs& crs = *m_result.stored.crs;
    const std::string code_field(crims::zones_table.columns.front().name);
    m_zones = dissolved_zones(layer, toolkit::read_named_polygons(layer, code_field, "--model"),
                              crs, crs);
    for (const std::string& code : model().zones) {
        const auto found = std::lower_bound(m_zones->codes.begin(), m_zones->codes.end(), code);
        m_result.polygons.push_back(
            m_zones->polygons[static_cast<std::size_t>(found - m_zones->codes.begin())]);
    }
}

void Run::read_crimes() {
    m_result.months = m_input.months;
    if (m_input.incidents) {
        m_incidents = read_incident_columns(*m_input.incidents, {.with_places = true}, m_console);
        m_crimes = layer_crimes(*m_incidents, *m_input.incidents, m_input.months);
    } else {
        m_result.force = m_input.force.empty() ? metadata("option force") : m_input.force;
        if (m_result.force.empty()) {
            throw DataError(fmt::format("{}: the model does not name its force; give ⟨--force⟩",
                                        m_input.model));
        }
        m_crimes = read_police_crimes(m_input.crimes, m_result.force, m_input.months, m_console);
    }
    m_console.end_progress();
    m_result.warnings.insert(m_result.warnings.end(), m_crimes.warnings.begin(),
                             m_crimes.warnings.end());
    leave_out_stubs();
    m_result.sources.insert(m_result.sources.end(), m_crimes.sources.begin(),
                            m_crimes.sources.end());
}

/// A file that was cut off says nothing of how good the model is.
void Run::leave_out_stubs() {
    const std::vector<OddMonth> stubs = stub_months(m_crimes);
    if (stubs.empty()) {
        return;
    }
    std::vector<crims::Month> months;
    std::transform(stubs.begin(), stubs.end(), std::back_inserter(months),
                   [](const OddMonth& stub) { return stub.month; });
    leave_out(m_crimes, months);
    warn(stub_months_warning(stubs));
}

void Run::read_lookup() {
    if (m_crimes.lsoas.empty()) {
        return;
    }
    m_result.lookup = m_input.lookup;
    if (m_result.lookup.empty()) {
        RecordedLookup recorded = recorded_lookup(m_result.stored.metadata, m_zones.has_value());
        m_result.lookup = std::move(recorded.path);
        if (!recorded.warning.empty()) {
            warn(std::move(recorded.warning));
        }
    }
    if (!m_result.lookup.empty()) {
        m_lookup = read_zone_lookup(m_result.lookup);
        add_source(m_result.lookup);
    }
}

void Run::locate() {
    if (m_input.incidents && !m_zones) {
        throw DataError(fmt::format(
            "{}: the model has no polygons of its zones, so incidents cannot be placed in them; give ⟨crims calibrate --zones⟩",
            m_input.model));
    }
    std::vector<double> x = m_crimes.x;
    std::vector<double> y = m_crimes.y;
    if (m_zones) {
        toolkit::Transformation(*m_crimes.crs, m_zones->crs).transform(x, y);
    }
    const ZoneAssignment found = assign_zones(m_crimes, x, y, m_zones, m_lookup);
    m_result.warnings.insert(m_result.warnings.end(), found.warnings.begin(), found.warnings.end());
    keep_model_zones(found);
    if (metadata("option outside") == "leave-out") {
        m_result.left_out = leave_out_outside(m_crimes, m_assignment);
        return; // most crimes of the force may lie elsewhere
    }
    require_overlap();
}

/// The zones found as those of the model; any other is none.
void Run::keep_model_zones(const ZoneAssignment& found) {
    std::unordered_map<std::string, std::uint32_t> numbers;
    for (std::uint32_t zone = 0; zone < model().zones.size(); ++zone) {
        numbers.emplace(model().zones[zone], zone);
    }
    std::vector<std::uint32_t> of_found;
    for (const std::string& code : found.zones) {
        const auto known = numbers.find(code);
        of_found.push_back(known == numbers.end() ? none : known->second);
    }
    m_assignment.zones = model().zones;
    m_assignment.counts = found.counts;
    m_assignment.outside = found.outside;
    for (std::size_t i = 0; i < found.zone.size(); ++i) {
        const std::uint32_t zone = found.zone[i];
        m_assignment.zone.push_back(zone == none ? none : of_found[zone]);
        if (zone != none && of_found[zone] == none) {
            m_assignment.outside[i] = 1;
            // Without polygons zones come from LSOAs alone.
            --m_assignment.counts.by_lsoa;
            ++m_assignment.counts.outside;
        }
    }
    m_result.assignment = m_assignment.counts;
}

void Run::require_overlap() const {
    const AssignmentCounts& counts = m_assignment.counts;
    const std::uint64_t elsewhere = counts.outside + counts.unknown_lsoa;
    if (counts.located() <= elsewhere) {
        throw DataError(fmt::format(
            "{}: only {} of {} crimes with a place lie in zones of the model (such as {}); is it a model of another force, or does it need ⟨--lookup⟩?",
            m_input.model, counts.located(), counts.located() + elsewhere, model().zones.front()));
    }
}

void Run::sort_out_types() {
    m_result.unknown_types =
        keep_known_types(m_crimes, m_assignment.zone, model().crime_types, m_input.model);
    m_result.crimes = m_crimes.size();
}

void Run::sort_out_months() {
    const auto calibrated = calibration_months(metadata("months"));
    const std::string gaps = metadata("months missing");
    for (std::size_t i = 0; i < m_crimes.present.size(); ++i) {
        const crims::Month month = m_input.months.from + std::chrono::months(static_cast<int>(i));
        if (m_crimes.present[i] == 0) {
            m_result.missing.push_back(month);
            continue;
        }
        m_result.used.push_back(month);
        if (calibrated && calibrated->contains(month) &&
            gaps.find(month_text(month)) == std::string::npos) {
            m_result.in_sample.push_back(month);
        }
    }
}

/// Of the months with data alone, as the shape of a validation wants them.
template<class Count>
std::vector<double> Run::of_used_months(const std::vector<Count>& all) const {
    std::vector<double> counts;
    counts.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (m_crimes.present[i % m_crimes.present.size()] != 0) {
            counts.push_back(static_cast<double>(all[i]));
        }
    }
    return counts;
}

void Run::simulate() {
    const crims::CountShape shape{.zones = model().zones.size(),
                                  .crime_types = model().crime_types.size(),
                                  .months = m_result.used.size()};
    const crims::CrimeCounts observed = count_crimes(m_crimes, m_assignment);
    crims::Validation validation(shape, of_used_months(crims::with_unlocated(observed)));
    const std::vector<double> located = of_used_months(observed.located);
    crims::LevelChanges changes(shape, located);
    const LocatedShares shares(shape, located, of_used_months(observed.unlocated));
    crims::SimulationOptions options = m_input.simulation;
    options.from = m_input.months.from;
    prepare_repeats();
    prepare_residuals();
    if (!options.near_repeat && !m_repeats) {
        options.placement = crims::Placement::none; // places do not change counts
    }
    const crims::Simulation simulation(model(), options, m_loading);
    ReplicateDraw draw(simulation,
                       {.model = model(),
                        .options = options,
                        .shape = shape,
                        .present = m_crimes.present,
                        .months = m_input.months.size()},
                       m_repeats ? &*m_repeats : nullptr, m_residuals ? &*m_residuals : nullptr);
    const auto steps = static_cast<std::int64_t>(m_input.months.size() * m_input.replicates);
    std::vector<WeekHours> hours(m_input.replicates);
    make_in_turn(
        m_ranks, m_input.replicates,
        [&](std::size_t replicate) {
            return bytes_of(draw.draw(replicate, [&](std::size_t month) {
                m_console.progress(
                    static_cast<std::int64_t>(replicate * m_input.months.size() + month), steps);
            }));
        },
        [&](std::size_t replicate, std::span<const std::byte> bytes) {
            const ReplicateFindings found = findings_of(bytes);
            hours[replicate] = found.hours;
            if (m_repeats) {
                m_repeats->add_replicate(found.repeats);
            }
            if (m_residuals) {
                m_residuals->add_replicate(found.gaps);
            }
            validation.add_replicate(found.counts);
            changes.add_replicate(
                shares.of(found.counts, options.seed,
                          options.replicate + static_cast<std::uint32_t>(replicate)));
        });
    if (!m_ranks.is_first()) {
        return;
    }
    m_console.progress(steps, steps);
    m_console.end_progress();
    m_result.dispersion = options.dispersion;
    m_result.report = validation.report();
    m_result.changes = changes.report();
    if (m_repeats) {
        m_result.repeats = m_repeats->comparison();
    }
    if (m_residuals) {
        m_result.residuals = m_residuals->comparison();
    }
    add_profile(hours);
}

/// Pairs of crimes near each other, where the incidents have days and the model has places.
void Run::prepare_repeats() {
    if (!m_incidents || !has_dated_places(*m_incidents) || model().places.empty() ||
        !m_result.stored.crs) {
        return;
    }
    RepeatFrame frame{.from = m_input.months.from,
                      .present = m_crimes.present,
                      .crime_types = model().crime_types,
                      .type_of_offence = {},
                      .metres = m_result.stored.crs->unit().metres};
    for (const crims::Offence& offence : model().offences) {
        frame.type_of_offence.push_back(static_cast<std::uint16_t>(offence.crime_type));
    }
    m_repeats.emplace(dated_places(*m_incidents, m_result.stored.crs), std::move(frame));
    if (!m_repeats->tells()) {
        m_repeats.reset();
    }
}

/// Gaps between crimes, where the incidents have days.
void Run::prepare_residuals() {
    if (!m_incidents) {
        return;
    }
    m_residuals.emplace(model(), m_loading, m_input.months, m_crimes.present);
    m_residuals->set_recorded(*m_incidents);
    if (!m_residuals->tells()) {
        m_residuals.reset();
    }
}

void Run::add_profile(const std::vector<WeekHours>& replicates) {
    if (m_incidents) {
        std::vector<std::uint8_t> keep;
        for (const std::string& type : m_incidents->crime_types) {
            const auto& types = model().crime_types;
            keep.push_back(std::find(types.begin(), types.end(), type) != types.end() ? 1 : 0);
        }
        const ObservedHours observed = observed_hours(*m_incidents, m_input.months, keep);
        for (std::string& warning : warnings_of(observed)) {
            warn(std::move(warning));
        }
        if (observed.timed > observed.midnights) {
            m_result.profile_source = ProfileSource::incidents;
            m_result.profile = time_profile(observed.hours, replicates);
            return;
        }
    }
    m_result.profile = time_profile(expected_hours(model(), m_loading, m_result.used), replicates);
}

void Run::read() {
    constexpr std::uint32_t few_replicates = 20;
    if (m_input.replicates < few_replicates) {
        warn(fmt::format("With {} replicates the 90 % intervals are rough; use {} or more.",
                         m_input.replicates, few_replicates));
    }
    read_model_file();
    read_zones();
    read_crimes();
    read_lookup();
    locate();
    sort_out_types();
    sort_out_months();
}

ModelValidation Run::compare() {
    simulate();
    return std::move(m_result);
}

} // namespace

struct Validator::Steps {
    Run run;
};

Validator::Validator(const ValidationInput& input, const Ranks& ranks, toolkit::Console& console)
    : m_steps(std::make_unique<Steps>(Steps{Run(input, ranks, console)})) {}

Validator::~Validator() = default;

void Validator::read() {
    m_steps->run.read();
}

ModelValidation Validator::compare() {
    return m_steps->run.compare();
}

ModelValidation validate_model(const ValidationInput& input, toolkit::Console& console) {
    const Ranks alone;
    Validator validator(input, alone, console);
    validator.read();
    return validator.compare();
}

} // namespace crims_tool
