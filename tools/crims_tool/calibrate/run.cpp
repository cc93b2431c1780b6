// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/run.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/calibrate/clock_changes.hpp"
#include "crims_tool/calibrate/offence_tables.hpp"
#include "crims_tool/calibrate/rhythm_source.hpp"
#include "crims_tool/records/holidays.hpp"
#include "crims_tool/records/repeat_table.hpp"
#include "crims_tool/zones/layer.hpp"
#include "crims_tool/zones/lookup.hpp"
#include "crims_tool/zones/model_assembly.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/layers/computing_crs.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

/// The steps of a calibration share what they find.
class Run {
  public:
    Run(const CalibrationInput& input, toolkit::Console& console)
        : m_input(input), m_console(console) {}

    Calibration take();

  private:
    void read_zones();
    void read_crimes();
    void leave_out_stubs();
    void locate();
    void warn_of_wrong_zones();
    void fit();
    void set_year_variation(std::vector<std::string>& notes);
    void add_offences();
    void add_calendar();
    void add_rhythm();
    void add_repeats();
    std::optional<RepeatLaws> repeat_laws();
    bool is_used(crims::Month month) const;
    void add_suspects();
    void keep_polygons();
    void summarise();
    void add_shares_with_place();

    void add_source(const std::string& path);

    static void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
        to.insert(to.end(), from.begin(), from.end());
    }

    crims::Model& model() { return m_result.stored.model; }

    const CalibrationInput& m_input;
    toolkit::Console& m_console;
    std::optional<ZoneLayer> m_zones;
    std::optional<IncidentColumns> m_incidents;
    RecordedCrimes m_crimes;
    std::vector<double> m_x; ///< the crimes' points in the model's CRS
    std::vector<double> m_y;
    ZoneAssignment m_assignment;
    Calibration m_result;
};

void Run::add_source(const std::string& path) {
    const std::string file = toolkit::layer_path(path);
    m_result.sources.push_back({toolkit::without_password(file), toolkit::sha256_of_file(file)});
}

/// British National Grid, in which the zones of England and Wales are drawn.
std::optional<toolkit::Crs> national_grid(const CalibrationInput& input) {
    return input.incidents ? std::nullopt
                           : std::optional(toolkit::Crs::from_text("EPSG:27700", "--crs"));
}

void Run::read_zones() {
    if (!m_input.zones) {
        m_result.stored.crs = m_input.crs ? m_input.crs : national_grid(m_input);
        m_result.lacks.emplace_back(
            "no zone polygons (⟨--zones⟩): crimes can be placed where others were recorded, but not anywhere in a zone");
        return;
    }
    const toolkit::Layer layer = toolkit::Layer::open(*m_input.zones, "");
    const toolkit::Crs own = layer.crs(m_input.assumed_crs);
    const auto wanted =
        m_input.crs || own.has_true_lengths() ? m_input.crs : national_grid(m_input);
    std::vector<toolkit::NamedPolygons> zones =
        toolkit::read_named_polygons(layer, m_input.zone_field, "--zone-field");
    const toolkit::Crs crs =
        toolkit::choose_crs(wanted, {layer.text(), own, toolkit::box_of(zones)}, {}).computing;
    m_zones = dissolved_zones(layer, std::move(zones), own, crs);
    m_result.stored.crs = crs;
    add_source(m_input.zones->path);
}

void Run::read_crimes() {
    if (m_input.incidents) {
        m_incidents = read_incident_columns(*m_input.incidents, {.with_places = true}, m_console);
        m_crimes = layer_crimes(*m_incidents, *m_input.incidents, m_input.months);
    } else {
        m_crimes = read_police_crimes(m_input.crimes, m_input.force, m_input.months, m_console);
    }
    m_console.end_progress();
    append(m_result.warnings, m_crimes.warnings);
    leave_out(m_crimes, m_input.excluded);
    if (m_crimes.size() == 0) {
        throw toolkit::DataError(
            fmt::format("{}: no crime is left without the months of ⟨--exclude-months⟩",
                        m_crimes.sources.front().name));
    }
    m_result.excluded = m_input.excluded;
    leave_out_stubs();
    m_result.sources.insert(m_result.sources.begin(), m_crimes.sources.begin(),
                            m_crimes.sources.end());
}

