// SPDX-License-Identifier: MIT
#include "crims_tool/counts/command.hpp"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/counts/means.hpp"
#include "crims_tool/model/file.hpp"
#include "crims_tool/model/zone_column.hpp"
#include "crims_tool/options/crime_source_options.hpp"
#include "crims_tool/options/loading_table.hpp"
#include "crims_tool/records/month_warnings.hpp"
#include "toolkit/command/made_by.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

using toolkit::OptionType;
using toolkit::UsageError;

toolkit::CommandDescription CountsCommand::description() const {
    return {
        .name = "counts",
        .summary = "counts crimes by zone, crime type, and month or week",
        .description =
            {"Counts simulated crimes (the output of ⟨crims simulate⟩), recorded ones (a download of data.police.uk, or a layer or table of incidents), or the crimes that a model expects. The table has one row for each zone, crime type and period, those without any crime included, and for each replicate if the crimes have a field replicate.",
             "Every crime in the months is in exactly one row. Crimes without a zone have rows with an empty zone, so the column crimes adds up to the number of crimes. Months without data in a download have no rows: a gap is not zero crimes.",
             "The counts that a model expects are means and keep their fractions: nothing is rounded. ⟨crims simulate⟩ draws crimes with these means.",
             "Weeks begin on Monday and are named by it. The first and the last week may lie partly outside the months; the column days tells how many of its days are counted."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a layer; nothing is written"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims counts --crimes samples/town-crimes.zip --force Thornmere --lookup samples/town-lookup.csv --output counts.csv",
            "crims counts --model model.gpkg --from 2024-01 --to 2024-12 --period week --output means.csv"}};
}

void CountsCommand::declare(toolkit::OptionList& options) {
    CountsOptions& o = m_options;
    options.group("Crimes");
    declare_incidents(options);
    declare_download(
        options, {&o.crimes, &o.force},
        {.help =
             "A download of data.police.uk instead: the archive .zip, its address, or a folder with its files."},
        {.help =
             "The force: its usual name ('Avon & Somerset') or the name in the files ('avon-and-somerset').",
         .goes_with = {"--crimes"}});
    options.add({.name = "--model",
                 .type = OptionType::file,
                 .value = "FILE",
                 .help = "A model written by ⟨crims calibrate⟩ instead: the crimes it expects.",
                 .endings = {"gpkg"}},
                &o.model);
    options.add(
        {.name = "--loading",
         .value = "FACTOR|TABLE",
         .help = "Factor on all rates of the model, or a table of them, as in ⟨crims simulate⟩.",
         .goes_with = {"--model"},
         .advanced = true},
        &o.loading);
    options.group("Periods");
    options.add_choice<PeriodKind>({.name = "--period",
                                    .value = "PERIOD",
                                    .help = "Length of the periods.",
                                    .default_text = "month"},
                                   {{"month", PeriodKind::month}, {"week", PeriodKind::week}},
                                   &o.period);
    options.add(
        {.name = "--from",
         .type = OptionType::month,
         .value = "YYYY-MM",
         .help = "First month. Months that a layer has no crime in then count as zero crimes.",
         .goes_with = {"--to"},
         .default_words = "the month of the first crime"},
        &o.from);
    options.add({.name = "--to",
                 .type = OptionType::month,
                 .value = "YYYY-MM",
                 .help = "Last month, included.",
                 .goes_with = {"--from"},
                 .default_words = "the month of the last crime"},
                &o.to);
    options.group("Zones");
    declare_zones(
        options, o.zones,
        {.help =
             "Polygons of the zones. Crimes without a zone code are counted by the zone they lie in, and zones without crimes have rows too."},
        {.help = "Field of the zones with their code, such as MSOA11CD."});
    options.add(
        {.name = "--lookup",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "Table with the columns LSOA and MSOA (or another zone under that name). Without it and ⟨--zones⟩ the zones of a download are its LSOAs.",
         .goes_with = {"--crimes"}},
        &o.lookup);
    toolkit::declare_assumed_crs(options, o.assume_crs);
    declare_output(options);
}

