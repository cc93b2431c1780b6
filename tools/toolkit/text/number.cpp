// SPDX-License-Identifier: MIT
#include "toolkit/text/number.hpp"

#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

std::optional<double> read_number(std::string_view text) noexcept {
    text = trimmed(text);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::uint64_t parse_integer(std::string_view text, std::string_view option, std::uint64_t least,
                            std::uint64_t most) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
        throw UsageError(fmt::format("⟨{}⟩ '{}': expected a whole number from {} to {}", option,
                                     text, least, most));
    }
    return value;
}

std::uint64_t parse_seed(std::string_view text) {
    return parse_integer(text, "--seed", 0, std::numeric_limits<std::uint64_t>::max());
}

} // namespace toolkit
