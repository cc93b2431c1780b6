// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace toolkit {

/// The encodings that the first bytes of a text show.
enum class Encoding : std::uint8_t { bytes, utf16_little, utf16_big };

/// UTF-16 by its byte order mark, or by a first letter of ASCII; else whatever it is.
Encoding encoding_of(std::string_view head) noexcept;

/// UTF-16 as UTF-8, without its byte order mark; no value for bytes that are not UTF-16.
std::optional<std::string> utf8_from_utf16(std::string_view bytes, Encoding encoding);

/// Without a byte order mark of UTF-8.
std::string_view without_mark(std::string_view text) noexcept;

} // namespace toolkit