void CountsCommand::declare_incidents(toolkit::OptionList& options) {
    CountsOptions& o = m_options;
    toolkit::declare_incident_layer(
        options, o.incidents,
        {.help =
             "Crimes: the output of ⟨crims simulate⟩, or any layer or table with dates, and places or zone codes."});
    const std::vector<std::string> with_incidents = {"--incidents"};
    toolkit::declare_incident_where(options, o.incidents, {.goes_with = with_incidents});
    toolkit::declare_date_field(
        options, o.incidents,
        {.goes_with = with_incidents, .default_words = "time or Month, if there is one"});
    toolkit::declare_type_field(options, o.incidents,
                                {.help = "Field with the crime type.",
                                 .goes_with = with_incidents,
                                 .default_words = "crime_type, if there is one"});
    options.add(
        {.name = "--crime-zone-field",
         .type = OptionType::field,
         .value = "FIELD",
         .help = "Field of the crimes with the code of their zone.",
         .parent = "--incidents",
         .goes_with = with_incidents,
         .default_words = "MSOA, or what simulated crimes call their zone, if there is one"},
        &o.columns.zone_field);
    options.add(
        {.name = "--by-place",
         .type = OptionType::flag,
         .help =
             "Counts crimes by the zone of ⟨--zones⟩ they lie in, even if they have a field MSOA.",
         .goes_with = {"--zones"}},
        &o.columns.by_place);
    toolkit::declare_coordinates(options, o.incidents, "--incidents", with_incidents);
    toolkit::declare_time_zone(options, o.incidents);
    toolkit::declare_date_format(options, o.incidents);
}

void CountsCommand::declare_output(toolkit::OptionList& options) {
    CountsOptions& o = m_options;
    options.group("Output");
    options.add({.name = "--output",
                 .type = OptionType::output_layer,
                 .value = "OUT",
                 .help = "The table, by the ending: .csv or .gpkg; - for CSV on standard output.",
                 .endings = {"gpkg", "csv"},
                 .required = true},
                &o.output);
    options.add({.name = "--skip-zeros",
                 .type = OptionType::flag,
                 .help = "Leaves out the rows without any crime."},
                &o.skip_zeros);
    options.add(
        {.name = "--polygons",
         .type = OptionType::flag,
         .help =
             "Writes each row of a GeoPackage with the polygon of its zone, to show on a map. Without them the table is small, and the field zone joins it to the zones.",
         .goes_with = {"--zones"},
         .advanced = true},
        &o.polygons);
    declare_result_files(options, o.files);
}

void CountsCommand::check() {
    check_source();
    check_months();
    const std::string& output = m_options.output;
    if (m_options.polygons && (output == "-" || output.ends_with(".csv"))) {
        throw UsageError("⟨--polygons⟩ goes with a GeoPackage (⟨--output⟩ with the ending .gpkg)");
    }
}

void CountsCommand::check_source() const {
    const CountsOptions& o = m_options;
    const int sources = (o.model.empty() ? 0 : 1) + (o.crimes.empty() ? 0 : 1) +
                        (o.incidents.layer.empty() ? 0 : 1);
    if (sources != 1) {
        throw UsageError("give one of ⟨--incidents⟩, ⟨--crimes⟩ (with ⟨--force⟩) and ⟨--model⟩");
    }
    if (!o.crimes.empty() && o.force.empty()) {
        throw UsageError("⟨--force⟩ is missing: a download holds the crimes of many forces");
    }
    if (!o.crimes.empty() && o.period == PeriodKind::week) {
        throw UsageError(
            "⟨--period week⟩: the dates of a download are months without days; count with ⟨--period month⟩");
    }
    if (!o.incidents.layer.empty()) {
        toolkit::check_incident_layer(o.incidents, o.assume_crs);
    }
    const bool by_place = o.columns.by_place || !o.incidents.x.empty();
    if (!o.columns.zone_field.empty() && by_place) {
        throw UsageError(
            "⟨--crime-zone-field⟩ counts by code, ⟨--by-place⟩, ⟨--x⟩ and ⟨--y⟩ by place; give one or the other");
    }
    if (by_place && !o.zones.layer) {
        throw UsageError("to count by place give the zones' polygons with ⟨--zones⟩");
    }
    if (!o.model.empty() && o.zones.layer && !o.polygons) {
        throw UsageError(
            "⟨--model⟩ has zones of its own; ⟨--zones⟩ only adds their polygons, with ⟨--polygons⟩");
    }
}

