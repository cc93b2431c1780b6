// SPDX-License-Identifier: MIT
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/native_path.hpp"

namespace toolkit {

namespace fs = std::filesystem;

bool is_special_file(const std::string& path) {
    std::error_code ignored;
    const fs::file_status status = fs::status(native_path(path), ignored);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

bool is_read_once(const std::string& path) {
    std::error_code ignored;
    const fs::file_status status = fs::status(native_path(path), ignored);
    return fs::is_fifo(status) || fs::is_character_file(status);
}

} // namespace toolkit
