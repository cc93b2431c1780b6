// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crims_tool {

/// Text from a stranger that is not what HTTP asks for. Status 400.
class BadQuery : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Names and values in the order of a query.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;

/// The percent signs of a text resolved; `plus_is_blank` as in forms. Throws BadQuery for what is
/// not a percent sign with two digits, for control characters, and for what is not UTF-8.
std::string percent_decoded(std::string_view text, bool plus_is_blank);

/// What follows the question mark of an address. Throws BadQuery as `percent_decoded` does, for
/// more than `most_parameters` of them, and for one without a name.
QueryParameters parse_query(std::string_view query);

/// A query that `parse_query` reads as the same.
std::string query_text(const QueryParameters& parameters);

inline constexpr std::size_t most_parameters = 32;

} // namespace crims_tool
