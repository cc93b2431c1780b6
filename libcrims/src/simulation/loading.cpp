// SPDX-License-Identifier: MIT
#include "crims/loading.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "crims/limits.hpp"
#include "simulation/number_text.hpp"

namespace crims {

namespace {

/// Several rules, each within its range, can multiply to anything.
void check_products(const Model& model, const std::vector<double>& factors) {
    const auto beyond = std::find_if_not(factors.begin(), factors.end(), [](double factor) {
        return loading_range.contains(factor);
    });
    if (beyond == factors.end()) {
        return;
    }
    const auto at = static_cast<std::size_t>(beyond - factors.begin());
    const Offence& offence = model.offences[at % model.offences.size()];
    throw std::invalid_argument("zone '" + model.zones[at / model.offences.size()] +
                                "', crime type '" + model.crime_types[offence.crime_type] +
                                "', offence '" + offence.code +
                                "': the loading factors multiply to " + number_text(*beyond) +
                                "; they must stay " + range_text(loading_range));
}

std::string month_text(Month month) {
    const int number = calendar_month(month) + 1;
    return std::to_string(static_cast<int>(month.year())) + (number < 10 ? "-0" : "-") +
           std::to_string(number);
}

} // namespace

std::vector<double> loading_factors(const Model& model, const Loading& loading, Month month) {
    check_loading(model, loading);
    const std::size_t offences = model.offences.size();
    std::vector<double> factors(model.zones.size() * offences, 1);
    for (const LoadingRule& rule : loading) {
        if (rule.month.value_or(month) != month) {
            continue;
        }
        const std::size_t last_zone = rule.zone ? *rule.zone + 1 : model.zones.size();
        for (std::size_t zone = rule.zone.value_or(0); zone < last_zone; ++zone) {
            const std::size_t last = rule.offence ? *rule.offence + 1 : offences;
            for (std::size_t offence = rule.offence.value_or(0); offence < last; ++offence) {
                const std::size_t type = model.offences[offence].crime_type;
                if (rule.crime_type.value_or(type) == type) {
                    factors[(zone * offences) + offence] *= rule.factor;
                }
            }
        }
    }
    check_products(model, factors);
    return factors;
}

double expected_total(const Model& model, const Loading& loading, Month month) {
    const std::vector<double> factors = loading_factors(model, loading, month);
    double total = 0;
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        std::vector<double> of_type;
        for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
            of_type.push_back(expected_count(model, zone, type, month));
        }
        for (std::size_t o = 0; o < model.offences.size(); ++o) {
            const Offence& offence = model.offences[o];
            total += of_type[offence.crime_type] * offence.share *
                     factors[(zone * model.offences.size()) + o];
        }
    }
    return total;
}

double expected_total(const Model& model, const Loading& loading, Month first, Month last) {
    double sum = 0;
    for (Month month = first; month <= last; month += std::chrono::months(1)) {
        const double total = expected_total(model, loading, month);
        if (!(total <= most_expected_a_month)) {
            throw ModelError("it expects " + number_text(std::round(total)) + " crimes in " +
                             month_text(month) + "; at most " + number_text(most_expected_a_month) +
                             " a month can be simulated; check its rates, trends and loading");
        }
        sum += total;
    }
    return sum;
}

} // namespace crims
