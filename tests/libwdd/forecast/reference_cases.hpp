// SPDX-License-Identifier: MIT
#pragma once

#include "libwdd/csv_rows.hpp"
#include "wdd/forecast.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace reference_cases {

/// One case of reference/forecast/vectors.json (by NumPy and SciPy) with the areas of its CSV.
struct Case {
    nlohmann::json expected;
    std::vector<wdd::AreaCounts> donors;
    wdd::AreaCounts treated;
    wdd::AreaCounts control; ///< zeros if the case has none
};

inline const std::string folder = REFERENCE_DIR "/forecast/";

inline wdd::AreaCounts counts_of(const csv_rows::Row& row) {
    return {.pre = row.number("pre"),
            .post = row.number("post"),
            .history = row.optional_number("longer_history_scaled")};
}

inline Case read_case(const nlohmann::json& expected) {
    Case result{.expected = expected, .donors = {}, .treated = {}, .control = {}};
    for (const csv_rows::Row& row :
         csv_rows::read(folder + expected.at("donors_file").get<std::string>())) {
        const std::string& role = row.text("role");
        if (role == "donor") {
            result.donors.push_back(counts_of(row));
        } else {
            (role == "treated" ? result.treated : result.control) = counts_of(row);
        }
    }
    return result;
}

/// Throws if the reference files are not there.
inline std::vector<Case> all() {
    std::ifstream file(folder + "vectors.json");
    const nlohmann::json vectors = nlohmann::json::parse(file);
    std::vector<Case> cases;
    for (const nlohmann::json& expected : vectors.at("cases")) {
        cases.push_back(read_case(expected));
    }
    return cases;
}

} // namespace reference_cases
