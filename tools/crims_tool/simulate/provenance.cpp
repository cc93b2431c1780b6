// SPDX-License-Identifier: MIT
#include "crims_tool/simulate/provenance.hpp"

#include <utility>

#include "toolkit/files/sha256.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using Json = nlohmann::ordered_json;

Json file_json(const std::string& path) {
    const std::string file = toolkit::layer_path(path);
    return {{"file", toolkit::without_password(file)}, {"sha256", toolkit::sha256_of_file(file)}};
}

Json loading_json(const std::string& loading) {
    if (loading.empty()) {
        return nullptr;
    }
    if (const auto factor = toolkit::read_number(loading)) {
        return {{"factor", *factor}};
    }
    return file_json(loading);
}

} // namespace

Json provenance(const SimulatedRun& run) {
    Json json{{"simulated", true},
              {"note", "These crimes were drawn from a model. They did not happen."},
              {"made_by", "crims simulate"},
              {"version", CRIMEKIT_VERSION},
              {"model", file_json(run.model)},
              {"from", month_text(run.months.from)},
              {"to", month_text(run.months.to)},
              {"seed", run.seed},
              {"replicates", run.replicates},
              {"loading", loading_json(run.loading)},
              {"options", run.options}};
    constexpr std::size_t characters = 16;
    const std::string all = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    json["run"] = toolkit::sha256_of(all).substr(0, characters);
    return json;
}

} // namespace crims_tool
