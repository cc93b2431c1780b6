// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wdd_tool/placebo/families.hpp"
#include "wdd_tool/study/options.hpp"

namespace wdd_tool {

/// The options of `wdd placebo` as they are written.
struct PlaceboOptions {
    StudyOptions study;
    std::string dates;
    std::string date_step = "auto";
    std::string dates_from;
    std::string relocations = "0";
    std::string region;
    std::string region_where;
    std::string seed = "1";
    std::string candidates;
    std::string candidates_where;
    std::string candidates_field;
    double comparable = 2;
    std::string output;
    MessageFiles files;
};

/// The options that choose placebos: dates, relocations, candidates.
void declare_placebos(toolkit::OptionList& options, PlaceboOptions& o);

/// What the options choose.
struct PlaceboChoices {
    DateOptions dates = {};
    std::size_t relocations = 0;
    std::uint64_t seed = 1;
};

/// What they say together; no file is touched. Throws UsageError.
PlaceboChoices check_placebos(const PlaceboOptions& o);

} // namespace wdd_tool
