// SPDX-License-Identifier: MIT
#pragma once

// Sections that several messages have.

#include "wdd/message.hpp"

namespace wdd {

/// The evidence in the paper's words, what it is evidence of, and the numbers.
Section verdict_section(const Evaluation& evaluation);

Section periods_section(const StudyPeriods& periods);

/// The eight counts, and what they say of displacement.
Section counts_section(const Evaluation& evaluation);

} // namespace wdd
