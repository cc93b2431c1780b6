// SPDX-License-Identifier: MIT
#include "toolkit/files/whole_file.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <string_view>

#include <fmt/format.h>
#include <zlib.h>

#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

constexpr std::string_view zlib_magic = "\x1f\x8b";

[[noreturn]] void refuse_damaged(const std::string& shown, std::string_view how) {
    throw DataError(
        fmt::format("{}: the file is truncated or damaged ({}); download it again", shown, how));
}

[[noreturn]] void refuse_large(const std::string& shown, std::size_t limit) {
    throw DataError(fmt::format(
        "{}: the file is larger than {} bytes, which is too much to read at once", shown, limit));
}

/// The size that an archive or a server tells; what is in the file system is read to its end.
std::size_t told_size(const std::string& path) {
    VSIStatBufL status{};
    const bool told =
        path.starts_with("/vsi") && VSIStatExL(path.c_str(), &status, VSI_STAT_SIZE_FLAG) == 0;
    return told ? static_cast<std::size_t>(status.st_size) : 0;
}

std::string read_bytes(const std::string& path, const std::string& shown, std::size_t limit) {
    const GdalErrors errors;
    const std::unique_ptr<VSILFILE, CloseFile> file(VSIFOpenL(path.c_str(), "rb"));
    if (!file) {
        throw DataError(fmt::format(
            "{}: the file does not exist, or you have no permission to read it", shown));
    }
    const std::size_t size = told_size(path);
    if (size > limit) {
        refuse_large(shown, limit);
    }
    constexpr std::size_t first_step = std::size_t{1} << 20;
    std::string bytes;
    std::size_t got = 0;
    std::size_t step = size == 0 ? first_step : size + 1; // one more to meet the end
    while (true) {
        bytes.resize(got + step);
        const std::size_t now = VSIFReadL(bytes.data() + got, 1, step, file.get());
        got += now;
        if (now < step) {
            break;
        }
        if (got > limit) {
            refuse_large(shown, limit);
        }
        step = got;
    }
    bytes.resize(got);
    // only of a file in the file system GDAL knows whether the end or an error was met
    const bool is_whole = size != 0 ? got == size : VSIFEofL(file.get()) != 0;
    if (errors.failed() || !is_whole) {
        refuse_damaged(shown, errors.first_failure("it ends too early"));
    }
    return bytes;
}

/// zlib's state for unpacking a file of one or more gzip members.
class Inflater {
  public:
    explicit Inflater(std::string_view packed) {
        // zlib takes what it only reads as not const
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data())); // NOLINT
        m_stream.avail_in = static_cast<uInt>(packed.size());
        constexpr int gzip_only = 16;
        m_ready = inflateInit2(&m_stream, MAX_WBITS + gzip_only) == Z_OK;
    }

    ~Inflater() { inflateEnd(&m_stream); }

    Inflater(const Inflater&) = delete;
    Inflater(Inflater&&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    Inflater& operator=(Inflater&&) = delete;

    bool ready() const { return m_ready; }

    /// Unpacks into a buffer; adds to `written`. zlib compares each member's checksum and size.
    int fill(std::string& buffer, std::size_t& written) {
        m_stream.next_out = reinterpret_cast<Bytef*>(buffer.data() + written); // NOLINT
        const auto room = static_cast<uInt>(buffer.size() - written);
        m_stream.avail_out = room;
        const int result = inflate(&m_stream, Z_NO_FLUSH);
        written += room - m_stream.avail_out;
        return result;
    }

    std::string_view rest() const {
        return {reinterpret_cast<const char*>(m_stream.next_in), m_stream.avail_in}; // NOLINT
    }

    bool next_member() { return inflateReset(&m_stream) == Z_OK; }

  private:
    z_stream m_stream{};
    bool m_ready = false;
};

/// What the last four bytes of a gzip file say: its unpacked size, if it is honest and small.
std::size_t size_hint(std::string_view packed, std::size_t limit) {
    constexpr std::size_t trailer = 4;
    constexpr unsigned bits = 8;
    std::size_t size = 0;
    for (std::size_t i = 0; i < trailer && packed.size() >= trailer; ++i) {
        size |= std::size_t{static_cast<unsigned char>(packed[packed.size() - trailer + i])}
                << (bits * i);
    }
    constexpr std::size_t usual_ratio = 20;
    return std::min({size, limit, usual_ratio * packed.size()}) + 1; // one more to meet the end
}

std::string unpacked(std::string_view packed, const std::string& shown, std::size_t limit) {
    if (!packed.starts_with(zlib_magic)) {
        throw DataError(
            fmt::format("{}: the file is not gzipped, although its name ends in .gz", shown));
    }
    Inflater inflater(packed);
    if (!inflater.ready()) {
        throw std::bad_alloc();
    }
    std::string content(size_hint(packed, limit), '\0');
    std::size_t written = 0;
    while (true) {
        const int result = inflater.fill(content, written);
        if (written > limit) {
            refuse_large(shown, limit);
        }
        if (result == Z_STREAM_END) {
            const std::string_view rest = inflater.rest();
            if (rest.find_first_not_of('\0') == std::string_view::npos) { // padding is allowed
                break;
            }
            if (!rest.starts_with(zlib_magic) || !inflater.next_member()) {
                refuse_damaged(shown, "something follows its end");
            }
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            refuse_damaged(shown, "its content does not unpack");
        } else if (written < content.size()) { // all is read, and there is room
            refuse_damaged(shown, "it ends too early");
        }
        if (written == content.size()) {
            content.resize(2 * written);
        }
    }
    content.resize(written);
    return content;
}

} // namespace

std::string read_whole_file(const std::string& path, const std::string& shown, std::size_t limit) {
    std::string bytes = read_bytes(path, shown, limit);
    return path.ends_with(".gz") ? unpacked(bytes, shown, limit) : bytes;
}

MemoryFile::MemoryFile(std::string& content)
    : m_path(fmt::format("/vsimem/crimekit-{}", static_cast<const void*>(this))) {
    auto* bytes = reinterpret_cast<GByte*>(content.data()); // NOLINT: GDAL reads characters so
    VSIFCloseL(VSIFileFromMemBuffer(m_path.c_str(), bytes, content.size(), FALSE));
}

MemoryFile::~MemoryFile() {
    VSIUnlink(m_path.c_str());
}

} // namespace toolkit
