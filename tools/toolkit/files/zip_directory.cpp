// SPDX-License-Identifier: MIT
#include "toolkit/files/zip_directory.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>

#include <cpl_vsi.h>
#include <fmt/format.h>

#include "toolkit/files/whole_file.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

using namespace std::string_view_literals;

// PKWARE's APPNOTE, 4.3.12 to 4.3.16: all numbers are little endian.
constexpr std::string_view entry_mark = "PK\x01\x02"sv;
constexpr std::string_view end_mark = "PK\x05\x06"sv;
constexpr std::string_view end64_mark = "PK\x06\x06"sv;
constexpr std::string_view locator64_mark = "PK\x06\x07"sv;
constexpr std::size_t entry_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::size_t end64_size = 56;
constexpr std::size_t locator64_size = 20;
constexpr std::uint64_t in_end64 = 0xFFFFFFFF;

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t length) {
    std::uint64_t value = 0;
    for (std::size_t i = length; i > 0; --i) {
        value = value << 8U | static_cast<unsigned char>(bytes.at(at + i - 1));
    }
    return value;
}

[[noreturn]] void refuse(const std::string& shown) {
    throw DataError(
        fmt::format("{}: this is not a ZIP archive, or it is truncated; download it again", shown));
}

/// What does not fit into four bytes stands in the extra field with the number 1, in this order
/// (4.5.3).
void take_large_numbers(std::string_view extra, ZipEntry& entry) {
    constexpr std::size_t head = 4;
    while (extra.size() >= head) {
        const std::size_t size = number(extra, 2, 2);
        if (size > extra.size() - head) {
            return;
        }
        std::string_view values = extra.substr(head, size);
        for (std::uint64_t* value : {&entry.size, &entry.packed, &entry.begin}) {
            if (number(extra, 0, 2) == 1 && *value == in_end64 && values.size() >= 8) {
                *value = number(values, 0, 8);
                values.remove_prefix(8);
            }
        }
        extra.remove_prefix(head + size);
    }
}

ZipEntry entry_of(std::string_view bytes, std::size_t name, std::size_t extra) {
    constexpr std::uint64_t encrypted = 1;
    ZipEntry entry;
    entry.name = std::string(bytes.substr(entry_size, name));
    entry.encrypted = (number(bytes, 8, 2) & encrypted) != 0;
    entry.method = static_cast<std::uint16_t>(number(bytes, 10, 2));
    entry.crc = static_cast<std::uint32_t>(number(bytes, 16, 4));
    entry.packed = number(bytes, 20, 4);
    entry.size = number(bytes, 24, 4);
    entry.begin = number(bytes, 42, 4);
    take_large_numbers(bytes.substr(entry_size + name, extra), entry);
    return entry;
}

class DirectoryReader {
  public:
    DirectoryReader(const ZipSource& source, std::string shown)
        : m_source(source), m_size(source.size), m_shown(std::move(shown)) {}

    std::vector<ZipEntry> read() const {
        const Directory directory = find();
        const std::string bytes = read_at(directory.begin, directory.size);
        std::vector<ZipEntry> members;
        std::string_view rest = bytes;
        while (rest.starts_with(entry_mark) && rest.size() >= entry_size) {
            const std::size_t name = number(rest, 28, 2);
            const std::size_t extra = number(rest, 30, 2);
            const std::size_t whole = entry_size + name + extra + number(rest, 32, 2);
            if (whole > rest.size()) {
                refuse();
            }
            members.push_back(entry_of(rest, name, extra));
            rest.remove_prefix(whole);
        }
        if (!rest.empty()) {
            refuse();
        }
        set_ends(members, directory.begin);
        return members;
    }

  private:
    struct Directory {
        std::uint64_t begin = 0;
        std::uint64_t size = 0;
    };

    [[noreturn]] void refuse() const { toolkit::refuse(m_shown); }

    static void set_ends(std::vector<ZipEntry>& members, std::uint64_t directory) {
        std::vector<std::uint64_t> begins{directory};
        for (const ZipEntry& member : members) {
            begins.push_back(member.begin);
        }
        std::sort(begins.begin(), begins.end());
        for (ZipEntry& member : members) {
            const auto next = std::upper_bound(begins.begin(), begins.end(), member.begin);
            member.end = next == begins.end() ? std::max(directory, member.begin) : *next;
        }
    }

    std::string read_at(std::uint64_t begin, std::uint64_t size) const {
        if (begin > m_size || size > m_size - begin) {
            refuse();
        }
        std::string bytes = m_source.read(begin, begin + size);
        if (bytes.size() != size) {
            refuse();
        }
        return bytes;
    }

    /// The end record is at the end, but for a comment of at most 64 KiB.
    Directory find() const {
        constexpr std::uint64_t longest_comment = 0xFFFF;
        const std::uint64_t tail_size =
            std::min<std::uint64_t>(m_size, locator64_size + end_size + longest_comment);
        const std::string tail = read_at(m_size - tail_size, tail_size);
        const std::size_t end = tail.rfind(end_mark);
        if (end == std::string::npos || tail.size() - end < end_size) {
            refuse();
        }
        const Directory plain{.begin = number(tail, end + 16, 4),
                              .size = number(tail, end + 12, 4)};
        if (plain.begin == in_end64 || plain.size == in_end64) {
            return find_64(std::string_view(tail).substr(0, end));
        }
        // What stands before the archive, such as a program that unpacks it, shifts all of it.
        const std::uint64_t end_at = m_size - tail_size + end;
        if (plain.size > end_at) {
            refuse();
        }
        return {.begin = end_at - plain.size, .size = plain.size};
    }

    Directory find_64(std::string_view before_end) const {
        if (before_end.size() < locator64_size) {
            refuse();
        }
        const std::string_view locator = before_end.substr(before_end.size() - locator64_size);
        if (!locator.starts_with(locator64_mark)) {
            refuse();
        }
        const std::string end = read_at(number(locator, 8, 8), end64_size);
        if (!end.starts_with(end64_mark)) {
            refuse();
        }
        return {.begin = number(end, 48, 8), .size = number(end, 40, 8)};
    }

    const ZipSource& m_source;
    std::uint64_t m_size;
    std::string m_shown;
};

} // namespace

std::vector<ZipEntry> read_zip_entries(const ZipSource& archive, const std::string& shown) {
    return DirectoryReader(archive, shown).read();
}

std::vector<ZipMember> read_zip_directory(const std::string& path, const std::string& shown) {
    const GdalErrors errors;
    const std::unique_ptr<VSILFILE, CloseFile> file(VSIFOpenL(path.c_str(), "rb"));
    if (!file || VSIFSeekL(file.get(), 0, SEEK_END) != 0) {
        refuse(shown);
    }
    const ZipSource source{
        .size = VSIFTellL(file.get()), .read = [&file](std::uint64_t begin, std::uint64_t end) {
            std::string bytes(end - begin, '\0');
            const bool is_there = VSIFSeekL(file.get(), begin, SEEK_SET) == 0;
            bytes.resize(is_there ? VSIFReadL(bytes.data(), 1, bytes.size(), file.get()) : 0);
            return bytes;
        }};
    const std::vector<ZipEntry> entries = read_zip_entries(source, shown);
    return {entries.begin(), entries.end()};
}

} // namespace toolkit
