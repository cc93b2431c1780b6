// SPDX-License-Identifier: MIT
#include <algorithm>
#include <vector>

#include <cpl_string.h>
#include <zlib.h>

#include "fuzzing.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/files/zip_directory.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/police/download.hpp"

namespace {

using fuzzing::require;
constexpr std::size_t limit = std::size_t{1} << 22U; // what unpacks to more tells nothing new

std::string gzipped(const std::string& content) {
    z_stream stream{};
    constexpr int gzip = 16;
    constexpr int memory = 8;
    require(deflateInit2(&stream, 1, Z_DEFLATED, MAX_WBITS + gzip, memory, Z_DEFAULT_STRATEGY) ==
            Z_OK);
    std::string packed(deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    require(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// What is unpacked is no more than may be; packed again, and twice in a row, it is the same.
void check_gzip(std::string_view content) {
    fuzzing::read_or_refuse([&] {
        const fuzzing::InputFile file("a.csv.gz", content);
        const std::string unpacked = toolkit::read_whole_file(file.path(), "a.csv.gz", limit);
        require(unpacked.size() <= limit);
        const std::string packed = gzipped(unpacked);
        const fuzzing::InputFile twice("b.csv.gz", packed + packed);
        require(toolkit::read_whole_file(twice.path(), "b.csv.gz", 2 * limit) ==
                unpacked + unpacked);
    });
}

/// The directory names whatever GDAL would list; the street files in it are read or refused.
void check_zip(std::string_view content) {
    const fuzzing::InputFile file("d.zip", content);
    fuzzing::read_or_refuse([&] {
        const auto members = toolkit::read_zip_directory(file.path(), "d.zip");
        require(members.size() * 46 <= content.size()); // a record's least size
    });
    fuzzing::read_or_refuse([&] {
        const toolkit::ZipSource archive{.size = content.size(),
                                         .read = [&](std::uint64_t begin, std::uint64_t end) {
                                             return std::string(content.substr(begin, end - begin));
                                         }};
        for (const toolkit::ZipEntry& entry : toolkit::read_zip_entries(archive, "d.zip")) {
            if (entry.begin > entry.end || entry.end > content.size() || entry.size > limit) {
                continue; // what whoever fetches would be refused
            }
            fuzzing::read_or_refuse([&] {
                const std::string member = toolkit::unpacked(
                    entry, content.substr(entry.begin, entry.end - entry.begin), "d.zip");
                require(member.size() == entry.size && toolkit::crc32_of(member) == entry.crc);
            });
        }
    });
    fuzzing::read_or_refuse([&] {
        for (const toolkit::StreetFile& street : toolkit::open_download(file.path()).files) {
            require(toolkit::read_whole_file(street.path, street.name, limit).size() <= limit);
        }
    });
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const toolkit::GdalErrors errors;
    const std::string_view content = fuzzing::text_of(data, size);
    check_gzip(content);
    check_zip(content);
    VSICurlClearCache(); // GDAL keeps archives' directories by name
    return 0;
}
