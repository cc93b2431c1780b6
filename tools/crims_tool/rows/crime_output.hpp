// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "crims/model.hpp"
#include "crims_tool/rows/crime_writer.hpp"

namespace crims_tool {

/// Refuses, before any work, an output that could not be written or whose ending names no format.
/// Throws toolkit::UsageError or toolkit::DataError.
void require_writable(const CrimeOutput& output);

/// The model must outlive the writer.
std::unique_ptr<CrimeWriter> open_crime_writer(const CrimeOutput& output,
                                               const crims::Model& model);

} // namespace crims_tool
