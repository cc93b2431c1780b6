// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <utility>

#include "crims_tool/serve/page_files.hpp"

namespace crims_tool {

const PageFile* find_page_file(std::string_view name) {
    const std::span<const PageFile> files = page_files();
    const auto found = std::find_if(files.begin(), files.end(),
                                    [name](const PageFile& file) { return file.name == name; });
    return found == files.end() ? nullptr : &*found;
}

std::string_view media_type(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> types{
        {{".html", "text/html; charset=utf-8"},
         {".css", "text/css; charset=utf-8"},
         {".js", "text/javascript; charset=utf-8"},
         {".svg", "image/svg+xml"},
         {".json", "application/json"},
         {".webmanifest", "application/manifest+json"}}};
    for (const auto& [ending, type] : types) {
        if (name.ends_with(ending)) {
            return type;
        }
    }
    return "text/plain; charset=utf-8";
}

} // namespace crims_tool
