// SPDX-License-Identifier: MIT
#include "toolkit/system/native_path.hpp"

namespace toolkit {

std::filesystem::path native_path(std::string_view path) {
    return {std::u8string(path.begin(), path.end())};
}

std::string path_text(const std::filesystem::path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

} // namespace toolkit
