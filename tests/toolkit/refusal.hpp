// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

/// What an attempt is refused with; "accepted" if it is not.
template<class Error = std::invalid_argument, class Attempt>
std::string refusal_of(const Attempt& attempt) {
    try {
        attempt();
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}
