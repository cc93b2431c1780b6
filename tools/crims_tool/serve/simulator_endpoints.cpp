// SPDX-License-Identifier: MIT
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims/limits.hpp"
#include "crims_tool/options/process_options.hpp"
#include "crims_tool/records/month_warnings.hpp"
#include "crims_tool/serve/parameters.hpp"
#include "crims_tool/serve/replies.hpp"
#include "crims_tool/serve/resources.hpp"
#include "crims_tool/serve/simulators.hpp"
#include "toolkit/command/given.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using nlohmann::ordered_json;
using toolkit::OptionType;
using toolkit::UsageError;

crims::Loading loading_of(double factor) {
    return factor == 1 ? crims::Loading() : crims::uniform_loading(factor);
}

class Create : public Endpoint {
  public:
    explicit Create(std::shared_ptr<Resources> resources) : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {.method = "POST",
                .path = "/simulators",
                .summary = "Begins a simulator that a program steps, as crims step does",
                .types = {"application/json"},
                .parameters_in_body = true,
                .success = http_status::created,
                .failures = {http_status::not_found, http_status::unsupported_type}};
    }

    void declare(toolkit::OptionList& parameters) override {
        declare_force(parameters, m_force);
        parameters.add(
            {.name = "--start",
             .value = "TIME",
             .help = "where the first step begins: 2022-01-01 or 2022-01-01T08:00, local time.",
             .required = true},
            &m_start, [](const std::string& text) {
                try {
                    return read_instant(text);
                } catch (const std::invalid_argument& error) {
                    throw UsageError(fmt::format("⟨--start⟩: {}", error.what()));
                }
            });
        declare_seed(parameters, m_process,
                     "Seed of the random numbers; another seed gives another history.");
        declare_replicate(parameters, m_replicate, "Which of a seed's histories.");
        parameters.add(
            {.name = "--base-loading",
             .type = OptionType::number,
             .value = "FACTOR",
             .help = "Factor on all rates that holds throughout; loadings multiply it.",
             .range = {.least = crims::loading_range.least, .most = crims::loading_range.most},
             .default_text = "1"},
            &m_base_loading);
        declare_places_and_variation(parameters, m_process);
        declare_near_repeat(
            parameters, m_process,
            "Near repeats: some crimes follow other crimes at or near their place. Expected totals stay the same.");
        declare_near_repeat_spread(parameters, m_process);
    }

    Reply answer(const HttpRequest& /*request*/, const std::string& /*id*/) override {
        const ModelPointer model = m_resources->models->find(m_force);
        crims::SimulationOptions options = simulated_process(m_process);
        options.replicate = m_replicate;
        SimulatorPool::Pointer simulator;
        try {
            simulator = std::make_shared<ServedSimulator>(
                model,
                SavedSession{
                    .model = model->force(), .options = options, .base_loading = m_base_loading},
                m_start);
        } catch (const std::invalid_argument& error) {
            throw UsageError(error.what());
        }
        const std::string id = m_resources->simulators->add(std::move(simulator));
        Reply reply = json_reply({{"id", id},
                                  {"time", instant_text(m_start)},
                                  {"force", model->force()},
                                  {"seed", options.seed},
                                  {"replicate", options.replicate},
                                  {"idle_minutes", m_resources->simulators->idle().count()}},
                                 m_resources->memory);
        reply.status = http_status::created;
        reply.fields = {{"Location", "/simulators/" + id},
                        {"Crims-Simulated", "1"},
                        {"Crims-Seed", std::to_string(options.seed)},
                        {"Crims-Model", model->hash()}};
        if (std::string warning = beyond_data_warning(model->model(), m_start); !warning.empty()) {
            reply.fields.emplace_back("Crims-Warning", std::move(warning));
        }
        return reply;
    }

  private:
    std::shared_ptr<Resources> m_resources;
    std::string m_force;
    crims::Instant m_start = {};
    ProcessOptions m_process;
    std::uint32_t m_replicate = 0;
    double m_base_loading = 1;
};

/// A request to a simulator, in the words of `crims step`.
class Ask : public Endpoint {
  public:
    Ask(std::shared_ptr<Resources> resources, EndpointDescription description, std::string what)
        : m_resources(std::move(resources)), m_description(std::move(description)),
          m_what(std::move(what)) {}

    EndpointDescription description() const override { return m_description; }

    Reply answer(const HttpRequest& request, const std::string& id) override {
        const Request asked = read(request);
        const SimulatorPool::Pointer simulator = m_resources->simulators->find(id);
        const std::unique_lock lock(simulator->mutex, std::try_to_lock);
        if (!lock.owns_lock()) {
            throw HttpError(http_status::conflict,
                            "the simulator is busy with another request; wait for its answer");
        }
        try {
            if (const auto* const advance = std::get_if<AdvanceRequest>(&asked)) {
                require_memory(*m_resources);
                require_bearable(*simulator, *advance);
            }
            std::string text = simulator->session.answer(asked);
            if (const auto* const loading = std::get_if<LoadingRequest>(&asked)) {
                simulator->highest_loading = std::max(simulator->highest_loading, loading->value);
            }
            Reply reply = text_reply(std::move(text), "application/json", m_resources->memory);
            reply.fields = {{"Crims-Simulated", "1"}, {"Cache-Control", "no-store"}};
            return reply;
        } catch (const toolkit::DataError& error) {
            throw UsageError(error.what());
        } catch (const std::logic_error& error) {
            throw UsageError(error.what());
        }
    }