void CountsCommand::check_months() const {
    const CountsOptions& o = m_options;
    if (!o.from || !o.to) {
        if (!o.model.empty()) {
            throw UsageError("⟨--model⟩ needs ⟨--from⟩ and ⟨--to⟩: the months to expect crimes in");
        }
        return;
    }
    require_ordered({*o.from, *o.to});
    constexpr std::size_t most_months = 1200;
    if (MonthRange{*o.from, *o.to}.size() > most_months) {
        throw UsageError(fmt::format("⟨--from⟩ {} ⟨--to⟩ {}: that is more than a hundred years",
                                     month_text(*o.from), month_text(*o.to)));
    }
}

std::optional<MonthRange> CountsCommand::months() const {
    const CountsOptions& o = m_options;
    return o.from && o.to ? std::optional(MonthRange{*o.from, *o.to}) : std::nullopt;
}

CountsOutput CountsCommand::output() const {
    const CountsOptions& o = m_options;
    return {.path = o.output,
            .overwrite = o.files.overwrite,
            .skip_zeros = o.skip_zeros,
            .description =
                toolkit::made_by(o.model.empty() ? "Crimes by zone, type and period"
                                                 : "Expected crimes by zone, type and period",
                                 "crims counts of crimekit " CRIMEKIT_VERSION, recorded())};
}

void CountsCommand::require_outputs() const {
    const CountsOptions& o = m_options;
    toolkit::require_outputs_apart({{"--output", o.output}, {"--json", o.files.json}},
                                   {o.model, o.loading, o.crimes, o.lookup,
                                    path_of(o.incidents.layer), path_of(o.zones.layer)});
    require_writable(output());
    require_writable(o.files);
}

CountsCommand::Counted CountsCommand::count_model() const {
    const CountsOptions& o = m_options;
    const StoredModel stored = read_model(o.model, ReadShapes::no);
    const MonthRange range = *months();
    std::vector<std::string> warnings;
    const crims::Loading loading = read_loading(
        o.loading, stored.model, zone_column(stored.metadata), range.from, range.to, warnings);
    if (std::string warning = beyond_data_warning(stored.model, range); !warning.empty()) {
        warnings.push_back(std::move(warning));
    }
    return {.table = mean_counts(stored.model, loading, CountPeriods(o.period, range)),
            .sources = {{o.model, toolkit::sha256_of_file(o.model)}},
            .warnings = std::move(warnings)};
}

CountsCommand::Counted CountsCommand::count(const std::optional<ZoneLayer>& zones,
                                            toolkit::Console& console) const {
    const CountsOptions& o = m_options;
    if (!o.model.empty()) {
        return count_model();
    }
    CountedCrimes crimes =
        o.crimes.empty() ? read_layer(toolkit::incident_layer(o.incidents, o.assume_crs.value()),
                                      o.columns, zones, console)
                         : read_download(o.crimes, o.force, months(), zones, o.lookup, console);
    Tabulated tabulated = tabulate(crimes, o.period, months());
    return {.table = std::move(tabulated.table),
            .other_months = tabulated.other_months,
            .without_date = crimes.without_date,
            .without_type = crimes.without_type,
            .absent = std::move(crimes.absent),
            .sources = std::move(crimes.sources),
            .warnings = std::move(crimes.warnings)};
}

