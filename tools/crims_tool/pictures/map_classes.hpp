// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

namespace crims_tool {

/// Upper limits of the classes of a map but the last, ascending: class i holds what is above
/// limit i-1 and at most limit i, the last what is above all limits. Classes hold about equally
/// many of the values (quantiles); a limit is the roundest number that moves less than a quarter
/// of a class's values. Ties may leave fewer than `classes` classes, but none without a value.
/// Throws std::invalid_argument if there is no value, one is not finite or not above 0, or
/// `classes` is 0.
std::vector<double> class_limits(std::span<const double> values, std::size_t classes);

/// Which class a value is in, from 0.
std::size_t class_of(double value, std::span<const double> limits);

enum class ValueKind { whole, continuous };

/// "1 to 12", "13 to 40", "41 and more" for whole numbers; "up to 12", "12 to 40", "over 40" for
/// others. `smallest`, `largest` of the values.
std::vector<std::string> class_labels(std::span<const double> limits, double smallest,
                                      double largest, ValueKind kind);

/// "12,345", "0.25": all digits that `value` needs, thousands separated.
std::string number_label(double value);

/// "1 crime", "12,345 crimes".
std::string quantity_label(double count, const std::string& noun);

} // namespace crims_tool
