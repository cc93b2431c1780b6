// SPDX-License-Identifier: MIT
#include "crims_tool/counts/output.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <ogr_feature.h>

#include "toolkit/features/feature_sink.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/text/csv_text.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

namespace {

using toolkit::FeatureFormat;

struct Row {
    std::size_t replicate = 0;
    std::size_t zone = 0;
    std::size_t type = 0;
    std::size_t period = 0;
    double crimes = 0;
};

/// Hands on the rows that the output has, in order.
template<class Takes>
void for_each_row(const CountTable& table, bool skip_zeros, Takes take) {
    const CountTable::Names& names = table.names();
    const std::size_t no_zone = names.zones.size() - 1;
    for (std::size_t replicate = 0; replicate < table.replicates(); ++replicate) {
        for (std::size_t zone = 0; zone < names.zones.size(); ++zone) {
            for (std::size_t type = 0; type < names.crime_types.size(); ++type) {
                for (std::size_t period = 0; period < table.periods().size(); ++period) {
                    const double crimes = table.at(replicate, zone, type, period);
                    const bool is_left_out =
                        table.is_absent(period) || (crimes == 0 && (skip_zeros || zone == no_zone));
                    if (!is_left_out) {
                        take(Row{replicate, zone, type, period, crimes});
                    }
                }
            }
        }
    }
}

const char* period_column(const CountTable& table) {
    return table.periods().kind() == PeriodKind::month ? "month" : "week";
}

bool has_replicates(const CountTable& table) {
    return !table.names().replicates.empty();
}

bool are_weeks(const CountTable& table) {
    return table.periods().kind() == PeriodKind::week;
}

std::vector<std::string> period_names(const CountTable& table) {
    std::vector<std::string> names;
    for (std::size_t period = 0; period < table.periods().size(); ++period) {
        names.push_back(table.periods().name(period));
    }
    return names;
}

class CountsCsv : public CountsFile {
  public:
    CountsCsv(const CountTable& table, const CountsOutput& output)
        : m_stream(output.path, output.overwrite) {
        const CountTable::Names& names = table.names();
        const std::vector<std::string> periods = period_names(table);
        std::string text = fmt::format("{}zone,crime_type,{},{}crimes\n",
                                       has_replicates(table) ? "replicate," : "",
                                       period_column(table), are_weeks(table) ? "days," : "");
        constexpr std::size_t piece = 1U << 20U;
        for_each_row(table, output.skip_zeros, [&](const Row& row) {
            if (has_replicates(table)) {
                text += fmt::format("{},", names.replicates[row.replicate]);
            }
            text +=
                fmt::format("{},{},{},", toolkit::csv_cell(names.zones[row.zone]),
                            toolkit::csv_cell(names.crime_types[row.type]), periods[row.period]);
            if (are_weeks(table)) {
                text += fmt::format("{},", table.periods().span(row.period).days());
            }
            text += (table.has_means() ? toolkit::round_trip(row.crimes)
                                       : fmt::format("{:.0f}", row.crimes)) +
                    "\n";
            count_row();
            if (text.size() >= piece) {
                m_stream.write(text);
                text.clear();
            }
        });
        m_stream.write(text);
        m_stream.finish();
    }

    void publish() override { m_stream.publish(); }

