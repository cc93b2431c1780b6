// SPDX-License-Identifier: MIT
#include "toolkit/text/place_text.hpp"

#include <algorithm>
#include <cmath>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/number.hpp"

namespace toolkit {

namespace {

constexpr std::string_view point = "POINT";

bool begins_with_point(std::string_view text) {
    constexpr unsigned char lower_bit = 0x20;
    return text.size() > point.size() &&
           std::equal(point.begin(), point.end(), text.begin(), [](char expected, char c) {
               return static_cast<unsigned char>(c | lower_bit) ==
                      static_cast<unsigned char>(expected | lower_bit);
           });
}

/// Without a pair of parentheses around it; no value for one parenthesis alone.
std::optional<std::string_view> unwrapped(std::string_view text) {
    const bool opens = text.starts_with('(');
    if (opens != text.ends_with(')')) {
        return std::nullopt;
    }
    return opens ? trimmed(text.substr(1, text.size() - 2)) : text;
}

/// Two finite numbers.
std::optional<Place> two_numbers(std::string_view first, std::string_view second) {
    const std::optional<double> x = read_number(first);
    const std::optional<double> y = read_number(second);
    if (!x || !y || !std::isfinite(*x) || !std::isfinite(*y)) {
        return std::nullopt;
    }
    return Place{*x, *y};
}

} // namespace

std::optional<Place> read_place(std::string_view text) noexcept {
    constexpr double most_latitude = 90;
    constexpr double most_longitude = 180;
    text = trimmed(text);
    const bool is_wkt = begins_with_point(text);
    const std::string_view rest = is_wkt ? trimmed(text.substr(point.size())) : text;
    const std::optional<std::string_view> inner = unwrapped(rest);
    if (!inner || (is_wkt && inner->size() == rest.size())) {
        return std::nullopt;
    }
    const std::size_t between = inner->find(is_wkt ? ' ' : ',');
    if (between == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view before = inner->substr(0, between);
    const std::string_view after = inner->substr(between + 1);
    if (is_wkt) {
        return two_numbers(before, after);
    }
    const std::optional<Place> place = two_numbers(after, before); // latitude comes first
    const bool are_degrees =
        place && std::abs(place->y) <= most_latitude && std::abs(place->x) <= most_longitude;
    return are_degrees ? place : std::nullopt;
}

} // namespace toolkit