/// A model of a file that was cut off would be wrong for that calendar month in every year.
void Run::leave_out_stubs() {
    const std::vector<OddMonth> stubs = stub_months(m_crimes);
    std::vector<crims::Month> months;
    months.reserve(stubs.size());
    for (const OddMonth& stub : stubs) {
        months.push_back(stub.month);
    }
    leave_out(m_crimes, months);
    m_result.excluded.insert(m_result.excluded.end(), months.begin(), months.end());
    std::sort(m_result.excluded.begin(), m_result.excluded.end());
    if (!stubs.empty()) {
        m_result.warnings.push_back(stub_months_warning(stubs));
    }
}

void Run::locate() {
    m_x = m_crimes.x;
    m_y = m_crimes.y;
    toolkit::Transformation(*m_crimes.crs, *m_result.stored.crs).transform(m_x, m_y);
    std::optional<ZoneLookup> lookup;
    if (!m_input.lookup.empty()) {
        lookup = read_zone_lookup(m_input.lookup);
        add_source(m_input.lookup);
    }
    m_assignment = assign_zones(m_crimes, m_x, m_y, m_zones, lookup);
    append(m_result.warnings, m_assignment.warnings);
    if (m_assignment.unused_zones > 0) {
        m_result.notes.push_back(fmt::format(
            "{} of {} zones of the layer have no crime in these months and are not in the model.",
            m_assignment.unused_zones, m_zones->codes.size()));
    }
    if (m_input.outside == OutsideZones::leave_out) {
        m_result.left_out = leave_out_outside(m_crimes, m_assignment);
        m_result.notes.push_back(left_out_text(*m_result.left_out));
    } else {
        warn_of_wrong_zones();
    }
    if (!m_zones && !lookup) {
        m_result.notes.emplace_back(
            "Without ⟨--lookup⟩ and ⟨--zones⟩ the zones of the model are the LSOAs of the crimes.");
    }
}

/// To spread many crimes over zones that they are not in makes these zones' rates too high.
void Run::warn_of_wrong_zones() {
    const std::uint64_t outside = m_assignment.counts.outside;
    constexpr std::uint64_t noticeable_part = 10;
    if (outside * noticeable_part > m_crimes.size()) {
        m_result.warnings.push_back(fmt::format(
            "{} of {} crimes lie outside the zones and were spread over them. If the zones cover only part of the area, their rates are too high: give all zones, or leave out the crimes that are not theirs with ⟨--outside leave-out⟩.",
            outside, m_crimes.size()));
    }
}

void Run::fit() {
    model().zones = m_assignment.zones;
    model().crime_types = m_crimes.crime_types;
    const crims::CrimeCounts counts = count_crimes(m_crimes, m_assignment);
    m_result.odd = odd_months(counts, model().crime_types);
    if (!m_result.odd.empty()) {
        m_result.warnings.push_back(odd_months_warning(m_result.odd));
    }
    if (std::string few = too_few_months_warning(m_crimes.present); !few.empty()) {
        m_result.warnings.push_back(std::move(few));
    }
    crims::IncidenceFit fit = crims::fit_incidence(counts, model().crime_types, m_input.incidence);
    model().incidence = std::move(fit.incidence);
    model().trends = std::move(fit.trends);
    model().trend_origin = fit.trend_origin;
    model().data = fit.data;
    m_result.trend_intervals = std::move(fit.trend_intervals);
    model().dispersion = std::move(fit.dispersion);
    if (m_input.year_variation) {
        set_year_variation(fit.notes);
    }
    model().common_dispersion = fit.common_dispersion;
    m_result.stored.pearson = std::move(fit.pearson);
    m_result.stored.profile_weight = std::move(fit.profile_weight);
    append(m_result.notes, fit.notes);
    if (!m_input.incidence.trend) {
        m_result.lacks.emplace_back("no trend (⟨--trend⟩): rates are the same in every year");
    }
    if (!m_input.incidence.dispersion) {
        m_result.lacks.emplace_back(
            "no variation beyond Poisson (⟨--dispersion⟩), so evaluations look better than they are");
    }
    set_places(model(), m_crimes, m_assignment, m_x, m_y);
    if (model().places.empty()) {
        m_result.lacks.emplace_back("no places: no crime has both a zone and coordinates");
        return;
    }
    if (const std::vector<std::string> types = types_without_places(model(), m_crimes);
        !types.empty()) {
        m_result.lacks.push_back(fmt::format(
            "no places of {}: they are simulated where other crimes of their zone were recorded",
            toolkit::listed(types)));
    }
}