int CountsCommand::run(toolkit::Console& console) {
    const CountsOptions& o = m_options;
    require_outputs();
    std::optional<ZoneLayer> zones;
    if (o.zones.layer) {
        zones = read_zone_layer(*o.zones.layer, o.zones.field, o.assume_crs.value());
    }
    const Counted counted = count(zones, console);
    for (const std::string& warning : counted.warnings) {
        console.warn(warning);
    }
    CountsOutput target = output();
    target.polygons = o.polygons ? &*zones : nullptr;
    const std::unique_ptr<CountsFile> file = write_counts(counted.table, target);
    publish_result(o.files, result(counted, file->rows()), [&file] { file->publish(); });
    if (o.output != "-" && o.files.json != "-") {
        console.result(summary(counted, file->rows()));
    }
    return 0;
}

nlohmann::ordered_json CountsCommand::result(const Counted& counted, std::uint64_t rows) const {
    using Json = nlohmann::ordered_json;
    const CountTable& table = counted.table;
    const CountPeriods& periods = table.periods();
    Json json;
    json["crimes"] = table.total();
    json["without_zone"] = table.without_zone();
    json["not_counted"] = {{"in_other_months", counted.other_months},
                           {"without_date", counted.without_date},
                           {"without_crime_type", counted.without_type}};
    json["rows"] = rows;
    json["zones"] = table.names().zones.size() - 1;
    json["replicates"] = table.replicates();
    json["period"] = periods.kind() == PeriodKind::month ? "month" : "week";
    json["from"] = month_text(periods.months().from);
    json["to"] = month_text(periods.months().to);
    json["months_without_data"] = month_texts(counted.absent);
    json["are_means"] = table.has_means();
    json["by_crime_type"] = Json::object();
    for (std::size_t type = 0; type < table.names().crime_types.size(); ++type) {
        json["by_crime_type"][table.names().crime_types[type]] = table.total_of_type(type);
    }
    json["by_period"] = Json::object();
    for (std::size_t period = 0; period < periods.size(); ++period) {
        if (!table.is_absent(period)) {
            json["by_period"][periods.name(period)] = table.total_of_period(period);
        }
    }
    json["warnings"] = counted.warnings;
    json["sources"] = Json::array();
    for (const Source& source : counted.sources) {
        json["sources"].push_back({{"name", source.name}, {"sha256", source.sha256}});
    }
    json["parameters"] = toolkit::parameters_json(recorded());
    return json;
}

std::string CountsCommand::summary(const Counted& counted, std::uint64_t rows) const {
    using toolkit::grouped_number;
    const CountTable& table = counted.table;
    const CountPeriods& periods = table.periods();
    std::string text = fmt::format(
        "{} {} of {} types in {} zones, {}, by {}{}: {} rows in {}\n",
        table.has_means() ? fmt::format("{:.1f}", table.total()) : grouped_number(table.total()),
        table.has_means() ? "expected crimes" : "crimes", table.names().crime_types.size(),
        grouped_number(table.names().zones.size() - 1), months_text(periods.months()),
        periods.kind() == PeriodKind::month ? "month" : "week",
        table.replicates() > 1 ? fmt::format(", {} replicates", table.replicates()) : "",
        grouped_number(rows), m_options.output);
    if (table.without_zone() > 0) {
        text += fmt::format("{} of them have no zone; their rows have an empty zone.\n",
                            grouped_number(table.without_zone()));
    }
    const std::uint64_t left_out =
        counted.other_months + counted.without_date + counted.without_type;
    if (left_out > 0) {
        text += fmt::format(
            "{} crimes were not counted: {} in other months, {} without a date, {} without a crime type.\n",
            grouped_number(left_out), grouped_number(counted.other_months),
            grouped_number(counted.without_date), grouped_number(counted.without_type));
    }
    if (!counted.absent.empty()) {
        text += fmt::format("Months without data, which have no rows: {}.\n",
                            toolkit::listed(month_texts(counted.absent)));
    }
    return text;
}

} // namespace crims_tool