  private:
    toolkit::OutputStream m_stream;
};

/// Calendar days as OGR takes them.
void set_date(OGRFeature& feature, const char* field, std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    feature.SetField(feature.GetFieldIndex(field), static_cast<int>(date.year()),
                     static_cast<int>(static_cast<unsigned>(date.month())),
                     static_cast<int>(static_cast<unsigned>(date.day())));
}

class CountsLayer : public CountsFile {
  public:
    CountsLayer(const CountTable& table, const CountsOutput& output) : m_table(table) {
        std::vector<std::unique_ptr<OGRFieldDefn>> fields;
        const auto add_field = [&fields](const char* name, OGRFieldType type) {
            fields.push_back(std::make_unique<OGRFieldDefn>(name, type));
        };
        if (has_replicates(table)) {
            add_field("replicate", OFTInteger64);
        }
        add_field("zone", OFTString);
        add_field("crime_type", OFTString);
        add_field(period_column(table), OFTString);
        add_field("first_day", OFTDate);
        add_field("last_day", OFTDate);
        add_field("crimes", table.has_means() ? OFTReal : OFTInteger64);
        std::vector<OGRFieldDefn*> pointers;
        pointers.reserve(fields.size());
        for (const std::unique_ptr<OGRFieldDefn>& field : fields) {
            pointers.push_back(field.get());
        }
        toolkit::LayerDefinition definition{.fields = pointers};
        if (output.polygons != nullptr) {
            definition.crs = output.polygons->crs;
            definition.type = wkbMultiPolygon;
        }
        m_sink = toolkit::open_feature_sink(toolkit::feature_target(output.path, output.overwrite,
                                                                    "--output",
                                                                    {FeatureFormat::geopackage}),
                                            definition);
        m_periods = period_names(table);
        for_each_row(table, output.skip_zeros,
                     [&](const Row& row) { write(row, output.polygons); });
        m_sink->describe(output.description);
        m_sink->finish();
    }

    void publish() override { m_sink->publish(); }

  private:
    void write(const Row& row, const ZoneLayer* polygons) {
        const CountTable::Names& names = m_table.names();
        const toolkit::FeaturePointer feature = m_sink->new_feature();
        if (has_replicates(m_table)) {
            feature->SetField("replicate", static_cast<GIntBig>(names.replicates[row.replicate]));
        }
        if (!names.zones[row.zone].empty()) {
            feature->SetField("zone", names.zones[row.zone].c_str());
        }
        feature->SetField("crime_type", names.crime_types[row.type].c_str());
        feature->SetField(period_column(m_table), m_periods[row.period].c_str());
        const DaySpan span = m_table.periods().span(row.period);
        set_date(*feature, "first_day", span.first);
        set_date(*feature, "last_day", span.last);
        if (m_table.has_means()) {
            feature->SetField("crimes", row.crimes);
        } else {
            feature->SetField("crimes", static_cast<GIntBig>(std::llround(row.crimes)));
        }
        if (polygons != nullptr) {
            set_polygon(*feature, names.zones[row.zone], *polygons);
        }
        m_sink->write(*feature);
        count_row();
    }

    static void set_polygon(OGRFeature& feature, const std::string& zone,
                            const ZoneLayer& polygons) {
        const auto found = std::lower_bound(polygons.codes.begin(), polygons.codes.end(), zone);
        if (found == polygons.codes.end() || *found != zone) {
            return;
        }
        const auto index = static_cast<std::size_t>(found - polygons.codes.begin());
        toolkit::GeometryPointer geometry = toolkit::geometry_of(polygons.polygons[index]);
        feature.SetGeometryDirectly(geometry.release());
    }

    const CountTable& m_table;
    std::vector<std::string> m_periods;
    std::unique_ptr<toolkit::FeatureSink> m_sink;
};

/// Throws toolkit::UsageError for another ending.
bool is_csv(const std::string& path) {
    return path == "-" || toolkit::format_of(path, {FeatureFormat::csv}).has_value();
}

} // namespace

void require_writable(const CountsOutput& output) {
    if (is_csv(output.path)) {
        toolkit::OutputFile::require_writable(output.path, output.overwrite);
        return;
    }
    toolkit::require_writable(
        toolkit::feature_target(output.path, output.overwrite, "--output",
                                {FeatureFormat::geopackage, FeatureFormat::csv}));
}

std::unique_ptr<CountsFile> write_counts(const CountTable& table, const CountsOutput& output) {
    if (is_csv(output.path)) {
        return std::make_unique<CountsCsv>(table, output);
    }
    return std::make_unique<CountsLayer>(table, output);
}

} // namespace crims_tool
