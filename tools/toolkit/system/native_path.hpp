// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace toolkit {

/// A path of ours, which is UTF-8, for std::filesystem. (It takes plain text as the system does: on
/// Windows libstdc++ makes a character of each byte.)
std::filesystem::path native_path(std::string_view path);

/// The other way round.
std::string path_text(const std::filesystem::path& path);

} // namespace toolkit
