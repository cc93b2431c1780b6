// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/text/errors.hpp"
#include "wdd_tool/study/batch_worker.hpp"
#include "wdd_tool/study/coverage.hpp"
#include "wdd_tool/study/incident_counter.hpp"
#include "wdd_tool/study/reading_faults.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::IncidentBatch;

wdd::Period joined(const wdd::Period& a, const wdd::Period& b) {
    return {std::min(a.start, b.start), std::max(a.end, b.end)};
}

/// Days that any choice of periods may need, and the 36 months before.
wdd::Period counting_window(const PeriodOptions& options) {
    const wdd::Period study = study_window(options);
    return joined(study, {wdd::months_before(options.post.start).front().start, options.post.end});
}

/// What has to be read: of a layer that holds impossible places all, so that they can be told of.
std::optional<wdd::Box> reading_box(const toolkit::Crs& computed, const IncidentSource& source,
                                    const IncidentCounter& counter) {
    if (source.layer() == nullptr) {
        return std::nullopt;
    }
    const toolkit::Layer& layer = *source.layer();
    const std::optional<wdd::Box> box = box_of_incidents(computed, source.crs(), counter.box());
    const std::string driver = layer.driver();
    constexpr double everywhere = 1e300;
    if (box && box->max_x > everywhere && driver != "PostgreSQL") { // which chooses by date, too
        return std::nullopt;
    }
    if (!box || source.has_coordinate_options() || driver != "GPKG") {
        return box;
    }
    OGREnvelope extent;
    const bool known = layer.ogr().GetExtent(&extent, FALSE) == OGRERR_NONE;
    const wdd::Box reach{extent.MinX, extent.MinY, extent.MaxX, extent.MaxY};
    return known && counter.places().suspects(reach) ? std::nullopt : box;
}

std::string no_incident(const IncidentSource& source) {
    return source.condition().empty() ? fmt::format("{}: it has no incident", source.text())
                                      : fmt::format("{}: the condition {} selects no incident",
                                                    source.text(), source.condition());
}

void require_incidents(const IncidentSources& incidents, const toolkit::IncidentSummary& summary) {
    if (summary.read == 0) {
        throw DataError(no_incident(*incidents.all().front()));
    }
    if (summary.null_geometry == summary.read) {
        throw DataError(fmt::format("{}: no incident has a place{}", incidents.text(),
                                    incidents.have_coordinate_options()
                                        ? "; the columns of ⟨--x⟩ and ⟨--y⟩ are empty"
                                        : ""));
    }
}

/// Where every place is impossible nothing can be counted.
void require_places(const IncidentSources& incidents, const ReadingFaults& faults) {
    if (faults.near_zones > 0) {
        return;
    }
    const std::int64_t impossible = faults.zero + faults.swapped + faults.outside;
    if (faults.swapped > 0) {
        throw DataError(fmt::format(
            "{}: no incident lies near the zones, but {} would with x and y exchanged, such as {}; exchange {}",
            incidents.text(), faults.swapped, faults.example,
            incidents.have_coordinate_options() ? "⟨--x⟩ and ⟨--y⟩" : "the coordinates"));
    }
    if (impossible > 0 && faults.nowhere_else) {
        throw DataError(fmt::format(
            "{}: all {} incidents have coordinates where no incident can be in {}, such as {}; check the coordinates and their system",
            incidents.text(), impossible, faults.system, faults.example));
    }
}

/// Days that any part of a study may need.
wdd::Period window_of(const StudyToCount& study, const WiderReading& wider) {
    const wdd::Period window = counting_window(study.periods);
    return wider.kept != nullptr ? joined(window, wider.kept->window()) : window;
}

wdd::DayTotals days_of_all(const IncidentSources& incidents) {
    DayHistogram days;
    for (const auto& source : incidents.all()) {
        source->read_dates([&days](const toolkit::FieldDate& date, std::int64_t incidents_then) {
            if (date.is_dated()) {
                days.add(date.day, incidents_then);
            }
        });
    }
    return days.totals();
}

