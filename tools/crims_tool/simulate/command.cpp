// SPDX-License-Identifier: MIT
#include "crims_tool/simulate/command.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <tbb/task_group.h>

#include "crims_tool/model/zone_column.hpp"
#include "crims_tool/options/expected_crimes.hpp"
#include "crims_tool/options/loading_table.hpp"
#include "crims_tool/people/zone_population.hpp"
#include "crims_tool/ranks/together.hpp"
#include "crims_tool/records/month_warnings.hpp"
#include "crims_tool/simulate/provenance.hpp"
#include "toolkit/command/made_by.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/time/period_text.hpp"

namespace crims_tool {

using toolkit::OptionType;

struct SimulateCommand::Inputs {
    StoredModel stored;
    crims::Loading loading;
    double expected = 0; ///< crimes of a replicate
};

struct SimulateCommand::Totals {
    std::uint64_t crimes = 0;
    double expected = 0;
    std::vector<std::uint64_t> of_type; ///< crimes of each crime type
    std::uint64_t without_place = 0;
};

toolkit::CommandDescription SimulateCommand::description() const {
    return {
        .name = "simulate",
        .summary = "simulates crimes with place, time, offence, severity and suspect",
        .description =
            {"Draws crimes from a model made by ⟨crims calibrate⟩: a Poisson process for each zone and offence. Its rate is the calibrated number of crimes of the zone and crime type, times the offence's share of them; it follows the season, the rhythm of the week and the trend. The rate also varies at random between years, zones and months, as far as the model says (⟨--dispersion⟩), and a loading multiplies it. The trend ends a year before and after the calibrated months; beyond that, rates stay level and a warning says so. Months are simulated one by one, so memory use does not grow with their number.",
             "The same model, options and seed give the same crimes, byte for byte in CSV, on any number of threads and processes (mpirun -n 4 ⟨crims simulate⟩ ..., which share the replicates). A change of the loading of one zone and offence leaves the crimes of all others as they were.",
             "Times are in local civil time, as people at the place read their clocks when the crime happens: an hour that clocks skip in spring has no crime, and one that they repeat in autumn has twice as much. A February of 29 days has one more day of crime.",
             "The columns are id, MSOA (the zone's code; the column has the name of the zones' own field), crime_type, code, description, time, suspect, severity, then x and y or the geometry, and the replicate where there are several."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a table; nothing is written"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims simulate --model model.gpkg --from 2022-01 --to 2022-12 --output crimes.gpkg"}};
}

void SimulateCommand::declare(toolkit::OptionList& options) {
    SimulateOptions& o = m_options;
    options.group("What to simulate");
    declare_model(options, o.model);
    declare_months(options, o.months);
    declare_seed(options, o.process,
                 "Seed of the random numbers; another seed gives another history.");
    declare_replicates(options, o.process,
                       "How many independent histories. A column `replicate` numbers them.", 1,
                       most_replicates);
    declare_replicate(options, o.first_replicate, "Which of a seed's histories is the first.",
                      true);
    declare_process(options);
    declare_output(options);
}

void SimulateCommand::declare_process(toolkit::OptionList& options) {
    ProcessOptions& o = m_options.process;
    options.group("Process");
    options.add(
        {.name = "--population",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "People of the zones in the simulated time, such as ⟨crims population⟩ makes for another year. The rates of each zone are scaled with them, from the people in the model (⟨crims calibrate --population⟩)."},
        &m_options.population);
    declare_loading(
        options, o,
        "Factor on all rates (1.1: 10 % more crime, and with near repeats more than that), or a table (CSV) with a column loading and any of zone, crime_type, code, description, month (YYYY-MM, or 1 to 12); factors of all rows that apply are multiplied.");
    declare_places_and_variation(options, o);
    declare_near_repeat(
        options, o,
        "Near repeats: some crimes follow other crimes at or near their place. Expected totals stay the same. A loading also holds for the crimes that follow: a crime that it prevents is not followed, and a month with loading 0 has no crime.");
    declare_near_repeat_spread(options, o);
    declare_threads(options, o);
}

void SimulateCommand::declare_output(toolkit::OptionList& options) {
    SimulateOptions& o = m_options;
    options.group("Output");
    options.add(
        {.name = "--output",
         .type = OptionType::output_layer,
         .value = "OUT",
         .help =
             "Crimes, by the ending: .gpkg, .fgb, .csv, .json (pandas' \"table\" orientation); - for CSV on standard output.",
         .endings = {"gpkg", "fgb", "csv", "json"},
         .required = true},
        &o.output);
    options.add({.name = "--spatial-index",
                 .type = OptionType::flag,
                 .help = "Gives a GeoPackage a spatial index.",
                 .default_text = "on",
                 .advanced = true,
                 .negation = "--no-spatial-index"},
                &o.spatial_index);
    options.add(
        {.name = "--provenance",
         .type = OptionType::choice,
         .value = "HOW",
         .help =
             "Where a CSV, JSON or FlatGeobuf output tells that it is simulated, and from what: in a file beside it (OUT.provenance.json), in columns of a CSV (simulated, run, seed; run and id together are unique over runs), or not at all. A GeoPackage has it in its metadata tables.",
         .choices = {"file", "columns", "none"},
         .default_text = "file",
         .advanced = true,
         .recorded = false},
        &o.provenance, [](const std::string& text) {
            return text == "columns" ? ProvenancePlace::columns
                   : text == "none"  ? ProvenancePlace::nowhere
                                     : ProvenancePlace::file;
        });
    declare_result_files(options, o.files);
}

bool SimulateCommand::ends_with(std::string_view ending) const {
    return toolkit::lower_case(m_options.output->path).ends_with(ending);
}

/// Beside the output; empty: it needs none.
std::string SimulateCommand::provenance_file() const {
    const std::string& path = m_options.output->path;
    const bool tells_itself = ends_with(".gpkg") || path == "-";
    return tells_itself || m_options.provenance != ProvenancePlace::file ||
                   toolkit::OutputFile::is_device(path)
               ? std::string()
               : path + ".provenance.json";
}

nlohmann::ordered_json SimulateCommand::provenance_json() const {
    const SimulateOptions& o = m_options;
    return provenance({.model = o.model,
                       .loading = o.process.loading,
                       .months = o.months,
                       .seed = m_simulation.seed,
                       .replicates = o.process.replicates,
                       .options = toolkit::parameters_json(recorded())});
}

void SimulateCommand::check() {
    const SimulateOptions& o = m_options;
    if (o.provenance == ProvenancePlace::columns && o.output->path != "-" && !ends_with(".csv")) {
        throw toolkit::UsageError(
            "⟨--provenance columns⟩ is for CSV alone; use ⟨--provenance file⟩");
    }
    require_ordered(o.months);
    m_simulation = simulated_process(o.process);
    m_simulation.from = o.months.from;
}

toolkit::LayerDescription SimulateCommand::description_of_layer() const {
    const MonthRange& months = m_options.months;
    const auto first = std::chrono::sys_days(months.from / std::chrono::day(1));
    const auto last = std::chrono::sys_days(months.to / std::chrono::last);
    return toolkit::made_by(fmt::format("Simulated crimes, {}, seed {}",
                                        toolkit::short_period(first, last), m_simulation.seed),
                            "crims simulate of crimekit " CRIMEKIT_VERSION, recorded());
}

CrimeOutput SimulateCommand::crime_output(const StoredModel& stored,
                                          const nlohmann::ordered_json& provenance) const {
    CrimeOutput output{.target = m_options.output,
                       .overwrite = m_options.files.overwrite,
                       .spatial_index = m_options.spatial_index,
                       .with_replicate = m_options.process.replicates > 1,
                       .with_places = m_simulation.placement != crims::Placement::none,
                       .crs = stored.crs,
                       .zone = zone_column(stored.metadata),
                       .description = description_of_layer()};
    if (!provenance.is_null()) {
        output.description.provenance = toolkit::as_typed(
            provenance.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    if (m_options.provenance == ProvenancePlace::columns && !provenance.is_null()) {
        output.constants = {{"simulated", "True"},
                            {"run", provenance.at("run").get<std::string>()},
                            {"seed", std::to_string(m_simulation.seed)}};
    }
    return output;
}

void SimulateCommand::require_outputs() const {
    const SimulateOptions& o = m_options;
    toolkit::require_outputs_apart({{"--output", o.output->path},
                                    {"--provenance", provenance_file()},
                                    {"--json", o.files.json}},
                                   {o.model, o.process.loading});
    require_writable(o.files);
    require_writable(crime_output({}, nullptr));
    if (const std::string file = provenance_file(); !file.empty()) {
        toolkit::OutputFile::require_writable(file, o.files.overwrite);
    }
}

void SimulateCommand::scale_with_people(const StoredModel& stored, crims::Loading& loading,
                                        std::vector<std::string>& warnings) const {
    const SimulateOptions& o = m_options;
    if (o.population.empty()) {
        return;
    }
    if (stored.population.empty()) {
        throw toolkit::DataError(fmt::format(
            "{}: the model has no people to scale from; make it with ⟨crims calibrate --population⟩, or leave out ⟨--population⟩",
            o.model));
    }
    const ZonePopulation to = people_of_zones(o.population, "--population", stored.model.zones);
    std::size_t unchanged = 0;
    const crims::Loading rules = scaled_with_people(stored.population, to.people, unchanged);
    loading.insert(loading.end(), rules.begin(), rules.end());
    if (unchanged > 0) {
        warnings.push_back(
            fmt::format("{} of {} zones keep their rates: the model or {} has no people for them.",
                        unchanged, stored.model.zones.size(), to.source));
    }
}

SimulateCommand::Inputs SimulateCommand::read_inputs(std::vector<std::string>& warnings) const {
    const SimulateOptions& o = m_options;
    const bool needs_shapes = m_simulation.placement != crims::Placement::none;
    Inputs inputs{.stored = read_model(o.model, needs_shapes ? ReadShapes::yes : ReadShapes::no),
                  .loading = {}};
    const crims::Model& model = inputs.stored.model;
    inputs.loading = read_loading(o.process.loading, model, zone_column(inputs.stored.metadata),
                                  o.months.from, o.months.to, warnings);
    scale_with_people(inputs.stored, inputs.loading, warnings);
    if (std::string warning = beyond_data_warning(model, o.months); !warning.empty()) {
        warnings.push_back(std::move(warning));
    }
    inputs.expected = expected_crimes(o.model, model, o.process.loading, inputs.loading, o.months,
                                      m_simulation.near_repeat);
    return inputs;
}

toolkit::Processes SimulateCommand::processes() const {
    return Ranks::can_share() ? toolkit::Processes::share : toolkit::Processes::would_share;
}

int SimulateCommand::run(toolkit::Console& console) {
    const auto threads = thread_limit(m_options.process.threads);
    const Ranks ranks;
    std::optional<Inputs> inputs;
    std::vector<std::string> warnings;
    work_together(
        ranks, console,
        [&](toolkit::Console& /*own*/) {
            if (ranks.is_first()) {
                require_outputs();
            }
            inputs.emplace(read_inputs(warnings));
        },
        [&](toolkit::Console& own) {
            const crims::Simulation simulation(inputs->stored.model, m_simulation, inputs->loading);
            SharedMonths months(simulation, replicate_range(), ranks);
            if (!ranks.is_first()) {
                months.give();
                return;
            }
            for (const std::string& warning : warnings) {
                own.warn(warning);
            }
            write(*inputs, months, own);
        });
    return 0;
}

ReplicateRange SimulateCommand::replicate_range() const {
    return {.first = m_options.first_replicate,
            .count = m_options.process.replicates,
            .months = static_cast<std::int64_t>(m_options.months.size())};
}

void SimulateCommand::write(const Inputs& inputs, SharedMonths& months,
                            toolkit::Console& console) const {
    const SimulateOptions& o = m_options;
    const StoredModel& stored = inputs.stored;
    const nlohmann::ordered_json origin = provenance_json();
    const std::unique_ptr<CrimeWriter> writer =
        open_crime_writer(crime_output(stored, origin), stored.model);
    Totals totals = write_months(stored.model, months, *writer, console);
    totals.expected = o.process.replicates * inputs.expected;
    writer->finish();
    if (totals.without_place > 0) {
        console.warn(fmt::format(
            "{} crimes have no place: the model knows neither places nor a polygon for their zones",
            totals.without_place));
    }
    std::optional<toolkit::OutputFile> origin_file;
    if (const std::string file = provenance_file(); !file.empty()) {
        constexpr int indent = 2;
        origin_file.emplace(file,
                            toolkit::as_typed(origin.dump(
                                indent, ' ', false, nlohmann::json::error_handler_t::replace)) +
                                "\n",
                            o.files.overwrite);
    }
    publish_result(o.files, result_json(totals, stored, origin), [&] {
        writer->publish();
        if (origin_file) {
            origin_file->publish();
        }
    });
    if (o.output->path != "-" && o.files.json != "-") {
        console.result(summary(totals));
    }
}

namespace {

void add(const crims::CrimeTable& table, const crims::Model& model,
         std::vector<std::uint64_t>& of_type) {
    for (const std::uint16_t offence : table.offence) {
        ++of_type[model.offences[offence].crime_type];
    }
}

std::uint64_t count_without_place(const crims::CrimeTable& table) {
    return static_cast<std::uint64_t>(
        std::count_if(table.x.begin(), table.x.end(), [](double x) { return x != x; }));
}

} // namespace

SimulateCommand::Totals SimulateCommand::write_months(const crims::Model& model,
                                                      SharedMonths& months, CrimeWriter& writer,
                                                      toolkit::Console& console) {
    Totals totals;
    totals.of_type.resize(model.crime_types.size());
    crims::CrimeTable current;
    crims::CrimeTable next;
    months.get(0, current);
    for (std::int64_t month = 1; month <= months.size(); ++month) {
        console.progress(month - 1, months.size());
        // The next month is drawn, here, where alone other processes may be talked to, while this
        // one is written.
        tbb::task_group writing;
        writing.run([&] { writer.write(current); });
        if (month < months.size()) {
            months.get(month, next);
        }
        writing.wait();
        totals.crimes += current.size();
        totals.without_place += count_without_place(current);
        add(current, model, totals.of_type);
        std::swap(current, next);
    }
    console.progress(months.size(), months.size());
    console.end_progress();
    return totals;
}

nlohmann::ordered_json SimulateCommand::result_json(const Totals& totals, const StoredModel& stored,
                                                    const nlohmann::ordered_json& origin) const {
    nlohmann::ordered_json json;
    json["crimes"] = totals.crimes;
    json["expected"] = totals.expected;
    json["by_crime_type"] = nlohmann::ordered_json::object();
    for (std::size_t type = 0; type < totals.of_type.size(); ++type) {
        json["by_crime_type"][stored.model.crime_types[type]] = totals.of_type[type];
    }
    json["from"] = month_text(m_options.months.from);
    json["to"] = month_text(m_options.months.to);
    json["months_beyond_data"] = months_beyond_data(stored.model, m_options.months);
    json["seed"] = m_simulation.seed;
    json["replicates"] = m_options.process.replicates;
    json["run"] = origin.at("run");
    json["parameters"] = toolkit::parameters_json(recorded());
    json["model"] = stored.metadata;
    return json;
}

std::string SimulateCommand::summary(const Totals& totals) const {
    return fmt::format("{} crimes, {}{} (the model expects {:.0f}), in {}\n", totals.crimes,
                       months_text(m_options.months),
                       m_options.process.replicates > 1
                           ? fmt::format(", {} replicates", m_options.process.replicates)
                           : "",
                       totals.expected, m_options.output.text());
}

} // namespace crims_tool
