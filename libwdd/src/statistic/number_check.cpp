// SPDX-License-Identifier: MIT
#include "statistic/number_check.hpp"

#include "message/number_text.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

namespace wdd {

void refuse_number(std::string_view name, double value, std::string_view expected) {
    throw std::invalid_argument(std::string(name) + " is " + shortest(value) + ": expected " +
                                std::string(expected));
}

void require_not_negative(std::string_view name, double value) {
    if (!std::isfinite(value) || value < 0) {
        refuse_number(name, value, "a finite number that is 0 or more");
    }
}

void require_positive(std::string_view name, double value) {
    if (!std::isfinite(value) || value <= 0) {
        refuse_number(name, value, "a finite number above 0");
    }
}

} // namespace wdd
