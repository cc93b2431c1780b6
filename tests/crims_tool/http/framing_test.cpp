// SPDX-License-Identifier: MIT
#include "crims_tool/http/framing.hpp"

#include <string>

#include <gtest/gtest.h>

namespace crims_tool {

namespace {

constexpr RequestLimits limits{.line = 40, .head = 60, .body = 5};

Framing state_of(const std::string& bytes) {
    return frame_of(bytes, limits).state;
}

TEST(RequestFrame, HeadOfTheLongestLengthMayComeInTwoPieces) {
    const std::string start = "GET / HTTP/1.1\r\nA: ";
    const std::string whole = start + std::string(limits.head - start.size(), 'a') + "\r\n\r\n";
    for (std::size_t size = 1; size < whole.size(); ++size) {
        EXPECT_EQ(state_of(whole.substr(0, size)), Framing::incomplete) << size;
    }
    EXPECT_EQ(state_of(whole), Framing::complete);
    EXPECT_EQ(state_of(start + std::string(limits.head, 'a')), Framing::head_too_large);
}

TEST(RequestFrame, TwoLengthsAreRefused) {
    EXPECT_EQ(state_of("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na"),
              Framing::bad);
    EXPECT_EQ(state_of("POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\na"), Framing::bad);
    EXPECT_EQ(state_of("POST / HTTP/1.1\r\nContent-Length : 1\r\n\r\na"), Framing::bad);
    EXPECT_EQ(state_of("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"),
              Framing::needs_length);
    EXPECT_EQ(state_of("POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\n"), Framing::body_too_large);
}

} // namespace

} // namespace crims_tool
