// SPDX-License-Identifier: MIT
#include "crims_tool/validate/panels.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <ogr_api.h>
#include <ogr_geometry.h>

#include "crims_tool/pictures/map_frame.hpp"
#include "crims_tool/validate/findings.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/series_panel.hpp"
#include "wdd/svg.hpp"

namespace crims_tool {

namespace {

using crims::ValidationGroup;
using toolkit::grouped_number;
using wdd::Anchor;
using wdd::Section;
using wdd::SmallMultiples;
using wdd::SvgPicture;
using wdd::Table;

/// The months of one crime type; where there are no data, gaps.
wdd::SeriesPanel month_panel(const ModelValidation& v, std::size_t type) {
    constexpr double gap = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> none(v.months.size(), gap);
    wdd::SeriesPanel panel{.title = v.stored.model.crime_types[type] +
                                    ", crimes by month: observed and simulated",
                           .values = none,
                           .expected = none,
                           .low = none,
                           .high = none,
                           .first = month_text(v.months.from),
                           .last = month_text(v.months.to)};
    for (std::size_t i = 0; i < v.used.size(); ++i) {
        const std::size_t month = v.months.number(v.used[i]);
        const ValidationGroup& group = v.report.by_crime_type_month[(type * v.used.size()) + i];
        panel.values[month] = group.observed;
        panel.expected[month] = group.mean;
        panel.low[month] = group.low;
        panel.high[month] = group.high;
        if (!group.is_count_covered()) {
            panel.marked.push_back(month);
        }
    }
    for (std::size_t i = 1; i < v.months.size(); ++i) {
        const crims::Month month = v.months.from + std::chrono::months(static_cast<int>(i));
        if (month.month() == std::chrono::January) {
            panel.grid.push_back(i);
        }
    }
    return panel;
}

Section month_section(const ModelValidation& v) {
    const std::vector<ValidationGroup>& types = v.report.by_crime_type;
    std::vector<std::size_t> order(types.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&types](std::size_t a, std::size_t b) {
        return types[a].observed > types[b].observed;
    });
    SmallMultiples panels{
        .panels = {},
        .caption =
            "Each crime type has its own scale from 0. Rings: months outside the interval of nine in ten replicates.",
        .keys = {{"panel-line", "observed", wdd::KeyShape::line},
                 {"simulated", "mean of the replicates", wdd::KeyShape::line},
                 {"band", "nine in ten replicates"}},
        .numbers = {.header = {"crime type", "observed", "simulated", "months inside"},
                    .rows = {}}};
    for (const std::size_t type : order) {
        const std::string& name = v.stored.model.crime_types[type];
        const wdd::SeriesPanel panel = month_panel(v, type);
        const std::string inside =
            fmt::format("{} of {}", v.used.size() - panel.marked.size(), v.used.size());
        panels.panels.push_back({.title = name, .note = inside + " months inside", .svg = [panel] {
                                     return wdd::series_panel_svg(panel);
                                 }});
        panels.numbers.rows.push_back(
            {name, grouped_number(types[type].observed), grouped_number(types[type].mean), inside});
    }
    return {"Each crime type by month", {std::move(panels)}};
}

/// Zones drawn with one scale of crimes per square kilometre.
class DensityMaps {
  public:
    explicit DensityMaps(const ModelValidation& v) : m_validation(v) {
        OGREnvelope box;
        for (const wdd::Wkb& wkb : v.polygons) {
            m_zones.push_back(toolkit::geometry_of(wkb));
            m_areas.push_back(0);
            if (m_zones.back()) {
                OGREnvelope own;
                m_zones.back()->getEnvelope(&own);
                box.Merge(own);
                m_areas.back() = OGR_G_Area(OGRGeometry::ToHandle(m_zones.back().get()));
            }
        }
        if (!m_zones.empty() && box.MaxX > box.MinX && box.MaxY > box.MinY) {
            constexpr double size = 320;
            constexpr double around = 3;
            m_frame.emplace(wdd::Box{box.MinX, box.MinY, box.MaxX, box.MaxY}, size, size, around);
            set_classes();
        }
    }

    bool can_draw() const { return m_frame.has_value() && m_ends.size() == classes - 1; }

    std::string svg(bool is_simulated) const {
        SvgPicture plot(m_frame->width(), m_frame->height(),
                        is_simulated ? "Map of simulated crimes per square kilometre"
                                     : "Map of observed crimes per square kilometre",
                        "The darker a zone, the more crimes per square kilometre.");
        for (std::size_t zone = 0; zone < m_zones.size(); ++zone) {
            if (!m_zones[zone] || m_areas[zone] <= 0) {
                continue;
            }
            const ValidationGroup& group = m_validation.report.by_zone[zone];
            plot.shape(m_frame->shape(*m_zones[zone]).rings,
                       fmt::format("place t{}", class_of(density(zone, is_simulated)) + 1),
                       fmt::format("{}: {} observed, {} simulated",
                                   m_validation.stored.model.zones[zone],
                                   grouped_number(group.observed), grouped_number(group.mean)));
        }
        return std::move(plot).svg();
    }

