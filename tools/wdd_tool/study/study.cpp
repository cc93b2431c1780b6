// SPDX-License-Identifier: MIT
#include "wdd_tool/study/study.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/text/errors.hpp"
#include "wdd/zone_locator.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::DateState;
using toolkit::IncidentBatch;

wdd::Period joined(const wdd::Period& a, const wdd::Period& b) {
    return {std::min(a.start, b.start), std::max(a.end, b.end)};
}

/// Days that any choice of periods may need, and the 36 months before.
wdd::Period counting_window(const PeriodOptions& options) {
    const wdd::Period study = study_window(options);
    return joined(study, {wdd::months_before(options.post.start).front().start, options.post.end});
}

/// Puts batches of incidents where they belong.
class Counter {
  public:
    Counter(const IncidentLayer& incidents, const StudyAreas& areas, const wdd::Period& window,
            const WiderReading& wider)
        : m_incidents(incidents), m_wider(wider), m_transformation(incidents.crs(), areas.crs),
          m_locator(areas.response, areas.control, areas.distance),
          m_box(wider.box ? m_locator.box().joined(*wider.box) : m_locator.box()),
          m_tally_box(wider.tally_there ? m_box : m_locator.box()), m_daily(window),
          m_by_month(window) {}

    const wdd::Box& box() const { return m_box; }

    void count(IncidentBatch& batch) {
        m_transformation.transform(batch.x, batch.y);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (m_box.contains(batch.x[i], batch.y[i])) {
                count_one(batch, i);
            }
        }
    }

    /// By days, and those dated by month too where these are the most; fewer, they are left out: a
    /// period of days holds parts of months.
    wdd::DailyCounts daily() const {
        wdd::DailyCounts daily = m_daily;
        if (is_by_month()) {
            daily.add(m_by_month);
        }
        return daily;
    }

    wdd::IncidentTally tally() const {
        wdd::IncidentTally tally = m_tally;
        tally.month_only = is_by_month();
        return tally;
    }

  private:
    bool is_by_month() const { return m_tally.month_dates > m_day_dates; }

    void count_one(const IncidentBatch& batch, std::size_t i) {
        if (!m_tally_box.contains(batch.x[i], batch.y[i])) {
            hand_over(batch, i);
            return;
        }
        const toolkit::FieldDate& date = batch.date[i];
        switch (date.state) {
        case DateState::null:
            ++m_tally.null_date;
            return;
        case DateState::unreadable:
            if (!m_incidents.options().skip_bad_dates) {
                throw unreadable(batch.id[i]);
            }
            ++m_tally.bad_date;
            return;
        case DateState::month:
            ++m_tally.month_dates;
            break;
        case DateState::day:
            ++m_day_dates;
            break;
        }
        if (m_daily.window().contains(date.day)) {
            const bool by_month = date.state == DateState::month;
            (by_month ? m_by_month : m_daily)
                .add(date.day, m_locator.locate(batch.x[i], batch.y[i]));
            hand_over(batch, i);
        }
    }

    void hand_over(const IncidentBatch& batch, std::size_t i) const {
        const toolkit::FieldDate& date = batch.date[i];
        const bool by_month = date.state == DateState::month;
        if ((by_month || date.state == DateState::day) && m_daily.window().contains(date.day) &&
            m_wider.box && m_wider.box->contains(batch.x[i], batch.y[i])) {
            m_wider.handle({batch.x[i], batch.y[i], date.day, by_month});
        }
    }

    DataError unreadable(std::int64_t id) const {
        const toolkit::Layer& layer = m_incidents.layer();
        const OGRFeatureUniquePtr feature(layer.ogr().GetFeature(id));
        const std::string written =
            feature ? toolkit::DateField::written(*feature, m_incidents.date().index()) : "";
        return DataError(
            fmt::format("{}: feature {}: the date '{}' in field '{}' cannot be read; write "
                        "YYYY-MM-DD, name the format with --date-format, or leave such incidents "
                        "out with --skip-bad-dates, which lowers the counts",
                        layer.text(), id, written, m_incidents.date().name()));
    }

    const IncidentLayer& m_incidents;
    const WiderReading& m_wider;
    toolkit::Transformation m_transformation;
    wdd::ZoneLocator m_locator;
    wdd::Box m_box;
    wdd::Box m_tally_box; ///< what lies outside is only handed over
    wdd::DailyCounts m_daily;
    wdd::DailyCounts m_by_month;
    wdd::IncidentTally m_tally;
    std::int64_t m_day_dates = 0; ///< in the box, as those of the tally
};

