// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crims_tool/records/month_range.hpp"
#include "toolkit/command/console.hpp"
#include "toolkit/http/client.hpp"

namespace crims_tool {

/// An archive of data.police.uk holds this many months, its own among them.
inline constexpr int months_an_archive = 36;

/// The months of the archives that hold all months of a range, the newest first.
std::vector<crims::Month> archives_for(const MonthRange& months, crims::Month newest);

/// What is wanted of the archives.
struct ArchiveRequest {
    std::string address; ///< of the folder with the archives YYYY-MM.zip
    std::string force;   ///< any name that people use
    MonthRange months;
    crims::Month newest;
    std::string output; ///< folder
    bool overwrite = false;
};

/// A file of the result.
struct FetchedFile {
    std::string path; ///< below the output folder
    crims::Month month;
    std::uint64_t bytes = 0;
    std::string sha256;
    std::string archive; ///< address
    bool was_there = false;
};

/// An archive that something was fetched of.
struct FetchedArchive {
    std::string address;
    toolkit::RemoteFile file;
};

struct FetchedCrimes {
    std::string force; ///< slug
    std::vector<FetchedFile> files = {};
    std::vector<FetchedArchive> archives = {};
    std::vector<crims::Month> missing = {}; ///< that the archives do not have of the force
};

/// Fetches the force's street-level files by byte ranges, each into OUTPUT/YYYY-MM, as the archive
/// unpacks. A file appears when it is whole and its checksum is right; one that is there already,
/// with the checksum of the archive, stays as it is. OUTPUT/fetched.json notes each. Throws
/// toolkit::DataError.
FetchedCrimes fetch_crimes(const ArchiveRequest& request, toolkit::HttpClient& client,
                           toolkit::Console& console);

} // namespace crims_tool
