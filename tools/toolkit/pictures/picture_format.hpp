// SPDX-License-Identifier: MIT
#pragma once

namespace toolkit {

enum class PictureFormat { png, svg };

} // namespace toolkit
