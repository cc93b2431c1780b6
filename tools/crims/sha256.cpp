// SPDX-License-Identifier: MIT
#include "sha256.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include <cpl_vsi.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>

#include "common/whole_file.hpp"

namespace crims_tool {

namespace {

std::string digest_text(sha256_ctx& state) {
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&state, digest.size(), digest.data());
    std::string text(BASE16_ENCODE_LENGTH(SHA256_DIGEST_SIZE), '\0');
    base16_encode_update(text.data(), digest.size(), digest.data());
    return text;
}

} // namespace

std::string sha256_of(std::string_view content) {
    sha256_ctx state{};
    sha256_init(&state);
    sha256_update(&state, content.size(), reinterpret_cast<const std::uint8_t*>(content.data()));
    return digest_text(state);
}

std::string sha256_of_file(const std::string& path) {
    VSIStatBufL status{};
    if (VSIStatL(path.c_str(), &status) != 0 || VSI_ISREG(status.st_mode) == 0) {
        return {};
    }
    const std::unique_ptr<VSILFILE, toolkit::CloseFile> file(VSIFOpenL(path.c_str(), "rb"));
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

} // namespace crims_tool
