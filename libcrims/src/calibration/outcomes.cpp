// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <utility>

#include "crims/calibration.hpp"

namespace crims {

namespace {

constexpr OutcomeMeaning identified = OutcomeMeaning::identified;
constexpr OutcomeMeaning not_identified = OutcomeMeaning::not_identified;

/// The outcome categories of data.police.uk, with the two spellings of its interface and download,
/// in lower case. What they say of a suspect is read from the Home Office's crime outcomes
/// framework: a community ("local") resolution has an offender; that prosecution, formal action or
/// further investigation is not in the public interest (outcomes 9, 10, 21) supposes a suspect, and
/// so does diversion instead of further action (22). Action by another body (20) supposes none.
/// Where a force has told of no outcome the site itself writes "Under investigation", and after
/// some months "Status update unavailable".
constexpr std::array<std::pair<std::string_view, OutcomeMeaning>, 30> meanings = {{
    {"action taken by another organisation", not_identified},
    {"action to be taken by another organisation", not_identified},
    {"awaiting court outcome", identified},
    {"court case unable to proceed", identified},
    {"court result unavailable", identified},
    {"defendant found not guilty", identified},
    {"defendant sent to crown court", identified},
    {"formal action is not in the public interest", identified},
    {"further action is not in the public interest", identified},
    {"further investigation is not in the public interest", identified},
    {"investigation complete; no suspect identified", not_identified},
    {"local resolution", identified},
    {"offender deprived of property", identified},
    {"offender fined", identified},
    {"offender given a caution", identified},
    {"offender given a drugs possession warning", identified},
    {"offender given a penalty notice", identified},
    {"offender given absolute discharge", identified},
    {"offender given community sentence", identified},
    {"offender given conditional discharge", identified},
    {"offender given penalty notice", identified},
    {"offender given suspended prison sentence", identified},
    {"offender ordered to pay compensation", identified},
    {"offender otherwise dealt with", identified},
    {"offender sent to prison", identified},
    {"status update unavailable", OutcomeMeaning::no_news},
    {"suspect charged", identified},
    {"suspect charged as part of another case", identified},
    {"unable to prosecute suspect", identified},
    {"under investigation", OutcomeMeaning::open},
}};

constexpr std::string_view blanks = " \t\r\n";

std::string_view without_leading_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text;
}

/// Whether a text is a name but for capitals and for the length of its blanks.
bool is(std::string_view text, std::string_view name) {
    for (const char wanted : name) {
        if (text.empty()) {
            return false;
        }
        const char c = text.front();
        if (wanted == ' ') {
            if (blanks.find(c) == std::string_view::npos) {
                return false;
            }
            text = without_leading_blanks(text);
            continue;
        }
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if (lower != wanted) {
            return false;
        }
        text.remove_prefix(1);
    }
    return without_leading_blanks(text).empty();
}

} // namespace

OutcomeMeaning outcome_meaning(std::string_view outcome) noexcept {
    outcome = without_leading_blanks(outcome);
    if (outcome.empty()) {
        return OutcomeMeaning::none;
    }
    const auto* const found =
        std::find_if(meanings.begin(), meanings.end(),
                     [outcome](const auto& meaning) { return is(outcome, meaning.first); });
    return found != meanings.end() ? found->second : OutcomeMeaning::never_seen;
}

} // namespace crims
