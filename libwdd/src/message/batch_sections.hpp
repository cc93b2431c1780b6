// SPDX-License-Identifier: MIT
#pragma once

// Sections of the message about several areas.

#include <cstddef>
#include <optional>
#include <string>

#include "wdd/batch.hpp"

namespace wdd {

/// "12 areas".
std::string areas_text(std::size_t areas);

/// "In 12 areas together ".
std::string in_all_areas(std::size_t areas);

/// How many areas were evaluated.
std::size_t evaluated(const Batch& batch);

/// "95 % interval".
std::string interval_name(double confidence);

/// The forecast for all of them, or, without one, the plain test; which to trust.
Section together_section(const Batch& batch);

/// "3 % fewer incidents than expected in 3 areas together"; none where nothing could be tested.
std::optional<KeyNumber> together_key(const Batch& batch);

/// What the numbers of all areas together are made from; no blocks where there are none.
Section sum_section(const Batch& batch);

/// A row for each, and one for all together.
Section areas_section(const Batch& batch);

/// Each crime type over all areas, and the tests of single areas that hold for the whole list. The
/// batch has types.
Section types_section(const Batch& batch);

} // namespace wdd
