// SPDX-License-Identifier: MIT
#include "crims_tool/records/month_warnings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "crims/month_check.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;

/// Crimes of one type in each month, with or without a zone.
std::vector<std::uint64_t> totals_of(const crims::CrimeCounts& counts, std::size_t type) {
    std::vector<std::uint64_t> totals(counts.months);
    for (std::size_t m = 0; m < counts.months; ++m) {
        totals[m] = counts.unlocated[(type * counts.months) + m];
        for (std::size_t zone = 0; zone < counts.zones; ++zone) {
            totals[m] += counts.located[(((zone * counts.crime_types) + type) * counts.months) + m];
        }
    }
    return totals;
}

void add_odd(const std::string& type, const std::vector<std::uint64_t>& totals,
             const crims::CrimeCounts& counts, std::vector<OddMonth>& odd) {
    const std::vector<crims::MonthCheck> checks = crims::check_months(totals, counts.present);
    for (std::size_t m = 0; m < checks.size(); ++m) {
        if (checks[m].is_implausible()) {
            odd.push_back({type, counts.from + std::chrono::months(static_cast<int>(m)), totals[m],
                           checks[m].expected});
        }
    }
}

/// "2020-04 (16 where about 130 were expected)"
std::string odd_text(const OddMonth& odd) {
    return fmt::format("{} ({} where about {} were expected)", month_text(odd.month),
                       grouped_number(odd.crimes), grouped_number(odd.expected));
}

} // namespace

std::vector<OddMonth> stub_months(const RecordedCrimes& crimes) {
    constexpr double tenth = 10;
    std::vector<std::uint64_t> totals(crimes.present.size());
    for (const std::uint16_t month : crimes.month) {
        ++totals[month];
    }
    const std::vector<crims::MonthCheck> checks = crims::check_months(totals, crimes.present);
    std::vector<OddMonth> stubs;
    for (std::size_t m = 0; m < checks.size(); ++m) {
        if (checks[m].is_implausible() &&
            static_cast<double>(totals[m]) * tenth < checks[m].expected) {
            stubs.push_back({"", crimes.months.from + std::chrono::months(static_cast<int>(m)),
                             totals[m], checks[m].expected});
        }
    }
    return stubs;
}

std::string stub_months_warning(const std::vector<OddMonth>& stubs) {
    std::vector<std::string> texts;
    texts.reserve(stubs.size());
    for (const OddMonth& month : stubs) {
        texts.push_back(odd_text(month));
    }
    return texts.empty()
               ? ""
               : fmt::format("Implausible beside the other months: {}. So few crimes mean an "
                             "incomplete file: left out, as months without data.",
                             toolkit::listed(texts));
}

std::vector<OddMonth> odd_months(const crims::CrimeCounts& counts,
                                 const std::vector<std::string>& crime_types) {
    std::vector<std::uint64_t> all(counts.months);
    std::vector<OddMonth> of_types;
    for (std::size_t type = 0; type < crime_types.size(); ++type) {
        const std::vector<std::uint64_t> totals = totals_of(counts, type);
        std::transform(all.begin(), all.end(), totals.begin(), all.begin(), std::plus<>());
        add_odd(crime_types[type], totals, counts, of_types);
    }
    std::vector<OddMonth> odd;
    add_odd("", all, counts, odd);
    if (crime_types.size() > 1) {
        odd.insert(odd.end(), of_types.begin(), of_types.end());
    }
    return odd;
}

std::string odd_months_warning(const std::vector<OddMonth>& odd) {
    std::vector<std::string> texts;
    std::string type;
    for (const OddMonth& month : odd) {
        const bool named = month.crime_type == type && !texts.empty();
        type = month.crime_type;
        texts.push_back(
            named ? odd_text(month)
                  : fmt::format("{} in {}", type.empty() ? "all crimes" : type, odd_text(month)));
    }
    return texts.empty()
               ? ""
               : fmt::format(
                     "Implausible beside the other months: {}. Check for a lockdown, an incomplete file or a change of recording (a lasting change shows only where it begins). The model uses these months as they are: leave them out with ⟨--exclude-months⟩, or choose ⟨--from⟩ and ⟨--to⟩.",
                     toolkit::listed(texts));
}

std::string too_few_months_warning(const std::vector<std::uint8_t>& present) {
    const auto months = static_cast<std::size_t>(
        std::count_if(present.begin(), present.end(), [](std::uint8_t is) { return is != 0; }));
    return months >= crims::fewest_months_to_judge
               ? ""
               : fmt::format("Only {} {} data, so no month could be compared with others ({} are "
                             "needed): look at the counts of each month yourself.",
                             months, months == 1 ? "month has" : "months have",
                             crims::fewest_months_to_judge);
}

int months_beyond_data(const crims::Model& model, const MonthRange& months) {
    return std::max(crims::months_beyond_data(model, months.from),
                    crims::months_beyond_data(model, months.to));
}

std::string beyond_data_warning(const crims::Model& model, const MonthRange& months) {
    const int beyond = months_beyond_data(model, months);
    if (beyond <= crims::trend_reach) {
        return {};
    }
    const bool flat = std::all_of(model.trends.begin(), model.trends.end(),
                                  [](const crims::Trend& trend) { return trend.per_year == 0; });
    return fmt::format(
        "{} is up to {} months beyond the model's data ({}). {}. The model knows nothing of changes since.",
        months_text(months), beyond, months_text({model.data->first, model.data->last}),
        flat ? "It has no trend"
             : fmt::format("Its trends stay level from {} months before and after them",
                           crims::trend_reach));
}

std::string beyond_data_warning(const crims::Model& model, crims::Instant time) {
    const crims::Month month = crims::month_of(std::chrono::floor<std::chrono::days>(time));
    return beyond_data_warning(model, MonthRange{.from = month, .to = month});
}

} // namespace crims_tool
