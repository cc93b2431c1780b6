// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/command.hpp"

#include <algorithm>
#include <vector>

namespace crims_tool {

using toolkit::Option;
using toolkit::OptionType;

namespace {

/// A list of numbers, kept in ascending order and each once.
template<class Number>
void add_ascending(toolkit::OptionList& options, const Option& option,
                   std::vector<Number>* target) {
    options.add(option, target, [option](const std::string& text) {
        std::vector<Number> numbers;
        toolkit::read_option(option, text, numbers);
        std::sort(numbers.begin(), numbers.end());
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        return numbers;
    });
}

} // namespace

toolkit::CommandDescription EvaluateCommand::description() const {
    return {
        .name = "evaluate",
        .summary = "tells whether a planned evaluation would detect an effect",
        .description = {("Simulates an intervention whose effect is known, many times over and for several sizes of the effect, durations and ring widths, evaluates each replicate with the Weighted Displacement Difference test as ⟨wdd test⟩ does, and says how often the test finds a reduction: where there is none (type I error) and where there is one (power). Bias, error and coverage of the interval come with it, each with its Monte Carlo error, and the smallest effect that is found with the power wanted."),
                        ("The forecast verdict of ⟨wdd test⟩ comes first. Its comparison areas are the model's zones, merged with neighbours where they are small, or copies of the response area; their counts are drawn like those of the study. Where it cannot be simulated the report says why."),
                        ("The response area is everything that the scenario's areas cover, so its interventions may differ only in their areas. The true effect is the effect at the model's mean rates; degraded records (⟨--recorded⟩, ⟨--missing⟩, ⟨--snap⟩) are compared with what really happened. Effect 0 is always tried."), ("Only crimes with coordinates count, because ⟨wdd test⟩ counts points. The model says for each crime type what share has them, and the report says how many are left out."), ("Where counts vary more than the test assumes, the plain test finds reductions where there are none more often than it promises. The report therefore gives power and smallest effect for the z that does keep to ⟨--alpha⟩, taken from the replicates without any effect, and beside them those of the plain test."), ("With ⟨--route counts⟩ the counts of the zones are drawn directly. They have exactly the distribution of the simulator's crimes, counted. With ⟨--route points⟩ crimes are simulated, prevented, moved and counted one by one."),
                        ("Real incidents can be used instead of a model (⟨--incidents⟩). They are drawn from before the scenario's start, four weeks at a time, for all places together. Their clustering is kept; season, trend and variation between years are not."),
                        ("The same inputs, options and seed give the same tables, byte for byte, on any number of threads and processes (mpirun -n 4 ⟨crims evaluate⟩ ...).")},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, the scenario; nothing is written"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims evaluate --model samples/out/model.gpkg --response \"samples/town.gpkg|layername=response\" --where \"NAME='Market Square'\" --start 2023-01-01 --end 2023-06-30 --effect 0.3 --displaced 0.25 --control \"samples/town.gpkg|layername=control\" --displacement \"250 m\" --replicates 200 --output plan.gpkg",
            "crims evaluate --model samples/out/model.gpkg --scenario samples/scenario.json --control \"samples/town.gpkg|layername=control\" --displacement \"250 m\" --months 3,6,12 --observed-z -2.596 --output evaluation.gpkg --html evaluation.html"}};
}

void EvaluateCommand::declare(toolkit::OptionList& options) {
    declare_inputs(options);
    declare_design(options);
    declare_world(options);
    declare_records(options);
    declare_output(options);
}

void EvaluateCommand::declare_inputs(toolkit::OptionList& options) {
    EvaluateOptions& o = m_options;
    options.group("Crimes");
    options.add({.name = "--model",
                 .type = OptionType::file,
                 .value = "FILE",
                 .help = "Model written by ⟨crims calibrate⟩: its crimes are simulated."},
                &o.model);
    toolkit::declare_incident_layer(
        options, o.incidents,
        {.help =
             "Real incidents instead of a model. Those before the scenario's start are drawn four weeks at a time, at their own places.",
         .advanced = true});
    toolkit::declare_incident_where(options, o.incidents,
                                    {.name = "--incidents-where",
                                     .help = "Condition that selects incidents.",
                                     .advanced = true});
    toolkit::declare_date_field(
        options, o.incidents,
        {.help = "Field of the incidents with their date.", .advanced = true});
    toolkit::declare_type_field(
        options, o.incidents,
        {.help = "Field of the incidents with their crime type. Without it all are one type.",
         .advanced = true});
    toolkit::declare_coordinates(options, o.incidents);
    toolkit::declare_date_format(options, o.incidents, {.parent = "--incidents"});
    toolkit::declare_bad_dates(options, o.incidents, {.parent = "--incidents"});
}

