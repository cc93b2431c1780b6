// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace toolkit {

/// Letters to add, take away or change to make one text of the other (Levenshtein).
std::size_t edits(std::string_view a, std::string_view b);

/// The text that is nearest to another one, the first of several; empty if there is none at all.
std::string nearest(std::string_view text, const std::vector<std::string>& candidates);

} // namespace toolkit
