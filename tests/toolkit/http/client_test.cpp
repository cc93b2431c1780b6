// SPDX-License-Identifier: MIT
#include "toolkit/http/client.hpp"

#include <gtest/gtest.h>

using std::chrono::seconds;
using toolkit::HttpAnswer;
using toolkit::retry_after;

namespace {

std::optional<seconds> wait_for(const std::string& text) {
    const std::chrono::sys_days day(std::chrono::year(2026) / 11 / 28);
    return retry_after({.status = 503, .headers = {{"retry-after", text}}},
                       day + std::chrono::hours(12));
}

} // namespace

TEST(RetryAfter, IsSecondsOrADate) {
    EXPECT_EQ(wait_for("120"), seconds(120));
    EXPECT_EQ(wait_for("0"), seconds(0));
    EXPECT_EQ(wait_for("1.2"), seconds(2));
    EXPECT_EQ(wait_for("Sat, 28 Nov 2026 12:00:30 GMT"), seconds(30));
    EXPECT_EQ(wait_for("Sat, 28 Nov 2026 11:00:00 GMT"), seconds(0));
}

TEST(RetryAfter, IsNothingWhereItCannotBeUnderstood) {
    EXPECT_FALSE(retry_after({}, {}));
    for (const char* text : {"soon", "-1", "1e300", "nan", "28 Nov 2026"}) {
        EXPECT_FALSE(wait_for(text)) << text;
    }
}

TEST(HttpAnswer, HeadersAreFoundByTheirName) {
    const HttpAnswer answer{.headers = {{"etag", "\"a\""}}};
    EXPECT_EQ(answer.header("etag"), "\"a\"");
    EXPECT_EQ(answer.header("content-range"), "");
    EXPECT_EQ(toolkit::status_text(404), "404 Not Found");
    EXPECT_EQ(toolkit::status_text(418), "418");
}