/// Without a twentieth of the dates, what is left says little of before and after.
void require_dates(const IncidentSources& incidents, const wdd::IncidentTally& tally,
                   const ReadingFaults& faults) {
    constexpr std::int64_t one_in = 20;
    const std::int64_t placeholder = placeholder_dates(faults);
    const std::int64_t without = tally.null_date + tally.bad_date + placeholder;
    const bool is_few = without <= 1 || one_in * without <= faults.near_zones;
    if (is_few || incidents.options().reading.skip_bad_dates) {
        return;
    }
    throw DataError(fmt::format(
        "{}: {} of the {} incidents in and around the zones have no usable date in '{}' ({} none, {} a placeholder such as 1900-01-01); above 5 % there is no verdict. Complete the dates. ⟨--skip-bad-dates⟩ leaves such incidents out, which biases the result if they are more common before or after",
        incidents.text(), without, faults.near_zones, incidents.date_names(),
        tally.null_date + tally.bad_date, placeholder));
}

/// Counts while it reads. What is wrong with an earlier incident is told before what is wrong with
/// a later one.
toolkit::IncidentSummary read_one(const IncidentSource& source, const toolkit::Crs& computed,
                                  const wdd::Period& window, IncidentCounter& counter,
                                  const toolkit::ReadingProgress& progress) {
    counter.begin(source);
    BatchWorker worker([&counter](IncidentBatch& batch) { counter.count(batch); });
    try {
        toolkit::IncidentSummary summary = source.read(
            {.box = reading_box(computed, source, counter), .window = window},
            [&worker](IncidentBatch& batch) { worker.take(batch); }, progress);
        worker.finish();
        return summary;
    } catch (const UnreadableDate& date) {
        throw unreadable(date);
    } catch (...) {
        try {
            worker.finish();
        } catch (const UnreadableDate& date) {
            throw unreadable(date);
        }
        throw;
    }
}

/// Reads source after source. What is wrong with one of several is said of it.
toolkit::IncidentSummary read_all(const IncidentSources& incidents, const toolkit::Crs& computed,
                                  const wdd::Period& window, IncidentCounter& counter,
                                  toolkit::Console& console) {
    toolkit::IncidentSummary all;
    const auto sources = static_cast<std::int64_t>(incidents.all().size());
    std::int64_t finished = 0;
    console.progress(0, 1);
    for (const auto& source : incidents.all()) {
        const toolkit::IncidentSummary one = read_one(
            *source, computed, window, counter, [&](std::int64_t done, std::int64_t total) {
                console.progress(finished * total + done, sources * total);
            });
        console.progress(++finished, sources);
        all.read += one.read;
        all.null_geometry += one.null_geometry;
        all.whole = all.whole && one.whole;
        all.warnings.insert(all.warnings.end(), one.warnings.begin(), one.warnings.end());
        if (one.read == 0 && sources > 1) {
            all.warnings.push_back(no_incident(*source) + ".");
        }
    }
    console.end_progress();
    return all;
}

/// Where there are no incidents at all, not the dates are at fault.
[[noreturn]] void refuse_undated(const IncidentSources& incidents) {
    for (const auto& source : incidents.all()) {
        if (source->layer() != nullptr && source->layer()->ogr().GetFeatureCount() == 0) {
            throw DataError(no_incident(*source));
        }
    }
    throw DataError(fmt::format("{}: no incident has a date in '{}'", incidents.text(),
                                incidents.date_names()));
}

std::vector<std::string> notes_of(const IncidentSources& incidents) {
    std::vector<std::string> notes;
    for (const auto& source : incidents.all()) {
        if (std::string note = source->note(); !note.empty()) {
            notes.push_back(std::move(note));
        }
    }
    return notes;
}

} // namespace

std::chrono::sys_days LastDay::get() {
    if (m_day) {
        return *m_day;
    }
    DayHistogram days;
    std::int64_t by_month = 0;
    std::int64_t by_day = 0;
    for (const auto& source : m_incidents.all()) {
        source->read_dates([&](const toolkit::FieldDate& date, std::int64_t incidents_then) {
            if (date.is_dated()) {
                days.add(date.day, incidents_then);
                (date.state == toolkit::DateState::month ? by_month : by_day) += incidents_then;
            }
        });
    }
    const std::optional<wdd::Period> covered = wdd::covered_span(days.totals()).days;
    if (!covered) {
        refuse_undated(m_incidents);
    }
    m_day = by_month > by_day ? wdd::last_day_of_month(covered->end) : covered->end;
    return *m_day;
}

void close_treatment(StudyAreas& areas, const IncidentSources& incidents, LastDay& last_day) {
    if (!areas.open_end) {
        return;
    }
    const std::chrono::sys_days last = last_day.get();
    if (last < areas.treatment.start) {
        throw DataError(fmt::format(
            "{}: the incidents end {}, before the treatment starts ({}); newer incidents are needed",
            incidents.text(), wdd::iso_date(last), wdd::iso_date(areas.treatment.start)));
    }
    areas.treatment.end = last;
    areas.notes.push_back(fmt::format(
        "No end of the treatment was given, so it lasts to {}, the last day that the incidents cover.",
        wdd::iso_date(last)));
}