/// As the user says, since two years hardly tell.
void Run::set_year_variation(std::vector<std::string>& notes) {
    for (crims::Dispersion& dispersion : model().dispersion) {
        dispersion.year = *m_input.year_variation;
    }
    std::erase_if(notes, [](const std::string& note) {
        return note.starts_with("variation between years is set to 0");
    });
    notes.push_back(fmt::format("the variance between years is {}, as given, for all crime types",
                                *m_input.year_variation));
}

void Run::add_offences() {
    std::vector<crims::OffenceCategory> categories;
    OffenceCounts counts;
    if (m_input.offences.empty()) {
        m_result.lacks.emplace_back(
            "no offences (⟨--offences⟩, ⟨--categories⟩): each crime type is its only offence, of unknown severity");
    } else {
        categories = read_offence_categories(m_input.categories);
        add_source(m_input.categories);
        counts = read_offence_counts(m_input.offences, m_input.force, m_input.months);
        add_source(m_input.offences);
    }
    append(m_result.notes, counts.notes);
    crims::OffenceShares shares =
        crims::offence_shares(model().crime_types, categories, counts.counts);
    model().offences = std::move(shares.offences);
    if (!m_input.offences.empty()) {
        append(m_result.notes, shares.notes);
    }
}

void Run::add_calendar() {
    crims::LocalCalendar& calendar = model().calendar;
    if (!m_input.holidays.empty()) {
        calendar.holidays = read_holidays(m_input.holidays);
        add_source(m_input.holidays);
    }
    if (!m_input.time_zone) {
        m_result.lacks.emplace_back(
            "no changes of the clocks (⟨--time-zone⟩): every day has 24 hours");
        return;
    }
    calendar.clock_changes = clock_changes(*m_input.time_zone, model().data->first);
}

void Run::add_rhythm() {
    Rhythms rhythms;
    if (m_input.rhythm_incidents) {
        const WeeklyCounts week =
            count_week(read_incident_columns(m_input.rhythm_incidents->layer,
                                             m_input.rhythm_incidents->columns, m_console),
                       model().calendar);
        append(m_result.warnings, week.warnings);
        rhythms = rhythms_of(week);
        add_source(m_input.rhythm_incidents->layer.layer.path);
    } else if (!m_input.rhythm_table.empty()) {
        rhythms = read_rhythm_table(m_input.rhythm_table);
        add_source(m_input.rhythm_table);
    } else {
        m_result.lacks.emplace_back(
            "no rhythm (⟨--rhythm⟩): crimes are spread evenly over the week and the day");
        return;
    }
    const RhythmUse use = apply_rhythms(rhythms, model());
    if (!use.unused.empty()) {
        m_result.warnings.push_back(fmt::format(
            "These have a rhythm, but are not offences or crime types of the model: {}.",
            toolkit::listed(use.unused)));
    }
    if (!use.flat.empty()) {
        m_result.lacks.push_back(fmt::format("no rhythm for (offences of) {}: spread evenly",
                                             toolkit::listed(use.flat)));
    }
}

bool Run::is_used(crims::Month month) const {
    return m_crimes.months.contains(month) && m_crimes.present[m_crimes.months.number(month)] != 0;
}

/// Of a table, or of the incidents, if they have days.
std::optional<RepeatLaws> Run::repeat_laws() {
    if (!m_input.repeats.empty()) {
        add_source(m_input.repeats);
        return read_repeat_table(m_input.repeats);
    }
    if (!m_incidents || !has_dated_places(*m_incidents)) {
        return std::nullopt;
    }
    std::vector<TypeEvents> types = dated_places(*m_incidents, m_result.stored.crs).types;
    for (TypeEvents& type : types) {
        std::erase_if(type.events, [this](const crims::KnoxEvent& event) {
            return !is_used(crims::month_of(std::chrono::sys_days(std::chrono::days(event.day))));
        });
    }
    const std::vector<TypeRepeats> repeats = fitted_repeats(types);
    m_result.notes.emplace_back(
        "How crimes follow crimes (near repeats) was estimated from these incidents.");
    return laws_of(repeats);
}