/// The study area's box in the incidents' CRS, somewhat grown, since a box's image is only sampled.
std::optional<wdd::Box> reading_box(const StudyAreas& areas, const IncidentLayer& incidents,
                                    const wdd::Box& box) {
    toolkit::Transformation back(areas.crs, incidents.crs());
    const auto image = back.transform_box(box);
    if (!image || back.is_identity()) {
        return image;
    }
    constexpr double margin = 0.01;
    return image->grown(margin *
                        std::max(image->max_x - image->min_x, image->max_y - image->min_y));
}

std::int64_t counted_in(const wdd::DailyCounts& daily, const wdd::StudyPeriods& periods,
                        wdd::ZoneSet zones) {
    return daily.count_exactly(periods.pre, zones) + daily.count_exactly(periods.post, zones);
}

std::int64_t used_incidents(const wdd::DailyCounts& daily, const wdd::StudyPeriods& periods,
                            wdd::OverlapRule rule) {
    std::int64_t used = 0;
    for (int set = 1; set < wdd::zone_set_count; ++set) {
        const auto zones = static_cast<wdd::ZoneSet>(set);
        used += wdd::counted_zones(zones, rule) != 0 ? counted_in(daily, periods, zones) : 0;
    }
    return used;
}

wdd::OverlapTally overlap_tally(const wdd::DailyCounts& daily, const wdd::StudyPeriods& periods) {
    using wdd::Zone;
    const auto in = [&](Zone a, Zone b) {
        return counted_in(daily, periods,
                          static_cast<wdd::ZoneSet>(wdd::zone_bit(a) | wdd::zone_bit(b)));
    };
    return {.in_both_areas = in(Zone::treated, Zone::control),
            .in_area_and_ring = in(Zone::treated, Zone::control_displacement) +
                                in(Zone::control, Zone::treated_displacement),
            .in_both_rings = in(Zone::treated_displacement, Zone::control_displacement)};
}

std::vector<wdd::MonthCounts> covered_months(const CountedIncidents& counted,
                                             std::chrono::sys_days start, wdd::OverlapRule rule) {
    std::vector<wdd::MonthCounts> months;
    for (const wdd::Period& month : wdd::months_before(start)) {
        if (counted.dates && counted.dates->start <= month.end) {
            months.push_back({month, counted.daily.count(month, wdd::Zone::treated, rule),
                              counted.daily.count(month, wdd::Zone::control, rule)});
        }
    }
    return months;
}

std::vector<std::string> coverage_warnings(const CountedIncidents& counted,
                                           const wdd::StudyPeriods& periods,
                                           const std::optional<wdd::Suitability>& suitability) {
    std::vector<std::string> warnings;
    if (!counted.dates) {
        warnings.emplace_back("No incident of the layer has a date.");
        return warnings;
    }
    const auto [first, last] = *counted.dates;
    if (periods.post.end > last) {
        warnings.push_back(
            fmt::format("The treatment period ends {}, after the last incident ({}): what "
                        "is not recorded yet looks like a reduction.",
                        wdd::iso_date(periods.post.end), wdd::iso_date(last)));
    }
    if (periods.pre.start < first) {
        warnings.push_back(
            fmt::format("The pre-treatment period starts {}, before the first incident "
                        "({}): its counts may be too small.",
                        wdd::iso_date(periods.pre.start), wdd::iso_date(first)));
    }
    if (suitability) {
        const std::size_t months = suitability->input.months.size();
        if (months >= wdd::fewest_suitability_months && months < wdd::suitability_months) {
            warnings.push_back(
                fmt::format("The incidents begin {}, so the correlation is that of {} "
                            "months instead of {}.",
                            wdd::iso_date(first), months, wdd::suitability_months));
        }
    }
    return warnings;
}

