// SPDX-License-Identifier: MIT
#include "wdd_tool/result/measures_json.hpp"

#include "wdd_tool/result/json.hpp"

namespace wdd_tool {

nlohmann::ordered_json measures_json(const wdd::Measures& measures) {
    using Json = nlohmann::ordered_json;
    Json json{{"share_of_expected", number_or_null(measures.share_of_expected)},
              {"rate_ratio", nullptr},
              {"rate_ratio_low", nullptr},
              {"rate_ratio_high", nullptr},
              {"p_exact", nullptr},
              {"p_mid", nullptr},
              {"probability_of_reduction", number_or_null(measures.probability_of_reduction)},
              {"gross_effect", measures.quotients.gross_effect},
              {"net_effect", number_or_null(measures.quotients.net_effect)},
              {"displacement_quotient", number_or_null(measures.quotients.quotient)},
              {"total_net_effect", number_or_null(measures.quotients.total_net_effect)}};
    if (measures.rate_ratio) {
        json["rate_ratio"] = measures.rate_ratio->ratio;
        json["rate_ratio_low"] = measures.rate_ratio->low;
        json["rate_ratio_high"] = measures.rate_ratio->high;
    }
    if (measures.exact) {
        json["p_exact"] = measures.exact->p;
        json["p_mid"] = measures.exact->p_mid;
    }
    return json;
}

} // namespace wdd_tool
