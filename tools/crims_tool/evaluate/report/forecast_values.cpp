// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/forecast_values.hpp"

#include <limits>

namespace crims_tool {

std::array<NamedValue, forecast_values_a_row> forecast_values(const EvaluationResult& result,
                                                              const EvaluationRow& row) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const ForecastRow forecast = row.forecast.value_or(ForecastRow{});
    ForecastPower area = forecast.area;
    area.mean_width = row.forecast ? area.mean_width : none;
    const ForecastPower around = forecast.around.value_or(ForecastPower{});
    const ForecastPower together = forecast.together.value_or(ForecastPower{});
    const auto number = [&row](std::size_t count) {
        return row.forecast ? static_cast<double>(count) : none;
    };
    return {{{"forecast_replicates", number(result.table.forecasted())},
             {"forecast_undefined", number(forecast.undefined)},
             {"forecast_rate", area.reduction.value},
             {"forecast_se", area.reduction.error},
             {"forecast_percent", area.mean_percent.value},
             {"forecast_percent_se", area.mean_percent.error},
             {"forecast_width", area.mean_width},
             {"forecast_ring_increase", around.increase.value},
             {"forecast_ring_increase_se", around.increase.error},
             {"forecast_ring_decrease", around.reduction.value},
             {"forecast_ring_decrease_se", around.reduction.error},
             {"forecast_together_rate", together.reduction.value},
             {"forecast_together_se", together.reduction.error}}};
}

} // namespace crims_tool
