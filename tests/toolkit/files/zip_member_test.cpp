// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>

#include "toolkit/files/zip_directory.hpp"
#include "toolkit/refusal.hpp"
#include "toolkit/text/errors.hpp"

using toolkit::crc32_of;
using toolkit::unpacked;
using toolkit::ZipEntry;

namespace {

/// A local header as ZIP has it, of a name and an extra field, and then the bytes.
std::string member_of(const std::string& bytes, const std::string& name = "a.csv",
                      const std::string& extra = "xxxx") {
    std::string head(30, '\0');
    head.replace(0, 4, "PK\x03\x04");
    head[26] = static_cast<char>(name.size());
    head[28] = static_cast<char>(extra.size());
    return head + name + extra + bytes;
}

ZipEntry entry_of(std::uint16_t method, const std::string& packed, const std::string& content) {
    ZipEntry entry;
    entry.name = "a.csv";
    entry.method = method;
    entry.crc = crc32_of(content);
    entry.packed = packed.size();
    entry.size = content.size();
    return entry;
}

std::string refused(const ZipEntry& entry, const std::string& bytes) {
    return refusal_of<toolkit::DataError>([&] { unpacked(entry, bytes, "d.zip"); });
}

/// "crime,crime,crime,crime\n" as a raw deflate stream.
const std::string content = "crime,crime,crime,crime\n";
const std::string deflated("\x4b\x2e\xca\xcc\x4d\xd5\x49\x46\x27\xb9\x00", 11);

} // namespace

TEST(Crc32, IsThatOfTheStandard) {
    EXPECT_EQ(crc32_of("123456789"), 0xCBF43926U); // the check value of CRC-32/ISO-HDLC
    EXPECT_EQ(crc32_of(""), 0U);
}

TEST(ZipMember, IsUnpackedAfterItsOwnHeader) {
    EXPECT_EQ(unpacked(entry_of(8, deflated, content), member_of(deflated) + "more", "d.zip"),
              content);
    EXPECT_EQ(unpacked(entry_of(0, content, content), member_of(content), "d.zip"), content);
    EXPECT_EQ(unpacked(entry_of(0, "", ""), member_of(""), "d.zip"), "");
}

TEST(ZipMember, ThatIsDamagedIsRefused) {
    std::string other = deflated;
    other[3] = static_cast<char>(other[3] ^ 4);
    EXPECT_NE(refused(entry_of(8, deflated, content), member_of(other)).find("d.zip, a.csv"),
              std::string::npos);
    const std::string cut = member_of(deflated).substr(0, 40);
    EXPECT_NE(refused(entry_of(8, deflated, content), cut).find("longer than its place"),
              std::string::npos);
    EXPECT_NE(refused(entry_of(8, deflated, content), "PK\x03").find("damaged"), std::string::npos);
    ZipEntry longer = entry_of(8, deflated, content);
    longer.size += 1;
    EXPECT_NE(refused(longer, member_of(deflated)).find("checksum"), std::string::npos);
}

TEST(ZipMember, ThatCannotBeUnpackedIsRefused) {
    ZipEntry entry = entry_of(12, deflated, content);
    EXPECT_NE(refused(entry, member_of(deflated)).find("another method"), std::string::npos);
    entry = entry_of(8, deflated, content);
    entry.encrypted = true;
    EXPECT_NE(refused(entry, member_of(deflated)).find("encrypted"), std::string::npos);
    entry = entry_of(8, deflated, content);
    entry.size = std::uint64_t{1} << 40U;
    EXPECT_NE(refused(entry, member_of(deflated)).find("1 GiB"), std::string::npos);
}
