// SPDX-License-Identifier: MIT
#include "toolkit/system/program_data.hpp"

#include <array>
#include <string>

#include <cpl_conv.h>
#include <date/tz.h>
#include <ogr_srs_api.h>
#include <windows.h>

#include "toolkit/system/paths.hpp"
#include "toolkit/system/windows_text.hpp"

namespace toolkit {

namespace {

std::string data_folder(const char* name) {
    return in_folder(in_folder(folder_of(program_path()), "share"), name);
}

/// For what opens files by the C library, which takes names in the system's own code page: the
/// short name of what has no other in it.
std::string in_code_page(const std::string& path) {
    std::wstring name = wide(path);
    BOOL is_lossy = FALSE;
    const auto convert = [&](std::string& into) {
        return ::WideCharToMultiByte(CP_ACP, 0, name.c_str(), -1, into.data(),
                                     static_cast<int>(into.size()), nullptr,
                                     ::GetACP() == CP_UTF8 ? nullptr : &is_lossy);
    };
    std::string text(4 * longest_path, '\0');
    int size = convert(text);
    if (is_lossy != FALSE) {
        std::wstring shorter(longest_path, L'\0');
        shorter.resize(::GetShortPathNameW(name.c_str(), shorter.data(), longest_path));
        name = shorter.empty() ? name : shorter;
        size = convert(text);
    }
    text.resize(size > 0 ? static_cast<std::size_t>(size) - 1 : 0);
    return text;
}

} // namespace

void use_data_of_program() {
    const std::string proj = data_folder("proj");
    const std::array<const char*, 2> folders{proj.c_str(), nullptr};
    OSRSetPROJSearchPaths(folders.data());
    if (CPLGetConfigOption("GDAL_DATA", nullptr) == nullptr) {
        CPLSetConfigOption("GDAL_DATA", data_folder("gdal").c_str());
    }
    date::set_install(in_code_page(data_folder("tzdata")));
}

} // namespace toolkit
