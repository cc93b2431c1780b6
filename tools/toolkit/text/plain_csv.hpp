// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace toolkit {

/// How much of a table shows how it is written.
inline constexpr std::size_t csv_sample_bytes = std::size_t{1} << 16;

/// From the first bytes of a table: whether it may be written in another way than with commas, with
/// points in numbers, in UTF-8 and with its header first. Throws as find_csv_dialect does.
bool may_need_rewriting(std::string_view head, bool is_whole);

/// A table as GDAL reads it: with commas, in UTF-8, its header first, and with points in the
/// numbers of columns where commas stand for them. A column is taken so if all of its values are
/// numbers and one of them cannot be a number with a thousands separator. No value where GDAL reads
/// the table as it is. Throws std::invalid_argument, with a text for the user and no file in it, as
/// find_csv_dialect does, for a quotation mark that is not closed, and for bytes that are no
/// UTF-16.
std::optional<std::string> rewritten_csv(std::string_view content);

} // namespace toolkit
