// SPDX-License-Identifier: MIT
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <zlib.h>

#include "toolkit/files/zip_directory.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view local_mark = "PK\x03\x04"sv;
constexpr std::size_t local_size = 30;
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;

[[noreturn]] void refuse(const std::string& shown, const ZipEntry& entry, const char* why) {
    throw DataError(fmt::format("{}, {}: {}", shown, entry.name, why));
}

std::size_t two_bytes(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]) |
           static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 1])) << 8U;
}

/// The packed bytes, which follow a header of their own.
std::string_view packed_bytes(const ZipEntry& entry, std::string_view bytes,
                              const std::string& shown) {
    if (!bytes.starts_with(local_mark) || bytes.size() < local_size) {
        refuse(shown, entry, "the archive is damaged: no member begins there");
    }
    const std::size_t head = local_size + two_bytes(bytes, 26) + two_bytes(bytes, 28);
    if (head > bytes.size() || entry.packed > bytes.size() - head) {
        refuse(shown, entry, "the archive is damaged: the member is longer than its place");
    }
    return bytes.substr(head, entry.packed);
}

/// Ends what zlib began.
struct RawInflater {
    z_stream stream{};
    bool ready = inflateInit2(&stream, -MAX_WBITS) == Z_OK; // a raw stream, without zlib's header

    RawInflater() = default;
    RawInflater(const RawInflater&) = delete;
    RawInflater(RawInflater&&) = delete;
    RawInflater& operator=(const RawInflater&) = delete;
    RawInflater& operator=(RawInflater&&) = delete;

    ~RawInflater() { inflateEnd(&stream); }
};

/// Empty, or shorter than `size`, if it is damaged.
std::string inflated(std::string_view packed, std::size_t size) {
    std::string content(size, '\0');
    RawInflater inflater;
    z_stream& stream = inflater.stream;
    // zlib takes what it only reads as not const
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data())); // NOLINT
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(content.data());
    stream.avail_out = static_cast<uInt>(content.size());
    const bool is_whole = inflater.ready && inflate(&stream, Z_FINISH) == Z_STREAM_END;
    content.resize(is_whole ? stream.total_out : 0);
    return content;
}

} // namespace

std::uint32_t crc32_of(std::string_view content) {
    return static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size()));
}

std::string unpacked(const ZipEntry& entry, std::string_view bytes, const std::string& shown) {
    constexpr std::uint64_t largest = std::uint64_t{1} << 30U;
    if (entry.encrypted) {
        refuse(shown, entry, "it is encrypted");
    }
    if (entry.method != stored && entry.method != deflated) {
        refuse(shown, entry, "it is packed by another method than deflate");
    }
    if (entry.size > largest || entry.packed > largest) {
        refuse(shown, entry, "it is larger than 1 GiB");
    }
    const std::string_view packed = packed_bytes(entry, bytes, shown);
    std::string content =
        entry.method == stored ? std::string(packed) : inflated(packed, entry.size);
    if (content.size() != entry.size || crc32_of(content) != entry.crc) {
        refuse(shown, entry,
               "it is damaged: its content has another checksum than the archive tells");
    }
    return content;
}

} // namespace toolkit
