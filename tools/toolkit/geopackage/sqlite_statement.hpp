// SPDX-License-Identifier: MIT
#pragma once

#include "gpkg/statement.hpp"

namespace toolkit {

using gpkg::SqliteError;
using gpkg::Statement;

} // namespace toolkit
