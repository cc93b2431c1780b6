// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace toolkit {

/// Why a text is not a condition of its own, but would end or change the statement that it is put
/// into between parentheses: `1=1) or (1=1`, `1=1; DROP ...`, `1=1 --`. No value if it is one, as
/// far as parentheses, quotes and comments tell.
std::optional<std::string> breaks_out(std::string_view condition);

/// What to write in place of `date '2023-01-01'` or `timestamp '...'`, as ArcGIS has dates in its
/// conditions; empty where there is none.
std::string hint_on_dates(std::string_view condition);

/// NAME = 'Market Square'.
struct EqualText {
    std::string field;
    std::string text;
};

/// What a condition compares, in parentheses or not, if that is a field with a text and no more.
std::optional<EqualText> equal_text(std::string_view condition);

} // namespace toolkit
