// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crims/validation.hpp"
#include "crims_tool/validate/run.hpp"

namespace crims_tool {

/// How good a model is in one respect.
///
/// An error is good if it is small (3 % of all crime at most) or what chance alone would give (1.25
/// times its mean, or no more than nineteen in twenty replicates are off by); poor if it is above
/// 10 % and above twice that mean; else fair. Intervals
/// are good if they hold 85 % or more of what was observed, poor below 70 %.
enum class Grade : std::uint8_t { good, fair, poor, untested };

/// "good", "fair", "poor", "not tested".
std::string_view grade_name(Grade grade);

/// What the validation says in one respect, in plain words.
struct Finding {
    Grade grade = Grade::untested;
    std::string subject; ///< "Months"
    std::string text;    ///< a sentence or two
    /// Of a level: how far off on average, as a share of all crime, against chance, how many are
    /// inside their interval; empty: this is not about a level.
    std::vector<std::string> numbers = {};
    std::string remark = {}; ///< of a level: what its numbers do not say
};

std::vector<Finding> findings(const ModelValidation& validation);

/// "zone_crime_type", as in JSON.
std::string_view level_name(crims::ValidationLevel level);

/// "zones by crime type".
std::string_view level_text(crims::ValidationLevel level);

/// Simulated over observed, less one: +0.1 for 10 % too many. NaN: none was observed.
double relative_error(const crims::ValidationGroup& group);

/// Numbers of the groups, those first whose simulated mean is furthest from the observed number.
std::vector<std::size_t> by_error(const std::vector<crims::ValidationGroup>& groups);

/// The same by the relative error; those without any observed first.
std::vector<std::size_t> by_relative_error(const std::vector<crims::ValidationGroup>& groups);

/// Half the sum of the differences: the share of crime that is simulated in another group than it
/// was observed in. For groups that are shares.
double misplaced(const std::vector<crims::ValidationGroup>& shares);

/// What the numbers rest on, for the head of a report: months, crimes, zones, replicates.
std::vector<std::string> basis(const ModelValidation& validation);

/// That some months are among those the model was made from; empty if none is.
std::string in_sample_text(const ModelValidation& validation);

} // namespace crims_tool
