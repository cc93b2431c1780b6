// SPDX-License-Identifier: MIT
#include "wdd_tool/result/types_json.hpp"

#include "wdd_tool/result/json.hpp"

namespace wdd_tool {

using Json = nlohmann::ordered_json;

Json combined_json(const wdd::Combined& sum) {
    return {{"estimate", sum.total.estimate},
            {"se", sum.total.standard_error},
            {"z", number_or_null(sum.z)},
            {"p_one_tailed", number_or_null(sum.p_one_tailed)},
            {"ci_low", number_or_null(sum.ci_low)},
            {"ci_high", number_or_null(sum.ci_high)},
            {"evidence", wdd::evidence_name(sum.z, sum.evidence)}};
}

Json types_json(const wdd::TypesFinding& finding) {
    Json types = Json::array();
    for (const wdd::TypeResult& type : finding.types) {
        wdd::Evaluation evaluation;
        evaluation.counts = type.counts;
        evaluation.statistic = type.statistic;
        const Json whole = result_json(evaluation);
        types.push_back({{"type", type.type.empty() ? Json(nullptr) : Json(type.type)},
                         {"counts", whole.at("counts")},
                         {"local", whole.at("local")},
                         {"displacement", whole.at("displacement")},
                         {"total", whole.at("total")},
                         {"evidence", whole.at("evidence")},
                         {"p_holm", number_or_null(type.holm)},
                         {"q_benjamini_hochberg", number_or_null(type.benjamini_hochberg)},
                         {"weight", number_or_null(type.weight)}});
    }
    return types;
}

void add_types(Json& json, const wdd::TypesFinding& finding) {
    json["types"] = types_json(finding);
    if (finding.weighted) {
        json["weighted"] = combined_json(*finding.weighted);
        json["types_without_weight"] = wdd::types_without_weight(finding);
    }
}

} // namespace wdd_tool