void EvaluateCommand::declare_design(toolkit::OptionList& options) {
    EvaluateOptions& o = m_options;
    options.group("Intervention");
    declare_intervention(options, o.scenario.intervention,
                         {.name = "--where", .aliases = {"--response-where"}},
                         "the widest ⟨--displacement⟩, if crimes are displaced");
    declare_scenario(
        options, o.scenario,
        {.value = "FILE",
         .help =
             "File (JSON) with the intervention, where it has several areas or effects that differ by crime type: areas, dates, effects, onset, decay, displacement."});
    options.group("Design");
    options.add({.name = "--control",
                 .type = OptionType::layer,
                 .value = "LAYER",
                 .help = "Control area: polygons, taken together as one area.",
                 .geometry = toolkit::LayerGeometry::polygons,
                 .required = true},
                &o.control);
    options.add({.name = "--control-where",
                 .type = OptionType::sql,
                 .value = "SQL",
                 .help = "Condition that selects in the control layer.",
                 .parent = "--control",
                 .goes_with = {"--control"},
                 .advanced = true},
                &o.control_where);
    options.add(
        {.name = "--displacement",
         .type = OptionType::text,
         .value = "DIST[,DIST..]",
         .help =
             "Width of the test's displacement areas, or several to be compared: \"250 m\", \"0,250 m,500 m\"; 0 for none.",
         .required = true},
        &o.rings);
    options.add({.name = "--crime-types",
                 .type = OptionType::text,
                 .list = true,
                 .value = "TYPE[,TYPE..]",
                 .help = "Crime types of the model that count; the intervention acts on them only.",
                 .default_words = "all"},
                &o.crime_types);
    add_ascending(
        options,
        {.name = "--effects",
         .type = OptionType::number,
         .list = true,
         .value = "SHARE[,SHARE..]",
         .help =
             "Effects to try, instead of the scenario's: the share prevented of the crime type that is prevented most; the others keep their proportion.",
         .range = {.least = 0, .most = 1},
         .default_words = "0,0.1,0.2,0.3,0.4,0.5 and the scenario's own"},
        &o.effects);
    add_ascending(
        options,
        {.name = "--displaced",
         .type = OptionType::number,
         .list = true,
         .value = "SHARE[,SHARE..]",
         .help =
             "Displaced shares of the prevented crimes to try, from -1 (diffusion of benefit) to 1.",
         .range = {.least = -1, .most = 1},
         .default_words = "the scenario's own",
         .advanced = true},
        &m_plan.displaced);
    constexpr double most_months = 120;
    add_ascending(
        options,
        {.name = "--months",
         .type = OptionType::integer,
         .list = true,
         .value = "N[,N..]",
         .help =
             "Lengths of the treatment to try, in calendar months from the scenario's start; the period before is as long.",
         .range = {.least = 1, .most = most_months},
         .default_words = "the scenario's own period"},
        &m_plan.months);
    declare_replicates(
        options, o.process,
        "Replicates (simulated histories) of each combination of effect, displaced share, months and ring width.",
        2, most_replicates);
    declare_seed(options, o.process, "Seed of the random numbers.");
    constexpr double largest_z = 1000;
    options.add(
        {.name = "--observed-z",
         .type = OptionType::number,
         .value = "Z",
         .help =
             "z that ⟨wdd test⟩ found with these areas. The report says how often chance alone gives such a z.",
         .range = {.least = -largest_z, .most = largest_z}},
        &m_plan.observed_z);
    options.add({.name = "--alpha",
                 .type = OptionType::number,
                 .value = "LEVEL",
                 .help = "The test finds a reduction where the one-tailed p is at most this.",
                 .range = {.least = 0, .most = 1, .open = true},
                 .default_text = "0.05",
                 .advanced = true},
                &m_plan.alpha);
    options.add({.name = "--power",
                 .type = OptionType::number,
                 .value = "SHARE",
                 .help = "Power at which the smallest effect is given.",
                 .range = {.least = 0, .most = 1, .open = true},
                 .default_text = "0.8",
                 .advanced = true},
                &m_plan.power);
    options.add({.name = "--confidence",
                 .type = OptionType::number,
                 .value = "LEVEL",
                 .help = "Confidence of the interval whose coverage is measured.",
                 .range = {.least = 0, .most = 1, .open = true},
                 .default_text = "0.95",
                 .advanced = true},
                &m_plan.confidence);
}

