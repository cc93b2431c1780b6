// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <chrono>

namespace toolkit {

/// A file `YYYY-MM-<force>-street.csv` of a data.police.uk download.
struct StreetFile {
    std::chrono::year_month month =
        std::chrono::year_month(std::chrono::year(1970), std::chrono::January);
    std::string force; ///< slug: "avon-and-somerset"
    std::string path;  ///< what GDAL opens: /vsizip/..., a plain file; .gz is still packed
    std::string name;  ///< for messages: "2020-11.zip, 2020-11/2020-11-city-of-london-street.csv"
};

/// What a download holds of street-level files.
struct Download {
    std::vector<StreetFile> files; ///< in order of force and month
    std::vector<std::string>
        misnamed; ///< like "-street.csv", copies too, but tell no month and force
};

/// Lists a download: an archive .zip, the address of one (http, https), a folder that holds the
/// files at any depth, plain or gzipped, or one such file. Files of other kinds (outcomes,
/// stop-and-search) are left out. Throws DataError if there is nothing there, the archive
/// cannot be read, no street-level file is in it, a street-level member is encrypted or there
/// twice, or a force has a month twice (both are named).
Download open_download(const std::string& path);

/// Several downloads as one. No force may have a month in two of them.
Download open_downloads(const std::vector<std::string>& paths);

/// Whether a path or address is that of a download rather than of a layer: an address that ends in
/// .zip, an archive or a folder with street-level files in it (a folder also where GDAL finds
/// no layer in it), or such a file. Throws DataError for an archive that cannot be read.
bool is_download(const std::string& path);

/// The crimes of one file as columns; texts are numbered in order of their first appearance.
struct StreetCrimes {
    std::chrono::year_month month =
        std::chrono::year_month(std::chrono::year(1970), std::chrono::January);
    std::vector<std::string> crime_types; ///< in lower case
    std::vector<std::string> outcomes;    ///< as written; an empty one too, if there is any
    std::vector<std::string> lsoas;       ///< likewise
    std::vector<std::uint16_t> crime_type;
    std::vector<std::uint16_t> outcome;
    std::vector<std::uint32_t> lsoa;
    std::vector<double> longitude; ///< WGS 84; NaN: none is given
    std::vector<double> latitude;
    std::vector<std::uint64_t> id;   ///< a hash of the crime's id; 0: none is given
    std::vector<std::string> absent; ///< columns that older files lack; their values are empty
    std::string sha256;              ///< of the file's (unpacked) content

    std::size_t rows = 0; ///< of the file, also those that are not selected

    std::size_t size() const { return crime_type.size(); }
};

/// Reads a file whole; several threads may do so at once. Columns are found by name, in any order
/// and letter case, with or without a byte order mark. Crime ID, LSOA code and Last outcome
/// category may be absent, as in files of before 2013. Throws DataError that names the
/// file (and line) if it is truncated or corrupt, is empty, lacks a column (those there are listed)
/// or has one twice, is not UTF-8, has a row with more or fewer cells than the header or a
/// quotation mark that is not closed, or holds a coordinate or month that is none, no crime type,
/// or a month that is not the file's.
///
/// `where` is a condition on the file's columns in GDAL's SQL; empty: all crimes. Only those that
/// it selects are in the result. Throws DataError for one that cannot be used.
StreetCrimes read_street_file(const StreetFile& file, const std::string& where = {});

/// The slug of a force by any name people use: "West Yorkshire", "Avon & Somerset Constabulary",
/// "Metropolitan Police Service", "London, City of", the slug itself. Throws DataError
/// that offers the nearest of `slugs` if it is none of them; `holder` is what has them.
std::string find_force(const std::string& name, const std::vector<std::string>& slugs,
                       const std::string& holder = "the download");

/// The name people use for a slug: "Avon and Somerset".
std::string force_name(const std::string& slug);

} // namespace toolkit
