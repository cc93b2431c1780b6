// SPDX-License-Identifier: MIT
#include "crims_tool/options/expected_crimes.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

double expected_crimes(const std::string& model_path, const crims::Model& model,
                       const std::string& loading_text, const crims::Loading& loading,
                       const MonthRange& months,
                       const std::optional<crims::NearRepeatChoice>& near_repeat) {
    try {
        if (near_repeat) {
            return crims::expected_total(model, *near_repeat, loading, months.from, months.to);
        }
        return crims::expected_total(model, loading, months.from, months.to);
    } catch (const crims::ModelError& error) {
        throw toolkit::DataError(fmt::format("{}: {}", model_path, error.what()));
    } catch (const std::invalid_argument& error) {
        throw toolkit::DataError(fmt::format("⟨--loading⟩ {}: {}", loading_text, error.what()));
    }
}

} // namespace crims_tool
