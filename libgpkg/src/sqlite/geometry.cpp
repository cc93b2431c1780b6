// SPDX-License-Identifier: MIT
#include "gpkg/geometry.hpp"

#include <bit>
#include <cstring>

namespace gpkg {

namespace {

constexpr std::uint32_t point_type = 1;
constexpr bool native_is_little = std::endian::native == std::endian::little;

std::uint32_t read_uint32(const std::byte* bytes, bool little_endian) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return little_endian == native_is_little ? value : __builtin_bswap32(value);
}

double read_double(const std::byte* bytes, bool little_endian) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    if (little_endian != native_is_little) {
        value = __builtin_bswap64(value);
    }
    return std::bit_cast<double>(value);
}

void write_uint32(std::byte* bytes, std::uint32_t value) {
    value = native_is_little ? value : __builtin_bswap32(value);
    std::memcpy(bytes, &value, sizeof value);
}

void write_double(std::byte* bytes, double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    const std::uint64_t value = native_is_little ? bits : __builtin_bswap64(bits);
    std::memcpy(bytes, &value, sizeof value);
}

} // namespace

std::span<const std::byte> geopackage_wkb(std::span<const std::byte> blob) {
    constexpr std::size_t fixed_header = 8;
    constexpr std::array<std::size_t, 8> envelope_bytes{0, 32, 48, 48, 64, 0, 0, 0};
    if (blob.size() < fixed_header || blob[0] != std::byte{'G'} || blob[1] != std::byte{'P'}) {
        return {};
    }
    const auto envelope = (std::to_integer<std::size_t>(blob[3]) >> 1U) & 7U;
    const std::size_t header = fixed_header + envelope_bytes.at(envelope);
    return blob.size() > header ? blob.subspan(header) : std::span<const std::byte>{};
}

std::optional<std::pair<double, double>> wkb_point(std::span<const std::byte> wkb) {
    constexpr std::size_t point_bytes = 1 + 4 + 2 * 8;
    constexpr std::uint32_t iso_dimension_step = 1000; // 1001 has Z, 2001 M, 3001 both
    if (wkb.size() < point_bytes) {
        return std::nullopt;
    }
    const bool little_endian = wkb[0] == std::byte{1};
    if (read_uint32(&wkb[1], little_endian) % iso_dimension_step != point_type) {
        return std::nullopt;
    }
    return std::pair{read_double(&wkb[5], little_endian), read_double(&wkb[13], little_endian)};
}

GeopackagePoint geopackage_point(double x, double y, std::int32_t srs_id) {
    constexpr std::byte little_endian{1};
    GeopackagePoint blob{std::byte{'G'}, std::byte{'P'}, std::byte{0}, little_endian};
    write_uint32(&blob[4], static_cast<std::uint32_t>(srs_id));
    blob[8] = little_endian;
    write_uint32(&blob[9], point_type);
    write_double(&blob[13], x);
    write_double(&blob[21], y);
    return blob;
}

} // namespace gpkg