struct CountedStudies::Reading {
    IncidentCounter counter;
    toolkit::IncidentSummary summary = {};
    wdd::DayTotals days = {};  ///< of the whole layer, where they are known or needed
    bool nowhere_else = false; ///< no dated incident has a possible place

    /// Whether only the whole layer can tell what is missing near a study.
    bool asks_the_layer(const wdd::DayTotals& near, const StudyToCount& of) const {
        return !summary.whole && needs_layer_days(near, joined(counting_window(of.periods),
                                                               study_window(of.periods)));
    }
};

CountedStudies::CountedStudies(const IncidentSources& incidents, std::vector<StudyToCount> studies,
                               toolkit::Console& console, const WiderReading& wider)
    : m_incidents(incidents), m_studies(std::move(studies)) {
    std::vector<CountedStudy> counted;
    counted.reserve(m_studies.size());
    wdd::Period window = window_of(m_studies.front(), wider);
    for (const StudyToCount& study : m_studies) {
        counted.push_back({study.areas, window_of(study, wider)});
        window = joined(window, counted.back().window);
    }
    m_reading =
        std::make_unique<Reading>(Reading{IncidentCounter(incidents.options(), counted, wider)});
    m_reading->summary =
        read_all(incidents, m_studies.front().areas.crs, window, m_reading->counter, console);
    require_incidents(incidents, m_reading->summary);
    m_reading->nowhere_else = m_reading->counter.everywhere().empty();
    if (m_reading->summary.whole) {
        m_reading->days = m_reading->counter.everywhere();
        return;
    }
    for (std::size_t i = 0; i < m_studies.size(); ++i) {
        if (m_reading->asks_the_layer(m_reading->counter.near_zones(i), m_studies[i])) {
            m_reading->days = days_of_all(incidents);
            return;
        }
    }
}

CountedStudies::~CountedStudies() = default;

CountedIncidents CountedStudies::of(std::size_t study) const {
    const IncidentCounter& counter = m_reading->counter;
    if (counter.refusal(study)) {
        throw unreadable(*counter.refusal(study));
    }
    wdd::IncidentTally tally = counter.tally(study);
    tally.read = m_reading->summary.read;
    tally.null_geometry = m_reading->summary.null_geometry;
    ReadingFaults faults = counter.faults(study);
    faults.nowhere_else = m_reading->nowhere_else;
    faults.system = m_incidents.systems();
    faults.by_id = !m_incidents.options().reading.id_field.empty();
    faults.near_days = counter.near_zones(study);
    require_places(m_incidents, faults);
    const StudyToCount& of = m_studies[study];
    faults.layer_days = m_reading->summary.whole || m_reading->asks_the_layer(faults.near_days, of)
                            ? m_reading->days
                            : faults.near_days;
    if (faults.layer_days.empty() && tally.bad_date == 0) {
        refuse_undated(m_incidents);
    }
    faults.missing =
        wdd::missing_months(faults.near_days, faults.layer_days, counting_window(of.periods));
    const wdd::CoveredSpan span = coverage(faults.near_days, faults.layer_days, tally.month_only);
    require_dates(m_incidents, tally, faults);
    return {counter.daily(study),
            tally,
            span.days,
            m_reading->summary.warnings,
            std::move(faults),
            span.strays,
            notes_of(m_incidents)};
}

std::vector<wdd::PooledIncidents>
CountedStudies::pooled(const std::vector<std::optional<std::size_t>>& numbers,
                       const TypeWeights& weights) const {
    return m_reading->counter.pooled(numbers, weights);
}

const std::vector<std::string>& CountedStudies::types() const {
    return m_reading->counter.types();
}

wdd::Counts CountedStudies::of_type(std::size_t study, std::size_t type,
                                    const wdd::Evaluation& evaluation) const {
    return m_reading->counter.daily(study, type)
        .counts(evaluation.data->pre_days, evaluation.data->post_days, evaluation.zones->rule);
}

CountedIncidents count_incidents(const IncidentSources& incidents, const StudyAreas& areas,
                                 const PeriodOptions& periods, toolkit::Console& console,
                                 const WiderReading& wider) {
    return CountedStudies(incidents, {{areas, periods}}, console, wider).of(0);
}

} // namespace wdd_tool
