// SPDX-License-Identifier: MIT
#include "toolkit/police/street_file_name.hpp"

#include <algorithm>

#include "toolkit/time/month.hpp"

namespace toolkit {

namespace {

constexpr std::string_view ending = "-street.csv";
constexpr std::string_view suffix = ".csv";
constexpr std::string_view packed = ".gz";
constexpr std::size_t month_length = 7; // YYYY-MM

std::string_view without_packing(std::string_view name) {
    return name.ends_with(packed) ? name.substr(0, name.size() - packed.size()) : name;
}

bool is_slug(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return !text.empty() && text.front() != '-' && text.back() != '-' &&
           std::all_of(text.begin(), text.end(), allowed);
}

} // namespace

std::optional<StreetFileName> parse_street_file_name(std::string_view name) {
    name = without_packing(name);
    if (!name.ends_with(ending) || name.size() < month_length + 1 + ending.size()) {
        return std::nullopt;
    }
    name.remove_suffix(ending.size());
    const auto month = read_month(name.substr(0, month_length));
    const std::string_view force = name.substr(month_length + 1);
    if (!month || name[month_length] != '-' || !is_slug(force)) {
        return std::nullopt;
    }
    return StreetFileName{*month, std::string(force)};
}

bool ends_like_street_file_name(std::string_view name) {
    // Windows names a copy "... (1).csv" or "... - Copy.csv", and a copy of that "... - Copy
    // (2).csv".
    const std::string_view plain = without_packing(name);
    const std::size_t street = plain.rfind(ending.substr(0, ending.size() - suffix.size()));
    if (street == std::string_view::npos || !plain.ends_with(suffix)) {
        return false;
    }
    const std::size_t after = street + ending.size() - suffix.size();
    const std::string_view more = plain.substr(after, plain.size() - suffix.size() - after);
    return more.empty() || more.front() == ' ' || more.front() == '(' || more.front() == '-';
}

} // namespace toolkit
