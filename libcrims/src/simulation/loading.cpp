// SPDX-License-Identifier: MIT
#include "crims/loading.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <string_view>

namespace crims {

namespace {

void require_index(const std::optional<std::size_t>& index, std::size_t size,
                   std::string_view what) {
    if (index && *index >= size) {
        throw std::invalid_argument("a loading names " + std::string(what) + " number " +
                                    std::to_string(*index) + " of " + std::to_string(size));
    }
}

void check(const Model& model, const LoadingRule& rule) {
    if (!std::isfinite(rule.factor) || rule.factor < 0) {
        throw std::invalid_argument("a loading factor is " + std::to_string(rule.factor) +
                                    "; it must be 0 or above");
    }
    require_index(rule.zone, model.zones.size(), "zone");
    require_index(rule.crime_type, model.crime_types.size(), "crime type");
    require_index(rule.offence, model.offences.size(), "offence");
}

} // namespace

void check_loading(const Model& model, const Loading& loading) {
    for (const LoadingRule& rule : loading) {
        check(model, rule);
    }
}

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

} // namespace crims
