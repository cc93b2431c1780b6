// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "toolkit/police/download.hpp"

namespace crims_tool {

/// Something with street-level crimes: an archive, or the files that lie in the folder themselves.
struct FoundDownload {
    std::string path = {}; ///< empty: files of the folder
    std::vector<toolkit::StreetFile> files = {};
};

enum class ZoneLevel : std::uint8_t { msoa, lsoa };

/// A layer of polygons, and its field with codes or names.
struct FoundLayer {
    std::string reference = {}; ///< PATH or PATH|layername=NAME
    std::string field = {};
    ZoneLevel level = ZoneLevel::msoa;
};

/// What lies in a folder, known by its content: file names do not matter, but for street-level
/// files. All in order of their paths.
struct DataFolder {
    std::string path = {};
    std::vector<FoundDownload> downloads = {};
    std::vector<FoundLayer> zones = {};       ///< with a field like MSOA11CD or LSOA21CD
    std::vector<FoundLayer> forces = {};      ///< with a field like PFA20NM
    std::vector<std::string> lookups = {};    ///< columns LSOA and MSOA
    std::vector<std::string> offences = {};   ///< police-recorded crime by force and offence
    std::vector<std::string> categories = {}; ///< the offences in each crime type
    std::vector<std::string> rhythms = {};    ///< weights of 21 periods a week
    std::vector<std::string> unreadable = {}; ///< why files were passed over
};

/// Looks at all files of a folder, at any depth, as far as their columns and fields go. Hidden ones
/// are left out. Nothing in them may reach the network. Throws toolkit::DataError if it is no
/// folder that can be read.
DataFolder look_into(const std::string& folder);

} // namespace crims_tool
