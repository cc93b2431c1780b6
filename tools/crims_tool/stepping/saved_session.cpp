// SPDX-License-Identifier: MIT
#include "crims_tool/stepping/saved_session.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "toolkit/files/output_file.hpp"
#include "toolkit/system/native_path.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using toolkit::DataError;

constexpr const char* saved_format = "crimekit simulator 1";

constexpr std::array<std::pair<crims::Placement, const char*>, 3> placements{
    {{crims::Placement::observed, "observed"},
     {crims::Placement::uniform, "uniform"},
     {crims::Placement::none, "none"}}};

crims::Placement placement_named(const std::string& name) {
    for (const auto& [placement, known] : placements) {
        if (name == known) {
            return placement;
        }
    }
    throw DataError("the placement is unknown");
}

/// Null: not given, so that the model's own holds.
crims::NearRepeatChoice choice_of(const json& repeats) {
    const auto given = [&repeats](std::size_t at) {
        return repeats.at(at).is_null() ? std::nullopt
                                        : std::optional(repeats.at(at).get<double>());
    };
    crims::NearRepeatChoice choice;
    choice.ratio = given(0);
    choice.mean_lag_days = given(1);
    choice.spread = given(2);
    // Sessions of earlier versions have none.
    choice.same_place = repeats.size() > 3 ? given(3) : 0;
    return choice;
}

/// Throws json::exception where something is missing or of another type.
SavedSession session_of(const json& head, std::string state) {
    if (head.at("saved").get<std::string>() != saved_format) {
        throw DataError("another format");
    }
    const json& options = head.at("options");
    SavedSession session{
        .model = head.at("model").get<std::string>(),
        .options = {.placement = placement_named(options.at("placement").get<std::string>()),
                    .dispersion = options.at("dispersion").get<bool>()},
        .base_loading = options.at("base").get<double>(),
        .state = std::move(state)};
    if (const json& repeats = options.at("near_repeat"); !repeats.is_null()) {
        session.options.near_repeat = choice_of(repeats);
    }
    return session;
}

bool begins_as_session(const std::string& path) {
    const std::string begin = fmt::format(R"({{"saved": "{}")", saved_format);
    std::ifstream file(toolkit::native_path(path), std::ios::binary);
    std::string found(begin.size(), '\0');
    file.read(found.data(), static_cast<std::streamsize>(found.size()));
    return found == begin;
}

/// As Python writes it, byte for byte but for how numbers are written.
std::string head_of(const SavedSession& session) {
    ordered_json repeats;
    if (session.options.near_repeat) {
        const crims::NearRepeatChoice& choice = *session.options.near_repeat;
        for (const std::optional<double>& given :
             {choice.ratio, choice.mean_lag_days, choice.spread, choice.same_place}) {
            repeats.push_back(given ? ordered_json(*given) : ordered_json());
        }
    }
    const ordered_json options = {{"placement", placement_name(session.options.placement)},
                                  {"near_repeat", repeats},
                                  {"dispersion", session.options.dispersion},
                                  {"base", session.base_loading}};
    return fmt::format(R"({{"saved": "{}", "model": {}, "options": {}}})", saved_format,
                       json(session.model).dump(), options.dump());
}

} // namespace

const char* placement_name(crims::Placement placement) {
    const auto* const found =
        std::find_if(placements.begin(), placements.end(),
                     [placement](const auto& known) { return known.first == placement; });
    return found->second;
}

SavedSession read_session(const std::string& path) {
    std::ifstream file(toolkit::native_path(path), std::ios::binary);
    if (!file) {
        throw DataError(fmt::format(
            "{}: cannot be opened: there is no such file, or it may not be read", path));
    }
    std::string head;
    std::getline(file, head);
    std::string state(std::istreambuf_iterator<char>(file), {});
    try {
        return session_of(json::parse(head), std::move(state));
    } catch (const std::exception&) {
        throw DataError(fmt::format(
            "{}: this is not a saved simulation; name a file that a request \"save\" has written",
            path));
    }
}

void write_session(const std::string& path, const SavedSession& session) {
    if (path == "-" || toolkit::OutputFile::is_device(path)) {
        throw DataError(fmt::format("{}: a simulation is saved in a file, not in a stream", path));
    }
    if (toolkit::holds_content(path) && !begins_as_session(path)) {
        throw DataError(fmt::format(
            "{}: this file holds something else than a saved simulation, and is not replaced; give another name",
            path));
    }
    toolkit::OutputFile file(path, head_of(session) + "\n" + session.state, true);
    file.publish();
}

} // namespace crims_tool
