// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace toolkit {

/// A text as XML and HTML want it: visible, and & < > " ' are written as entities.
std::string xml_escaped(std::string_view text);

} // namespace toolkit
