// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "crims/model.hpp"
#include "crims/simulator.hpp"
#include "crims/span_rates.hpp"
#include "crims_tool/evaluate/design/donors.hpp"

namespace crims_tool {

/// Finds the parts of the comparison areas and of rings of a width (0: none), and what share of
/// each cell's crimes happens in them.
void add_parts(Donors& donors, const crims::Model& model, crims::Placement placement, double width,
               std::span<const crims::ModelCell> cells);

} // namespace crims_tool
