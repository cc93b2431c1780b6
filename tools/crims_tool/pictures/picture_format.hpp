// SPDX-License-Identifier: MIT
#pragma once

namespace crims_tool {

enum class PictureFormat { png, svg };

} // namespace crims_tool