    /// How many zones are in which class, observed and simulated.
    Table numbers() const {
        Table table{.header = {"crimes per km²", "zones, observed", "zones, simulated"},
                    .rows = {}};
        std::vector<std::size_t> observed(classes, 0);
        std::vector<std::size_t> simulated(classes, 0);
        for (std::size_t zone = 0; zone < m_zones.size(); ++zone) {
            if (m_areas[zone] > 0) {
                ++observed[class_of(density(zone, false))];
                ++simulated[class_of(density(zone, true))];
            }
        }
        for (std::size_t i = 0; i < classes; ++i) {
            table.rows.push_back(
                {class_text(i), grouped_number(observed[i]), grouped_number(simulated[i])});
        }
        return table;
    }

    std::vector<wdd::Key> keys() const {
        std::vector<wdd::Key> keys;
        for (std::size_t i = 0; i < classes; ++i) {
            keys.push_back({fmt::format("t{}", i + 1), class_text(i)});
        }
        return keys;
    }

  private:
    static constexpr std::size_t classes = 5;

    double density(std::size_t zone, bool is_simulated) const {
        const ValidationGroup& group = m_validation.report.by_zone[zone];
        const double metres = m_validation.stored.crs->unit().metres;
        constexpr double square_kilometre = 1e6;
        return (is_simulated ? group.mean : group.observed) * square_kilometre /
               (m_areas[zone] * metres * metres);
    }

    /// About equally many zones in each, by what was observed.
    void set_classes() {
        std::vector<double> densities;
        for (std::size_t zone = 0; zone < m_zones.size(); ++zone) {
            if (m_areas[zone] > 0) {
                densities.push_back(density(zone, false));
            }
        }
        std::sort(densities.begin(), densities.end());
        for (std::size_t i = 1; i < classes && !densities.empty(); ++i) {
            m_ends.push_back(densities[i * densities.size() / classes]);
        }
    }

    std::size_t class_of(double density) const {
        return static_cast<std::size_t>(std::upper_bound(m_ends.begin(), m_ends.end(), density) -
                                        m_ends.begin());
    }

    std::string class_text(std::size_t i) const {
        if (i == 0) {
            return fmt::format("below {}", grouped_number(m_ends.front()));
        }
        if (i == m_ends.size()) {
            return fmt::format("{} and more", grouped_number(m_ends.back()));
        }
        return fmt::format("{} to {}", grouped_number(m_ends[i - 1]), grouped_number(m_ends[i]));
    }

    const ModelValidation& m_validation;
    std::vector<toolkit::GeometryPointer> m_zones;
    std::vector<double> m_areas;
    std::optional<MapFrame> m_frame;
    std::vector<double> m_ends;
};

/// Empty if the model has no polygons.
std::vector<Section> map_section(const ModelValidation& v) {
    if (v.polygons.empty() || !v.stored.crs) {
        return {};
    }
    const auto maps = std::make_shared<const DensityMaps>(v);
    if (!maps->can_draw()) {
        return {};
    }
    return {
        {"Where crime was, and where it is simulated",
         {SmallMultiples{
             .panels =
                 {{.title = "Observed", .note = "", .svg = [maps] { return maps->svg(false); }},
                  {.title = "Simulated",
                   .note = "mean of the replicates",
                   .svg = [maps] { return maps->svg(true); }}},
             .caption =
                 "Crimes per square kilometre in these months. Each colour covers about the same number of zones of the observed map.",
             .keys = maps->keys(),
             .numbers = maps->numbers()}}}};
}

std::size_t inside_of(const std::vector<ValidationGroup>& shares) {
    return static_cast<std::size_t>(
        std::count_if(shares.begin(), shares.end(),
                      [](const ValidationGroup& share) { return share.is_covered(); }));
}

/// Shares by tenths: bars as high as nine in ten replicates reach, and dots for life.
std::string tenth_svg(const std::vector<ValidationGroup>& shares, const std::string& title,
                      const std::string& left, const std::string& right) {
    constexpr double height = 120;
    constexpr double bottom = height - 20;
    constexpr double room = 1.1;
    SvgPicture plot(
        wdd::panel_picture, height, title,
        fmt::format(
            "In {} of {} tenths the share in life is inside the interval of nine in ten replicates.",
            inside_of(shares), shares.size()));
    double most = 2.0 / static_cast<double>(shares.size());
    for (const ValidationGroup& share : shares) {
        most = std::max({most, share.high, share.observed});
    }
    const wdd::Scale y = wdd::Scale::linear(0, most * room, bottom, 4);
    const wdd::Scale x =
        wdd::Scale::linear(0, static_cast<double>(shares.size()), 4, wdd::panel_picture - 4);
    plot.line({x.at(0), bottom}, {x.at(static_cast<double>(shares.size())), bottom}, "grid");
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const auto at = static_cast<double>(i);
        constexpr double least = 1.5;
        constexpr double dot = 3;
        plot.rectangle({x.at(at) + 1, y.at(shares[i].high)}, x.at(at + 1) - x.at(at) - 2,
                       std::max(least, y.at(shares[i].low) - y.at(shares[i].high)), "band");
        plot.circle({x.at(at + 0.5), y.at(shares[i].observed)}, dot,
                    shares[i].is_covered() ? "spot" : "mark",
                    fmt::format("{:.3f} in life, {:.3f} to {:.3f} simulated", shares[i].observed,
                                shares[i].low, shares[i].high));
    }
    plot.text({4, height - 5}, left, Anchor::start);
    plot.text({wdd::panel_picture - 4, height - 5}, right, Anchor::end);
    return std::move(plot).svg();
}

