// SPDX-License-Identifier: MIT
#pragma once

namespace wdd {

/// Of all pages and the pictures in them: light and dark, telephone and paper. The colours of
/// curves are near those of Okabe and Ito, which people tell apart whatever colours they see; no
/// meaning hangs on colour alone.
extern const char* const style_sheet;

} // namespace wdd