/// Those that say only the month, where most say the day.
std::optional<std::string> month_warning(const wdd::IncidentTally& tally) {
    if (tally.month_only || tally.month_dates == 0) {
        return std::nullopt;
    }
    return fmt::format(
        "{} in or around the zones {} dated by month only and {} left out, since most have a day "
        "and the periods are days. Give {} a day; or cut all dates to their month (YYYY-MM), then "
        "all count, in periods of whole months.",
        tally.month_dates == 1 ? "1 incident"
                               : fmt::format("{} incidents", fmt::group_digits(tally.month_dates)),
        tally.month_dates == 1 ? "is" : "are", tally.month_dates == 1 ? "was" : "were",
        tally.month_dates == 1 ? "it" : "them");
}

DataError overlap_error(const wdd::ZoneOverlaps& overlaps) {
    constexpr double square_km = 1e6;
    return DataError(fmt::format(
        "the zones overlap: the response displacement area and the control area by {:.3f} km², the "
        "control displacement area and the response area by {:.3f} km², both displacement areas by "
        "{:.3f} km²; a smaller --displacement or another control area keeps them apart, --overlap "
        "clip "
        "counts each incident once",
        overlaps.response_ring_in_control / square_km,
        overlaps.control_ring_in_response / square_km, overlaps.rings / square_km));
}

toolkit::Layer open_incidents(const IncidentOptions& options) {
    toolkit::Layer layer = toolkit::Layer::open(options.layer, options.where);
    toolkit::require_points(layer, options.coordinates.has_value());
    return layer;
}

} // namespace

wdd::Period study_window(const PeriodOptions& options) {
    constexpr int longest_period_days = 100 * 366;
    if (wdd::days_in(options.post) > longest_period_days) {
        throw DataError(fmt::format("the treatment period {} to {} is longer than a hundred years; "
                                    "check the dates",
                                    wdd::iso_date(options.post.start),
                                    wdd::iso_date(options.post.end)));
    }
    const auto start = options.pre ? options.pre->start : wdd::preceding_days(options.post).start;
    const bool months = !options.pre && wdd::is_whole_months(options.post);
    return {months ? std::min(start, wdd::preceding_months(options.post).start) : start,
            options.post.end};
}

wdd::TimeWeights time_weights(const wdd::StudyPeriods& periods, bool month_only) {
    const int pre = wdd::days_in(periods.pre);
    const int post = wdd::days_in(periods.post);
    const bool same_months =
        month_only && wdd::months_in(periods.pre) == wdd::months_in(periods.post);
    if (pre == post || same_months) {
        return {};
    }
    return {.pre = static_cast<double>(pre), .post = static_cast<double>(post)};
}

IncidentLayer::IncidentLayer(const IncidentOptions& options,
                             const std::optional<toolkit::Crs>& assumed)
    : m_options(options), m_layer(open_incidents(options)),
      m_date(m_layer, options.date_field, "--date-field", options.time_zone, options.date_format),
      m_crs(options.points_crs ? *options.points_crs : m_layer.crs(assumed)) {}

CountedIncidents count_incidents(const IncidentLayer& incidents, const StudyAreas& areas,
                                 const PeriodOptions& periods, toolkit::Console& console,
                                 const WiderReading& wider) {
    const wdd::Period study = counting_window(periods);
    const wdd::Period window = wider.window ? joined(study, *wider.window) : study;
    Counter counter(incidents, areas, window, wider);
    const toolkit::IncidentRequest request{.date = incidents.date(),
                                           .coordinates = incidents.options().coordinates,
                                           .box = reading_box(areas, incidents, counter.box()),
                                           .window = window};
    console.progress(0, 1);
    const toolkit::IncidentSummary summary = toolkit::read_incidents(
        incidents.layer(), request, [&](IncidentBatch& batch) { counter.count(batch); },
        [&](std::int64_t done, std::int64_t total) { console.progress(done, total); });
    console.progress(1, 1);
    console.end_progress();
    if (summary.read == 0) {
        throw DataError(incidents.layer().condition().empty()
                            ? fmt::format("{}: it has no incident", incidents.layer().text())
                            : fmt::format("{}: the condition {} selects no incident",
                                          incidents.layer().text(), incidents.layer().condition()));
    }
    if (summary.null_geometry == summary.read) {
        throw DataError(fmt::format(
            "{}: no incident has a place{}", incidents.layer().text(),
            incidents.options().coordinates ? "; the columns of --x and --y are empty" : ""));
    }
    if (!summary.dates && counter.tally().bad_date == 0) {
        throw DataError(fmt::format("{}: no incident has a date in '{}'", incidents.layer().text(),
                                    incidents.date().name()));
    }
    wdd::IncidentTally tally = counter.tally();
    tally.read = summary.read;
    tally.null_geometry = summary.null_geometry;
    return {counter.daily(), tally, summary.dates, summary.warnings};
}

