// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "number_text.hpp"

namespace wdd {

/// Throws std::invalid_argument: "pre_treated is -1: expected ...".
[[noreturn]] inline void refuse(std::string_view name, double value, std::string_view expected) {
    throw std::invalid_argument(std::string(name) + " is " + shortest(value) + ": expected " +
                                std::string(expected));
}

} // namespace wdd
