// SPDX-License-Identifier: MIT
#include "toolkit/system/paths.hpp"

#include <algorithm>

#include "toolkit/system/native_path.hpp"

namespace toolkit {

std::string file_name_of(std::string_view path) {
    return path_text(native_path(path).filename());
}

std::string stem_of(std::string_view path) {
    return path_text(native_path(path).stem());
}

std::string ending_of(std::string_view path) {
    return path_text(native_path(path).extension());
}

std::string folder_of(std::string_view path) {
    return path_text(native_path(path).parent_path());
}

std::string in_folder(std::string_view folder, std::string_view name) {
    return path_text(native_path(folder) / native_path(name));
}

std::string with_ending(std::string_view path, std::string_view ending) {
    return path_text(native_path(path).replace_extension(native_path(ending)));
}

std::string absolute_path(std::string_view path) {
    return path_text(std::filesystem::absolute(native_path(path)));
}

std::string common_folder_of(std::string_view one, std::string_view other) {
    std::filesystem::path common = native_path(one);
    const std::filesystem::path folder = native_path(other);
    while (std::mismatch(common.begin(), common.end(), folder.begin(), folder.end()).first !=
           common.end()) {
        common = common.parent_path();
    }
    return path_text(common);
}

} // namespace toolkit