  private:
    /// The body, without the word that the address has said.
    Request read(const HttpRequest& request) const {
        constexpr const char* word = "do";
        nlohmann::json body = nlohmann::json::object();
        if (!m_description.body_schema.empty()) {
            body = nlohmann::json::parse(request.body, nullptr, false);
            if (!body.is_object() || body.contains(word)) {
                throw UsageError(R"(the body must be a JSON object such as {"hours": 1})");
            }
        }
        body[word] = m_what;
        try {
            return read_request(body.dump());
        } catch (const toolkit::DataError& error) {
            throw UsageError(error.what());
        } catch (const nlohmann::json::exception&) {
            throw UsageError("the body is not UTF-8");
        }
    }

    /// As many crimes as a request for data may expect.
    void require_bearable(const ServedSimulator& simulator, const AdvanceRequest& advance) const {
        using std::chrono::days;
        const crims::Instant now = simulator.session.time();
        const crims::Instant until = simulator.session.end_of(advance);
        const crims::Month first = crims::month_of(std::chrono::floor<days>(now));
        const crims::Month last = crims::month_of(std::chrono::floor<days>(until));
        const crims::Instant begin = crims::first_day(first);
        const crims::Instant end = crims::first_day(last + std::chrono::months(1));
        const double share =
            static_cast<double>((until - now).count()) / static_cast<double>((end - begin).count());
        const double expected =
            share * simulator.highest_loading *
            crims::expected_total(simulator.model->model(), loading_of(simulator.base_loading),
                                  first, last);
        if (expected > static_cast<double>(m_resources->most_crimes)) {
            throw HttpError(
                http_status::too_large,
                fmt::format(
                    "about {:.0f} crimes are expected, and this service gives {} at most at "
                    "once; take a shorter step",
                    expected, m_resources->most_crimes));
        }
    }

    std::shared_ptr<Resources> m_resources;
    EndpointDescription m_description;
    std::string m_what;
};

class Delete : public Endpoint {
  public:
    explicit Delete(std::shared_ptr<Resources> resources) : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {.method = "DELETE",
                .path = "/simulators/{id}",
                .summary = "Deletes a simulator",
                .success = http_status::no_content,
                .failures = {http_status::not_found}};
    }

    Reply answer(const HttpRequest& /*request*/, const std::string& id) override {
        m_resources->simulators->remove(id);
        return {.status = http_status::no_content};
    }

  private:
    std::shared_ptr<Resources> m_resources;
};

constexpr const char* advance_schema =
    R"({"type":"object","properties":{"until":{"type":"string","description":"a local time such as 2022-01-01T08:00; a crime at this time belongs to the next step"},"minutes":{"type":"integer","minimum":0},"hours":{"type":"integer","minimum":0},"days":{"type":"integer","minimum":0,"maximum":366}}})";

constexpr const char* loading_schema =
    R"({"type":"object","required":["value"],"properties":{"value":{"type":"number","minimum":0,"maximum":10000},"zones":{"type":"array","items":{"type":["string","integer"]}},"crime_types":{"type":"array","items":{"type":["string","integer"]}},"offences":{"type":"array","items":{"type":["string","integer"]}}}})";

void add_question(EndpointList& endpoints, const std::shared_ptr<Resources>& resources,
                  const EndpointDescription& description, const std::string& what) {
    endpoints.emplace_back([resources, description, what] {
        return std::make_unique<Ask>(resources, description, what);
    });
}

} // namespace

void add_simulator_endpoints(EndpointList& endpoints, const std::shared_ptr<Resources>& resources) {
    const std::vector<int> asked{http_status::not_found, http_status::conflict};
    const std::vector<int> told{http_status::not_found, http_status::conflict,
                                http_status::too_large, http_status::unsupported_type};
    endpoints.emplace_back([resources] { return std::make_unique<Create>(resources); });
    add_question(endpoints, resources,
                 {.path = "/simulators/{id}",
                  .summary = "What a simulator simulates, and where it stands",
                  .types = {"application/json"},
                  .failures = asked},
                 "describe");
    add_question(endpoints, resources,
                 {.path = "/simulators/{id}/expected",
                  .summary = "How many crimes were to be expected so far",
                  .types = {"application/json"},
                  .failures = asked},
                 "expected");
    add_question(endpoints, resources,
                 {.method = "POST",
                  .path = "/simulators/{id}/advance",
                  .summary = "Goes on, and gives the crimes of the step",
                  .types = {"application/json"},
                  .body_schema = advance_schema,
                  .failures = told},
                 "advance");
    add_question(endpoints, resources,
                 {.method = "POST",
                  .path = "/simulators/{id}/loading",
                  .summary = "Sets a factor on the rates of what it names, from now on",
                  .types = {"application/json"},
                  .body_schema = loading_schema,
                  .failures = told},
                 "set_loading");
    endpoints.emplace_back([resources] { return std::make_unique<Delete>(resources); });
}

} // namespace crims_tool
