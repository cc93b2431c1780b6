// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace toolkit {

// A path is text in UTF-8, on every system, as GDAL, SQLite and PROJ take it. What it means to the
// system only this room knows.

/// "crimes.gpkg" of "data/crimes.gpkg".
std::string file_name_of(std::string_view path);

/// "crimes" of "data/crimes.gpkg".
std::string stem_of(std::string_view path);

/// ".gpkg" of "data/crimes.gpkg", with its point and as it is written.
std::string ending_of(std::string_view path);

/// "data" of "data/crimes.gpkg"; empty where the path names no folder.
std::string folder_of(std::string_view path);

/// The file of that name in a folder; the name alone if the folder is empty, or it is absolute.
std::string in_folder(std::string_view folder, std::string_view name);

/// The same file with another ending, which has its point.
std::string with_ending(std::string_view path, std::string_view ending);

/// Seen from the root. Throws std::filesystem::filesystem_error if there is no current folder.
std::string absolute_path(std::string_view path);

/// The deepest folder that holds both: "/data/2024" and "/data/2025" have "/data".
std::string common_folder_of(std::string_view one, std::string_view other);

} // namespace toolkit
