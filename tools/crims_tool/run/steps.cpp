// SPDX-License-Identifier: MIT
#include "crims_tool/run/steps.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/calibrate/command.hpp"
#include "crims_tool/map/command.hpp"
#include "crims_tool/run/map.hpp"
#include "crims_tool/run/step_console.hpp"
#include "crims_tool/show/contents.hpp"
#include "crims_tool/simulate/command.hpp"
#include "crims_tool/validate/command.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using Arguments = std::vector<std::string>;

constexpr const char* simulated_json = "simulated.json"; ///< for the run alone

/// As a shell takes it for one word.
std::string shell_word(const std::string& text) {
    const bool is_plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        const auto letter = static_cast<unsigned char>(c);
        return std::isalnum(letter) != 0 ||
               std::string_view("-_./:=+,").find(c) != std::string::npos;
    });
    if (is_plain) {
        return text;
    }
    std::string quoted = "'";
    for (const char c : text) {
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return quoted + "'";
}

class Steps {
  public:
    Steps(const RunRequest& request, std::string folder, RunResult& result,
          toolkit::Console& console)
        : m_request(request), m_folder(std::move(folder)), m_result(result),
          m_console(console, m_folder, request.output), m_models(kept_folder(request.models)) {}

    void take() {
        const RunPlan& plan = m_result.plan;
        m_console.begin(0, 30);
        m_result.model = model_of(plan.calibrated);
        copy_model();
        m_console.begin(30, 50);
        simulate();
        m_console.begin(50, 60);
        if (!m_result.inputs.zones.empty()) {
            map();
        }
        if (plan.holdout) {
            m_console.begin(60, 70);
            const KeptModel model = model_of(plan.holdout->calibrated);
            m_console.begin(70, 100);
            validate(model.path, plan.holdout->tested);
        } else {
            m_result.warnings = m_console.warnings();
        }
    }

  private:
    std::string in_folder(const char* file) const { return toolkit::in_folder(m_folder, file); }

    std::string in_output(const char* file) const {
        return toolkit::in_folder(m_request.output, file);
    }

    /// The line that a user would type; files of the folder have the names that they will have.
    void note(const std::string& name, const Arguments& arguments) {
        std::string line = "crims " + name;
        for (const std::string& argument : arguments) {
            line += " " + shell_word(m_console.renamed(argument));
        }
        if (std::find(m_result.commands.begin(), m_result.commands.end(), line) ==
            m_result.commands.end()) {
            m_result.commands.push_back(std::move(line));
        }
    }

    void run(toolkit::Command& command, const Arguments& arguments) {
        toolkit::parse(command, arguments);
        try {
            command.run(m_console);
        } catch (const toolkit::DataError& error) {
            throw toolkit::DataError(m_console.renamed(error.what()));
        }
    }

    /// Made once: the same model, wherever its inputs lie, is taken as it is.
    KeptModel model_of(const MonthRange& months) {
        const CalibrationChoices& choices = m_request.calibration;
        KeptModel model{
            .path = toolkit::in_folder(m_models, kept_name(m_result.inputs, months, choices))};
        model.was_there = is_kept(model.path);
        Arguments arguments = calibrate_arguments(m_result.inputs, months, choices);
        arguments.insert(arguments.end(), {"--output", model.path});
        note("calibrate", arguments);
        if (!model.was_there) {
            toolkit::remove_file(model.path);      // one that cannot be used would not be replaced
            arguments.emplace_back("--overwrite"); // by a run beside this one: the same model
            CalibrateCommand command;
            run(command, arguments);
        } else {
            repeat_warnings(model.path);
        }
        return model;
    }

    /// What was warned of when a model was made is as true when it is used again.
    void repeat_warnings(const std::string& path) {
        for (const std::string& warning : contents_of(read_model(path, ReadShapes::no)).warnings) {
            m_console.warn(warning);
        }
    }

    void copy_model() {
        if (const std::error_code error =
                toolkit::copy_file(m_result.model.path, in_folder(model_file))) {
            throw toolkit::DataError(fmt::format("{}: it cannot be written: {}",
                                                 in_output(model_file), error.message()));
        }
        m_result.sources = contents_of(read_model(m_result.model.path, ReadShapes::no)).sources;
    }

    void simulate() {
        const MonthRange& months = m_result.plan.simulated;
        Arguments arguments{"--model",  in_folder(model_file), "--from", month_text(months.from),
                            "--to",     month_text(months.to), "--seed", m_request.seed,
                            "--output", in_folder(crimes_file)};
        note("simulate", arguments);
        arguments.insert(arguments.end(), {"--json", in_folder(simulated_json)});
        SimulateCommand command;
        run(command, arguments);
        const std::string json = in_folder(simulated_json);
        m_result.simulated = nlohmann::ordered_json::parse(toolkit::read_whole_file(json, json));
        toolkit::remove_file(json);
    }

    void map() {
        const RunInputs& inputs = m_result.inputs;
        Arguments arguments{"--crimes",     in_folder(crimes_file),
                            "--zones",      inputs.zones,
                            "--zone-field", inputs.zone_field,
                            "--classes",    fmt::format("{}", most_map_classes),
                            "--output",     in_folder(map_file)};
        if (!inputs.boundary.empty()) {
            arguments.insert(arguments.end(), {"--boundary", inputs.boundary});
        } else {
            arguments.insert(arguments.end(),
                             {"--title", fmt::format("Simulated crimes per km², {}",
                                                     toolkit::force_name(inputs.force))});
        }
        note("map", arguments);
        MapCommand command;
        run(command, arguments);
        m_result.map = command.content();
    }

    void validate(const std::string& model, const MonthRange& months) {
        const RunInputs& inputs = m_result.inputs;
        const std::string& crimes =
            m_result.plan.is_tested_later ? inputs.later_crimes : inputs.crimes;
        Arguments arguments{"--model",      model,
                            "--crimes",     crimes,
                            "--from",       month_text(months.from),
                            "--to",         month_text(months.to),
                            "--replicates", m_request.replicates,
                            "--seed",       m_request.seed};
        if (!inputs.lookup.empty()) {
            arguments.insert(arguments.end(), {"--lookup", inputs.lookup});
        }
        note("validate", arguments);
        ValidateCommand command;
        toolkit::parse(command, arguments);
        m_result.validation = validate_model(command.input(), m_console);
        m_result.warnings = m_console.warnings(); // the report tells the others where it validates
        for (const std::string& warning : m_result.validation->warnings) {
            m_console.warn(warning);
        }
    }

    const RunRequest& m_request;
    std::string m_folder;
    RunResult& m_result;
    StepConsole m_console;
    std::string m_models;
};

} // namespace

RunResult prepare_run(const RunRequest& request) {
    const DataFolder folder = look_into(request.data);
    RunInputs inputs = choose_inputs(folder, request.force);
    std::vector<crims::Month> recorded;
    for (const toolkit::StreetFile& file : inputs.files) {
        recorded.push_back(file.month);
    }
    RunPlan plan = plan_run(request.months, recorded, request.calibrated, inputs.later_months);
    if (plan.is_tested_later) {
        inputs.choices.push_back(
            fmt::format("The model is tested with crimes of {}.", inputs.later_crimes));
    }
    return {.inputs = std::move(inputs), .plan = std::move(plan), .unreadable = folder.unreadable};
}

void do_steps(const RunRequest& request, const std::string& folder, RunResult& result,
              toolkit::Console& console) {
    Steps(request, folder, result, console).take();
}

} // namespace crims_tool
