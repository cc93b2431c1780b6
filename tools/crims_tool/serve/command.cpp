// SPDX-License-Identifier: MIT
#include "crims_tool/serve/command.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <sys/eventfd.h>

#include "crims_tool/http/front.hpp"
#include "crims_tool/serve/service.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/system/stop_request.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

using toolkit::OptionType;
using toolkit::UsageError;

toolkit::CommandDescription ServeCommand::description() const {
    return {
        .name = "serve",
        .summary =
            "a service that simulates crimes and draws their maps over HTTP, with a web page",
        .description =
            {"Answers requests from the models in a folder, one for each force, until it is asked to stop. /data?force=Durham&month=7 is a month of simulated crimes as JSON in pandas' \"table\" orientation, or as CSV or GeoPackage, byte for byte what ⟨crims simulate⟩ writes. /map?force=Durham&month=7 is their map. / is a web page for people, /forces lists the forces, /openapi.json describes everything. Programs can step a simulator, as with ⟨crims step⟩.",
             "It listens on this machine alone unless ⟨--listen⟩ says otherwise, and answers only under the names that it has: IP addresses, localhost and those of ⟨--host-name⟩. It does not encrypt and does not check who is asking: put a proxy in front of it that does both.",
             "When it is asked to stop (SIGTERM, Ctrl-C), it takes no further requests, finishes what is under way, and ends with exit status 0."},
        .exit_statuses = {{0, "it was asked to stop"},
                          {1, "something else failed: a model, a layer, the address is taken"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims serve --models models --zones samples/town-zones.gpkg --zone-field MSOA"}};
}

void ServeCommand::declare(toolkit::OptionList& options) {
    declare_models(options);
    declare_network(options);
    declare_limits(options);
}

void ServeCommand::declare_models(toolkit::OptionList& options) {
    ServeOptions& o = m_options;
    options.group("What to serve");
    options.add(
        {.name = "--models",
         .type = OptionType::file,
         .value = "FOLDER",
         .help =
             "Folder with models made by ⟨crims calibrate⟩, one for each force. A model that changes is read again.",
         .may_be_folder = true,
         .required = true},
        &o.models);
    declare_zones(
        options, o.zones,
        {.help =
             "Zone polygons for the maps of models that have none themselves; a layer of the whole country will do."},
        {.help = "Field with the zones' codes (MSOA11CD)."});
    options.add({.name = "--boundary",
                 .type = OptionType::layer,
                 .value = "LAYER",
                 .help = "Polygons of the forces, one feature each, drawn as a line on the maps.",
                 .geometry = toolkit::LayerGeometry::polygons},
                &o.boundary);
}

void ServeCommand::declare_network(toolkit::OptionList& options) {
    ServeOptions& o = m_options;
    options.group("Network");
    options.add(
        {.name = "--listen",
         .type = OptionType::text,
         .value = "HOST:PORT",
         .help =
             "Where to listen. 0.0.0.0:5000 is every address of this machine: anybody on the network can then ask. With port 0 it takes a free port and says which. Not used where systemd gives a socket.",
         .default_text = "127.0.0.1:5000"},
        &o.listen, [](const std::string& text) {
            try {
                return parse_listen_address(text);
            } catch (const std::invalid_argument& error) {
                throw UsageError(fmt::format("⟨--listen⟩ {}", error.what()));
            }
        });
    options.add(
        {.name = "--host-name",
         .type = OptionType::text,
         .repeatable = true,
         .value = "NAME",
         .help =
             "A name under which clients know this service, such as crims.example.org. May be given several times."},
        &o.host_names);
}

void ServeCommand::declare_limits(toolkit::OptionList& options) {
    ServeOptions& o = m_options;
    options.group("Limits");
    options.add({.name = "--threads",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Threads that answer requests; 0: one per core, at least two.",
                 .range = {.least = 0, .most = 1024},
                 .default_text = fmt::format("{}", o.threads)},
                &o.threads);
    options.add({.name = "--most-crimes",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Largest expected number of crimes in a request; a larger one is refused.",
                 .range = {.least = 1, .most = 100'000'000},
                 .default_text = fmt::format("{}", o.most_crimes)},
                &o.most_crimes);
    options.add({.name = "--cache",
                 .type = OptionType::integer,
                 .value = "MB",
                 .help = "Memory for recent answers, in MB, so that they need not be made again.",
                 .range = {.least = 0, .most = 1'000'000},
                 .unit = "MB",
                 .default_text = fmt::format("{}", o.cache_megabytes)},
                &o.cache_megabytes);
    options.add({.name = "--most-simulators",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Largest number of simulators that programs have at the same time.",
                 .range = {.least = 0, .most = 10'000},
                 .default_text = fmt::format("{}", o.most_simulators)},
                &o.most_simulators);
    options.add({.name = "--idle-minutes",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Minutes after which a simulator that nobody uses is deleted.",
                 .range = {.least = 1, .most = 100'000},
                 .unit = "minutes",
                 .default_text = fmt::format("{}", o.idle_minutes)},
                &o.idle_minutes);
}

void ServeCommand::check() {}

int ServeCommand::run(toolkit::Console& /*console*/) {
    const ServeOptions& o = m_options;
    constexpr std::size_t megabyte = std::size_t{1} << 20;
    constexpr std::size_t in_flight = 512 * megabyte; // beside what is kept
    auto resources = std::make_shared<Resources>();
    resources->cache = std::make_unique<BodyCache>(o.cache_megabytes * megabyte);
    resources->models = std::make_unique<ModelFolder>(o.models);
    resources->maps = std::make_unique<ForceMaps>(o.zones, o.boundary);
    resources->simulators =
        std::make_unique<SimulatorPool>(o.most_simulators, std::chrono::minutes(o.idle_minutes));
    resources->most_memory = (o.cache_megabytes * megabyte) + in_flight;
    resources->most_crimes = o.most_crimes;
    std::vector<std::string> names = o.host_names;
    names.push_back(o.listen.host);
    const Service service(resources, names);
    Listeners listeners = listeners_of_systemd();
    if (listeners.sockets.empty()) {
        listeners = listen_at(o.listen);
    }
    std::string told;
    for (const ListenAddress& address : listeners.addresses) {
        told += fmt::format("http://{}/\n", address.text());
    }
    constexpr unsigned least = 2;
    FrontLimits limits;
    limits.threads =
        o.threads > 0 ? o.threads : std::max(least, std::thread::hardware_concurrency());
    limits.memory = resources->most_memory;
    const toolkit::StopRequest stop;
    Front front(
        std::move(listeners), limits,
        [&service](const HttpRequest& request) { return service.answer(request); },
        resources->memory);
    toolkit::write_standard_output(told);
    front.run(stop.descriptor());
    return 0;
}

} // namespace crims_tool