/// "life", "simulated" and so on, by tenths.
void add_tenths(const std::string& name, const std::vector<ValidationGroup>& shares, Table& table) {
    for (std::size_t i = 0; i < shares.size(); ++i) {
        table.rows.push_back({fmt::format("{}, {}. tenth", name, i + 1),
                              fmt::format("{:.3f}", shares[i].observed),
                              fmt::format("{:.3f}", shares[i].mean),
                              fmt::format("{:.3f} to {:.3f}", shares[i].low, shares[i].high)});
    }
}

Table tenth_table() {
    return {.header = {"", "life", "simulated", "90 % interval"}, .rows = {}};
}

std::vector<wdd::Key> tenth_keys() {
    return {{"spot", "life", wdd::KeyShape::dot},
            {"mark", "life, outside the interval", wdd::KeyShape::dot},
            {"band", "nine in ten replicates"}};
}

/// Empty with a single replicate.
std::vector<Section> rank_section(const ModelValidation& v) {
    if (v.report.pit.empty()) {
        return {};
    }
    SmallMultiples panels{
        .panels = {},
        .caption =
            "Each count is ranked among its replicates (the probability integral transform). If the model is true, every tenth has about the same share. High ends: counts vary more in life than simulated. A high middle: they vary less. A slope: too many or too few are simulated.",
        .keys = tenth_keys(),
        .numbers = tenth_table()};
    for (const crims::PitHistogram& histogram : v.report.pit) {
        const std::string name(level_text(histogram.level));
        panels.panels.push_back(
            {.title = name,
             .note = fmt::format("{} of {} tenths inside", inside_of(histogram.shares),
                                 histogram.shares.size()),
             .svg = [shares = histogram.shares, name] {
                 return tenth_svg(shares, "Where observed counts lie among the replicates, " + name,
                                  "few", "many");
             }});
        add_tenths(name, histogram.shares, panels.numbers);
    }
    return {{"Where what was observed lies among the replicates", {std::move(panels)}}};
}

/// Empty where the crimes have no days.
std::vector<Section> gap_section(const ModelValidation& v) {
    if (!v.residuals) {
        return {};
    }
    const ResidualComparison& residuals = *v.residuals;
    Table table{
        .header = {"crime type", "crimes", "distance in life", "simulated", "90 % interval", ""},
        .rows = {}};
    for (const ResidualComparison::Type& type : residuals.types) {
        const ValidationGroup& distance = type.distance;
        table.rows.push_back({type.crime_type, grouped_number(type.crimes),
                              fmt::format("{:.3f}", distance.observed),
                              fmt::format("{:.3f}", distance.mean),
                              fmt::format("{:.3f} to {:.3f}", distance.low, distance.high),
                              distance.is_covered() ? "inside" : "outside"});
    }
    SmallMultiples panels{
        .panels = {{.title = "Gaps between crimes",
                    .note = fmt::format("{} of {} tenths inside", inside_of(residuals.gaps),
                                        residuals.gaps.size()),
                    .svg =
                        [gaps = residuals.gaps] {
                            return tenth_svg(gaps, "Gaps between crimes on the model's clock",
                                             "short", "long");
                        }}},
        .caption = fmt::format(
            "Times of {} crimes, on a clock that goes as fast as the model expects crime in the whole force (time rescaling). If the model is true, gaps between crimes of a type are exponential, and each tenth has the same share.{}",
            grouped_number(residuals.crimes),
            residuals.without_time > 0
                ? fmt::format(" {} have no time and may be anywhere in their day.",
                              grouped_number(residuals.without_time))
                : ""),
        .keys = tenth_keys(),
        .numbers = tenth_table()};
    add_tenths("gaps", residuals.gaps, panels.numbers);
    return {{"Crimes on the model's clock",
             {std::move(panels), std::move(table),
              wdd::Paragraph{
                  "Distance: Kolmogorov's, between the gaps and what they should be, 0 to 1.",
                  wdd::Tone::note}}}};
}

} // namespace

std::vector<Section> panel_sections(const ModelValidation& v) {
    std::vector<Section> sections{month_section(v)};
    for (std::vector<Section> more : {map_section(v), rank_section(v), gap_section(v)}) {
        std::move(more.begin(), more.end(), std::back_inserter(sections));
    }
    return sections;
}

} // namespace crims_tool