void EvaluateCommand::declare_world(toolkit::OptionList& options) {
    EvaluateOptions& o = m_options;
    options.group("Simulated world");
    options.add_choice({.name = "--route",
                        .value = "ROUTE",
                        .help = "From zone counts, exact and fast, or through points.",
                        .default_words = "counts; points with ⟨--incidents⟩"},
                       {{"counts", EvaluationRoute::counts}, {"points", EvaluationRoute::points}},
                       &o.route);
    declare_placement(
        options, o.process,
        {.help =
             "Where crimes are placed: where such crimes were recorded, or anywhere in the zone's polygon.",
         .choices = {"observed", "uniform"},
         .advanced = true});
    declare_dispersion(
        options, o.process,
        "Draws the variation beyond Poisson that the model holds. Without it the result shows only what the test itself assumes.");
    declare_near_repeat(
        options, o.process,
        "Near repeats: some crimes follow other crimes at or near their place. Expected totals stay the same. Needs ⟨--route points⟩.");
    declare_near_repeat_spread(options, o.process);
    declare_threads(options, o.process);
}

void EvaluateCommand::declare_records(toolkit::OptionList& options) {
    EvaluateOptions& o = m_options;
    options.group("Imperfect records");
    options.add({.name = "--recorded",
                 .type = OptionType::number,
                 .value = "SHARE",
                 .help = "Share of crimes that are recorded.",
                 .range = {.least = 0, .most = 1},
                 .default_text = "1"},
                &m_plan.recorded);
    options.add({.name = "--missing",
                 .type = OptionType::text,
                 .value = "YYYY-MM[,YYYY-MM..]",
                 .help = "Months without records."},
                &m_plan.missing);
    options.add(
        {.name = "--month-only",
         .type = OptionType::flag,
         .help =
             "Dates have only the month: the treatment must be whole months, and the period before has as many."},
        &m_plan.month_only);
    options.add(
        {.name = "--snap",
         .type = OptionType::distance,
         .value = "DIST",
         .help =
             "Moves every recorded place to the nearest point of a lattice with this spacing, much as police.uk moves crimes to its map points (needs ⟨--route points⟩); 0: places are not moved.",
         .default_text = "0"},
        &o.snap);
}

void EvaluateCommand::declare_output(toolkit::OptionList& options) {
    EvaluateOptions& o = m_options;
    options.group("Output");
    options.add(
        {.name = "--output",
         .type = OptionType::output_file,
         .value = "FILE",
         .help =
             "GeoPackage with the zones and the tables summary, detectable, replicates and parameters.",
         .endings = {"gpkg"},
         .layer = "zones",
         .required = true},
        &o.output);
    options.add(
        {.name = "--html",
         .type = OptionType::output_file,
         .value = "FILE",
         .help =
             "Report as one web page: the answer, power curves, null distribution, map, tables.",
         .endings = {"html"}},
        &o.html);
    options.add({.name = "--csv",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "The summary as CSV; - for standard output.",
                 .endings = {"csv"},
                 .advanced = true},
                &o.csv);
    options.add(
        {.name = "--save-scenario",
         .type = OptionType::output_file,
         .value = "FILE",
         .help =
             "The intervention of ⟨--response⟩ as a scenario file, to be changed by hand or used again.",
         .endings = {"json"},
         .goes_with = {"--response"},
         .advanced = true},
        &o.saved_scenario);
    options.add(
        {.name = "--checkpoint",
         .type = OptionType::output_file,
         .value = "FILE",
         .help =
             "Keeps finished replicates, so that the same command continues after a run was killed; removed at the end.",
         .advanced = true},
        &o.checkpoint);
    declare_result_files(options, o.files);
}

} // namespace crims_tool
