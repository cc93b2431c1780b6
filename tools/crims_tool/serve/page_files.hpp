// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

namespace crims_tool {

/// A file of the web page, from the folder `page`.
struct PageFile {
    std::string_view name; ///< "index.html"
    std::string_view content;
};

/// All of them. CMake writes what this returns.
std::span<const PageFile> page_files();

/// None of that name: nullptr.
const PageFile* find_page_file(std::string_view name);

/// The media type that the ending of a name tells.
std::string_view media_type(std::string_view name);

} // namespace crims_tool
