// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "wdd/batch.hpp"

namespace wdd {

namespace {

/// What all areas that were evaluated have, or nothing where one of them has another value.
template<class Value>
auto in_common(const Batch& batch, Value value_of)
    -> std::optional<decltype(value_of(*batch.areas.front().evaluation))> {
    std::optional<decltype(value_of(*batch.areas.front().evaluation))> common;
    for (const BatchArea& area : batch.areas) {
        if (area.evaluation) {
            const auto value = value_of(*area.evaluation);
            if (common && *common != value) {
                return std::nullopt;
            }
            common = value;
        }
    }
    return common;
}

/// The worst of the values so far, and nothing for good once one was undefined.
class Worst {
  public:
    void add(const std::optional<double>& value, bool is_worse_if_larger) {
        m_is_defined = m_is_defined && value;
        if (m_is_defined) {
            const bool is_worse =
                !m_worst ||
                (is_worse_if_larger ? *value > *m_worst : std::abs(*value) < std::abs(*m_worst));
            m_worst = is_worse ? value : m_worst;
        }
    }

    std::optional<double> value() const { return m_is_defined ? m_worst : std::nullopt; }

  private:
    std::optional<double> m_worst;
    bool m_is_defined = true;
};

} // namespace

std::optional<double> share_of_expected(const BatchSum& sum) {
    return sum.expected > 0 ? std::optional(sum.local.estimate / sum.expected) : std::nullopt;
}

CommonDesign common_design(const Batch& batch) {
    const auto period = [&batch](Period StudyPeriods::*which) {
        return in_common(batch, [which](const Evaluation& e) { return e.periods.value().*which; });
    };
    const auto weight = [&batch](double AreaWeights::*which) {
        return in_common(batch, [which](const Evaluation& e) { return e.weights.area.*which; });
    };
    return {
        .pre = period(&StudyPeriods::pre),
        .post = period(&StudyPeriods::post),
        .time_pre = in_common(
            batch, [](const Evaluation& e) { return e.weights.time.pre / e.weights.time.post; }),
        .area = {weight(&AreaWeights::treated), weight(&AreaWeights::control),
                 weight(&AreaWeights::treated_displacement),
                 weight(&AreaWeights::control_displacement)}};
}

SuitabilityOfAll suitability_of_all(const Batch& batch) {
    SuitabilityOfAll all;
    Worst area_difference;
    Worst count_difference;
    Worst correlation;
    for (const BatchArea& area : batch.areas) {
        if (area.evaluation && area.evaluation->suitability) {
            const Suitability& one = *area.evaluation->suitability;
            ++all.tested;
            all.passed += one.suitable() ? 1 : 0;
            area_difference.add(one.area_difference.actual, true);
            count_difference.add(one.count_difference.actual, true);
            correlation.add(one.correlation.actual, false);
        }
    }
    all.area_difference = area_difference.value();
    all.count_difference = count_difference.value();
    all.correlation = correlation.value();
    return all;
}

std::vector<std::string> left_out(const Batch& batch) {
    std::vector<std::string> names;
    for (const BatchArea& area : batch.areas) {
        if (!area.evaluation) {
            names.push_back(area.name);
        }
    }
    return names;
}

} // namespace wdd
