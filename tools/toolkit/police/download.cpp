// SPDX-License-Identifier: MIT
#include "toolkit/police/download.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <cpl_conv.h>
#include <cpl_http.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal.h>

#include "toolkit/files/zip_directory.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/police/street_file_name.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"

namespace toolkit {

namespace {

struct CloseFolder {
    void operator()(VSIDIR* folder) const { VSICloseDir(folder); }
};

/// Takes a file into the download if it is of the street level.
void take(Download& download, const std::string& path, const std::string& shown) {
    const std::string name = file_name_of(path);
    if (name.starts_with('.')) { // what macOS puts beside the files of an archive
        return;
    }
    if (std::optional<StreetFileName> parsed = parse_street_file_name(name)) {
        download.files.push_back({parsed->month, std::move(parsed->force), path, shown});
    } else if (ends_like_street_file_name(name)) {
        download.misnamed.push_back(shown);
    }
}

Download list_folder(const std::string& path) {
    Download download;
    std::string archive;
    try {
        for (const std::string& file : files_below(path)) {
            take(download, file, file);
            archive = ending_of(file) == ".zip" ? file : archive;
        }
    } catch (const UnreadableFolder& error) {
        throw DataError(
            fmt::format("{}: the folder cannot be read: {}", error.path(), error.what()));
    }
    if (download.files.empty() && !archive.empty()) {
        throw DataError(fmt::format(
            "{}: it holds archives, but no file YYYY-MM-FORCE-street.csv; name one of them, such as {}",
            path, archive));
    }
    return download;
}

/// Lists what GDAL takes for a folder; no value if it is none.
std::optional<Download> list_members(const std::string& root, const std::string& shown) {
    const std::unique_ptr<VSIDIR, CloseFolder> folder(VSIOpenDir(root.c_str(), -1, nullptr));
    if (!folder) {
        return std::nullopt;
    }
    Download download;
    while (const VSIDIREntry* entry = VSIGetNextDirEntry(folder.get())) {
        if (VSI_ISDIR(entry->nMode) == 0) {
            take(download, fmt::format("{}/{}", root, entry->pszName),
                 fmt::format("{}, {}", shown, entry->pszName));
        }
    }
    return download;
}

/// GDAL lists one of two members of a name, and reads noise of an encrypted one.
void require_plain_members(const std::string& opened, const std::string& shown) {
    std::set<std::string> names;
    for (const ZipMember& member : read_zip_directory(opened, shown)) {
        const std::string name = file_name_of(member.name);
        if (name.starts_with('.') ||
            (!parse_street_file_name(name) && !ends_like_street_file_name(name))) {
            continue;
        }
        if (member.encrypted) {
            throw DataError(fmt::format(
                "{}, {}: it is encrypted; unpack the archive with its password and name the folder",
                shown, member.name));
        }
        if (!names.insert(member.name).second) {
            throw DataError(fmt::format(
                "{}: two members of it are called {}; unpack the archive, keep the right one and name the folder",
                shown, member.name));
        }
    }
}

/// `opened` is the archive as GDAL opens it.
Download list_archive(const std::string& opened, const std::string& shown) {
    const GdalErrors errors;
    const std::string root = fmt::format("/vsizip/{{{}}}", opened); // in braces: any ending
    std::optional<Download> download = list_members(root, shown);
    if (errors.mentions("Range downloading")) {
        throw DataError(fmt::format(
            "{}: its server gives no parts of a file (byte ranges); download the archive and name the file",
            shown));
    }
    if (!download) {
        throw DataError(fmt::format(
            "{}: this is not a ZIP archive, or it is truncated; download it again", shown));
    }
    require_plain_members(opened, shown);
    return std::move(*download);
}

/// What the server says to a request for the first byte.
std::string reason_of_server(const std::string& address) {
    const GdalErrors errors;
    CPLStringList options;
    options.SetNameValue("HEADERS", "Range: bytes=0-0");
    options.SetNameValue("TIMEOUT", "30");
    options.SetNameValue("MAX_FILE_SIZE", "65536");
    CPLHTTPDestroyResult(CPLHTTPFetch(address.c_str(), options.List()));
    return errors.first_failure("the server answers no request for its size");
}

/// Limits how long a silent server is waited for, as far as the user has not. GDAL keeps such
/// settings for the whole program.
void wait_not_forever() {
    for (const auto& [setting, value] :
         {std::pair("GDAL_HTTP_CONNECTTIMEOUT", "30"), std::pair("GDAL_HTTP_LOW_SPEED_TIME", "30"),
          std::pair("GDAL_HTTP_LOW_SPEED_LIMIT", "1")}) {
        if (CPLGetConfigOption(setting, nullptr) == nullptr) {
            CPLSetConfigOption(setting, value);
        }
    }
}

Download list_address(const std::string& address) {
    const std::string shown = without_password(address);
    const std::string opened = "/vsicurl/" + address;
    wait_not_forever();
    VSIStatBufL status{};
    const GdalErrors errors; // its warnings do not help
    if (VSIStatExL(opened.c_str(), &status, VSI_STAT_EXISTS_FLAG) != 0) {
        throw DataError(fmt::format("{}: it cannot be got: {}", shown,
                                    without_password(reason_of_server(address))));
    }
    return list_archive(opened, shown);
}

bool is_address(const std::string& path) {
    return path.starts_with("http://") || path.starts_with("https://");
}

bool is_street_file(const std::string& path) {
    return parse_street_file_name(file_name_of(path)).has_value();
}

Download list_any(const std::string& path) {
    if (is_address(path)) {
        return list_address(path);
    }
    VSIStatBufL status{};
    if (VSIStatL(path.c_str(), &status) != 0) {
        throw DataError(fmt::format("{}: there is no such archive or folder", path));
    }
    if (VSI_ISDIR(status.st_mode) != 0) {
        return path.starts_with("/vsi") ? list_members(path, path).value_or(Download{})
                                        : list_folder(path);
    }
    if (status.st_size == 0 && VSI_ISREG(status.st_mode) != 0) {
        throw DataError(fmt::format("{}: the file is empty", path));
    }
    if (is_street_file(path)) {
        Download download;
        take(download, path, path);
        return download;
    }
    if (lower_case(path).ends_with(".csv")) {
        throw DataError(fmt::format(
            "{}: the name is not that of a street file of data.police.uk, YYYY-MM-FORCE-street.csv; name an archive (.zip), a folder or such a file",
            path));
    }
    return list_archive(path, path);
}

auto force_and_month(const StreetFile& file) {
    return std::tie(file.force, file.month);
}

bool holds_street_files(const Download& download) {
    return !download.files.empty() || !download.misnamed.empty();
}

bool is_read_by_gdal(const std::string& path) {
    const GdalErrors errors;
    return GDALIdentifyDriverEx(path.c_str(), GDAL_OF_VECTOR, nullptr, nullptr) != nullptr;
}

/// Sorts the files. Throws for a month of a force that is there twice.
void put_in_order(Download& download) {
    std::vector<StreetFile>& files = download.files;
    std::sort(files.begin(), files.end(), [](const StreetFile& a, const StreetFile& b) {
        return std::tie(a.force, a.month, a.path) < std::tie(b.force, b.month, b.path);
    });
    std::sort(download.misnamed.begin(), download.misnamed.end());
    const auto twice = std::adjacent_find(files.begin(), files.end(),
                                          [](const StreetFile& a, const StreetFile& b) {
                                              return force_and_month(a) == force_and_month(b);
                                          });
    if (twice != files.end()) {
        throw DataError(fmt::format("{} and {} are the same month of one force; remove one",
                                    twice->name, std::next(twice)->name));
    }
}

Download found_download(const std::string& path) {
    Download download = list_any(path);
    if (download.files.empty()) {
        const std::string instead =
            download.misnamed.empty()
                ? ""
                : fmt::format(" ({} is named otherwise)", download.misnamed.front());
        throw DataError(fmt::format(
            "{}: no file in it is named YYYY-MM-FORCE-street.csv{}; give the download of data.police.uk as it comes",
            without_password(path), instead));
    }
    return download;
}

} // namespace

Download open_download(const std::string& path) {
    Download download = found_download(path);
    put_in_order(download);
    return download;
}

Download open_downloads(const std::vector<std::string>& paths) {
    Download all;
    for (const std::string& path : paths) {
        Download one = found_download(path);
        std::move(one.files.begin(), one.files.end(), std::back_inserter(all.files));
        std::move(one.misnamed.begin(), one.misnamed.end(), std::back_inserter(all.misnamed));
    }
    put_in_order(all);
    return all;
}

bool is_download(const std::string& path) {
    constexpr std::string_view archive = ".zip";
    const std::string name = lower_case(path);
    if (is_address(path)) {
        return name.ends_with(archive);
    }
    VSIStatBufL status{};
    if (VSIStatL(path.c_str(), &status) != 0) {
        return false;
    }
    if (VSI_ISDIR(status.st_mode) != 0) {
        return !name.ends_with(".gdb") &&
               ((path.starts_with("/vsi")
                     ? holds_street_files(list_members(path, path).value_or(Download{}))
                     : holds_street_files(list_folder(path))) ||
                !is_read_by_gdal(path));
    }
    return is_street_file(path) || (name.ends_with(archive) && !is_read_by_gdal(path) &&
                                    holds_street_files(list_archive(path, path)));
}

} // namespace toolkit
