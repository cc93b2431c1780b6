// SPDX-License-Identifier: MIT
#include "toolkit/files/sha256.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include <cpl_vsi.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>

#include "toolkit/files/whole_file.hpp"

namespace toolkit {

namespace {

std::string digest_text(sha256_ctx& state) {
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&state, digest.size(), digest.data());
    std::string text(BASE16_ENCODE_LENGTH(SHA256_DIGEST_SIZE), '\0');
    base16_encode_update(text.data(), digest.size(), digest.data());
    return text;
}

bool is_file(const std::string& path) {
    VSIStatBufL status{};
    return VSIStatL(path.c_str(), &status) == 0 && VSI_ISREG(status.st_mode) != 0;
}

/// The archive that a path leads into ("/vsizip/zones.zip/msoa.shp", "/vsizip/{zones.zip}/..."), or
/// the path itself; empty for an archive behind an address, of which only a part is fetched.
std::string archive_of(const std::string& path) {
    constexpr std::array<std::string_view, 3> prefixes{"/vsizip/", "/vsitar/", "/vsigzip/"};
    const auto* const prefix =
        std::find_if(prefixes.begin(), prefixes.end(),
                     [&path](std::string_view start) { return path.starts_with(start); });
    if (prefix == prefixes.end()) {
        return path;
    }
    std::string inner = path.substr(prefix->size());
    if (inner.starts_with('{')) {
        inner = inner.substr(1, inner.rfind('}') - 1);
    }
    if (std::string deeper = archive_of(inner); deeper != inner) {
        return deeper;
    }
    if (inner.starts_with("/vsi")) {
        return {};
    }
    // The archive is the first of the path's parts that is a file.
    for (std::size_t slash = inner.find('/', 1); slash != std::string::npos;
         slash = inner.find('/', slash + 1)) {
        if (std::string part = inner.substr(0, slash); is_file(part)) {
            return part;
        }
    }
    return inner;
}

} // namespace

std::string sha256_of(std::string_view content) {
    sha256_ctx state{};
    sha256_init(&state);
    sha256_update(&state, content.size(), reinterpret_cast<const std::uint8_t*>(content.data()));
    return digest_text(state);
}

std::string sha256_of_file(const std::string& path) {
    const std::string whole = archive_of(path);
    if (!is_file(whole)) {
        return {};
    }
    const std::unique_ptr<VSILFILE, CloseFile> file(VSIFOpenL(whole.c_str(), "rb"));
    if (!file) {
        return {};
    }
    sha256_ctx state{};
    sha256_init(&state);
    constexpr std::size_t chunk = std::size_t{1} << 20;
    std::vector<std::uint8_t> buffer(chunk);
    while (const std::size_t read = VSIFReadL(buffer.data(), 1, buffer.size(), file.get())) {
        sha256_update(&state, read, buffer.data());
    }
    return digest_text(state);
}

} // namespace toolkit
