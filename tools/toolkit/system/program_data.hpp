// SPDX-License-Identifier: MIT
#pragma once

namespace toolkit {

/// Lets GDAL, PROJ and the time zones find their data where these come with the program. Where the
/// system has them, they know the place.
void use_data_of_program();

} // namespace toolkit