wdd::StudyPeriods study_periods(const PeriodOptions& options, bool month_only) {
    const auto require_months = [month_only](const wdd::Period& period, const char* what) {
        if (month_only && !wdd::is_whole_months(period)) {
            throw DataError(
                fmt::format("incidents are dated by month only, so the {} period must be "
                            "whole months; {} to {} is not",
                            what, wdd::iso_date(period.start), wdd::iso_date(period.end)));
        }
    };
    require_months(options.post, "treatment");
    if (options.pre) {
        require_months(*options.pre, "pre-treatment");
        return {*options.pre, options.post};
    }
    return {month_only ? wdd::preceding_months(options.post) : wdd::preceding_days(options.post),
            options.post};
}

wdd::StudyZones study_zones(const wdd::ZoneGeometry& zones, const StudyAreas& areas,
                            wdd::OverlapRule rule) {
    const wdd::ZoneOverlaps overlaps = zones.overlaps.scaled(areas.square_metres_a_unit());
    if (rule == wdd::OverlapRule::error && overlaps.any_ring()) {
        throw overlap_error(overlaps);
    }
    return {.displacement_distance = areas.distance_text,
            .rule = rule,
            .overlaps = overlaps,
            .overlap_incidents = {}};
}

wdd::Evaluation evaluate(const CountedIncidents& counted, const StudyAreas& areas,
                         wdd::StudyZones zones, const PeriodOptions& options,
                         const SuitabilityOptions& suitability, double confidence) {
    const wdd::StudyPeriods periods = study_periods(options, counted.tally.month_only);
    wdd::Evaluation evaluation;
    evaluation.periods = periods;
    evaluation.counts = counted.daily.counts(periods.pre, periods.post, zones.rule);
    evaluation.weights.time = time_weights(periods, counted.tally.month_only);
    evaluation.statistic =
        wdd::weighted_displacement_difference(evaluation.counts, evaluation.weights, confidence);
    if (suitability.test) {
        const double unit = areas.square_metres_a_unit();
        evaluation.suitability = wdd::assess_suitability(
            {.response_area = areas.response.area() * unit,
             .control_area = areas.control.area() * unit,
             .treated_pre = evaluation.counts.treated.pre,
             .control_pre = evaluation.counts.control.pre,
             .months = covered_months(counted, periods.post.start, zones.rule)},
            suitability.thresholds);
        evaluation.suitability_enforced = suitability.enforce;
    }
    evaluation.incidents = counted.tally;
    evaluation.incidents->used = used_incidents(counted.daily, periods, zones.rule);
    zones.overlap_incidents = overlap_tally(counted.daily, periods);
    evaluation.zones = std::move(zones);
    evaluation.warnings = areas.warnings;
    evaluation.warnings.insert(evaluation.warnings.end(), counted.warnings.begin(),
                               counted.warnings.end());
    const wdd::OverlapTally& shared = evaluation.zones->overlap_incidents;
    if (evaluation.incidents->used + shared.in_both_areas + shared.in_both_rings == 0) {
        evaluation.warnings.emplace_back("No incident lies in any zone in either period. Check the "
                                         "dates, the conditions and the "
                                         "coordinate systems of incidents and areas.");
    }
    if (auto warning = month_warning(counted.tally)) {
        evaluation.warnings.push_back(std::move(*warning));
    }
    for (std::string& warning : coverage_warnings(counted, periods, evaluation.suitability)) {
        evaluation.warnings.push_back(std::move(warning));
    }
    evaluation.notes = areas.notes;
    return evaluation;
}

} // namespace wdd_tool