void Run::add_repeats() {
    const std::optional<RepeatLaws> laws = repeat_laws();
    if (!laws) {
        m_result.lacks.emplace_back(
            "no near repeats (⟨--repeats⟩): ⟨crims simulate --near-repeat⟩ takes what is usual");
        return;
    }
    const RepeatUse use = apply_repeats(*laws, m_result.stored.crs->unit().metres, model());
    if (!use.unused.empty()) {
        m_result.warnings.push_back(
            fmt::format("These have near repeats, but are not crime types of the model: {}.",
                        toolkit::listed(use.unused)));
    }
    if (!use.unknown.empty()) {
        m_result.lacks.push_back(
            fmt::format("no near repeats of {}: ⟨crims simulate --near-repeat⟩ takes what is usual",
                        toolkit::listed(use.unknown)));
    }
}

void Run::add_suspects() {
    OutcomeCounts& outcomes = m_result.outcomes;
    outcomes = count_outcomes(m_crimes, m_assignment);
    model().suspect = crims::suspect_probabilities(model().zones.size(), model().crime_types.size(),
                                                   outcomes.cells);
    m_result.has_outcomes = m_crimes.has_outcomes;
    if (!m_crimes.has_outcomes) {
        m_result.lacks.emplace_back("no outcomes: a suspect is never identified");
        return;
    }
    append(m_result.warnings, outcome_warnings(outcomes, model().crime_types));
    if (!outcomes.open.empty()) {
        m_result.notes.push_back(fmt::format(
            "Outcomes of these months were not used for suspects, because most of their other crimes are still under investigation: {}.",
            toolkit::listed(month_texts(outcomes.open))));
    }
}

void Run::keep_polygons() {
    for (const std::uint32_t zone : m_assignment.layer_zone) {
        m_result.polygons.push_back(std::move(m_zones->polygons[zone]));
        if (!m_zones->repairs[zone].empty()) {
            m_result.warnings.push_back(std::move(m_zones->repairs[zone]));
        }
    }
}

void Run::summarise() {
    m_result.months = m_crimes.months;
    for (std::size_t month = 0; month < m_crimes.present.size(); ++month) {
        const crims::Month at = m_crimes.months.from + std::chrono::months(static_cast<int>(month));
        const bool excluded =
            std::binary_search(m_result.excluded.begin(), m_result.excluded.end(), at);
        if (m_crimes.present[month] == 0 && !excluded) {
            m_result.missing.push_back(at);
        }
    }
    m_result.crimes = m_crimes.size();
    m_result.assignment = m_assignment.counts;
    m_result.unused_zones = m_assignment.unused_zones;
    for (const std::string& type : m_crimes.crime_types) {
        m_result.crime_types.push_back({.crime_type = type});
    }
    for (std::size_t i = 0; i < m_crimes.size(); ++i) {
        TypeTotal& total = m_result.crime_types[m_crimes.crime_type[i]];
        ++total.crimes;
        total.unlocated += m_assignment.zone[i] == none ? 1U : 0U;
    }
    add_shares_with_place();
}

/// A place's weight is the number of crimes there. Without any place the data do not tell what
/// share of crimes has one elsewhere.
void Run::add_shares_with_place() {
    for (std::size_t cell = 0; cell < model().cell_count() && !model().places.empty(); ++cell) {
        for (const crims::Place& place : model().places_of(cell)) {
            m_result.crime_types[cell % model().crime_types.size()].with_place +=
                static_cast<std::uint64_t>(place.weight);
        }
    }
    for (const TypeTotal& type : m_result.crime_types) {
        if (!model().places.empty()) {
            m_result.stored.with_place.push_back(type.crimes > 0
                                                     ? static_cast<double>(type.with_place) /
                                                           static_cast<double>(type.crimes)
                                                     : 1);
        }
    }
}

Calibration Run::take() {
    read_zones();
    read_crimes();
    locate();
    fit();
    add_offences();
    add_calendar();
    add_rhythm();
    add_repeats();
    add_suspects();
    keep_polygons();
    summarise();
    return std::move(m_result);
}

} // namespace

Calibration calibrate(const CalibrationInput& input, toolkit::Console& console) {
    return Run(input, console).take();
}

} // namespace crims_tool
