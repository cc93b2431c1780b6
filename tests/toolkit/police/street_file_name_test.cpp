// SPDX-License-Identifier: MIT
#include "toolkit/police/street_file_name.hpp"

#include <gtest/gtest.h>

using std::chrono::year;
using toolkit::ends_like_street_file_name;
using toolkit::parse_street_file_name;
using toolkit::StreetFileName;

TEST(StreetFileName, tells_month_and_force) {
    const StreetFileName expected{year(2020) / 11, "avon-and-somerset"};
    EXPECT_EQ(parse_street_file_name("2020-11-avon-and-somerset-street.csv"), expected);
    EXPECT_EQ(parse_street_file_name("2020-11-avon-and-somerset-street.csv.gz"), expected);
    EXPECT_EQ(parse_street_file_name("2018-01-btp-street.csv"),
              (StreetFileName{year(2018) / 1, "btp"}));
}

TEST(StreetFileName, of_other_files_tells_nothing) {
    for (const char* name : {"",
                             "-street.csv",
                             "2020-11-street.csv",
                             "2020-11--street.csv",
                             "2020-13-kent-street.csv",
                             "2020-00-kent-street.csv",
                             "202-011-kent-street.csv",
                             "2020-1-kent-street.csv",
                             "2020-11-kent-outcomes.csv",
                             "2020-11-kent-stop-and-search.csv",
                             "li-2018-04-city-of-london-street.csv",
                             "2020-11-kent-street.csv.zip",
                             "2020-11-kent-street.csv.gz.gz",
                             "2020-11-kent-street.CSV",
                             "2020-11-Kent-street.csv",
                             "2020-11-kent_x-street.csv",
                             "2020-11-kent--street.csv",
                             "2020-11--kent-street.csv",
                             "+020-11-kent-street.csv",
                             "2020 11-kent-street.csv",
                             "2020-11/kent-street.csv"}) {
        EXPECT_FALSE(parse_street_file_name(name)) << name;
    }
}

TEST(StreetFileName, that_only_ends_as_it_should_is_seen) {
    EXPECT_TRUE(ends_like_street_file_name("li-2018-04-city-of-london-street.csv"));
    EXPECT_TRUE(ends_like_street_file_name("x-street.csv.gz"));
    for (const char* copy :
         {"2020-11-kent-street (1).csv", "2020-11-kent-street(1).csv",
          "2020-11-kent-street - Copy.csv", "2020-11-kent-street - Copy (2).csv.gz"}) {
        EXPECT_TRUE(ends_like_street_file_name(copy)) << copy;
        EXPECT_FALSE(toolkit::parse_street_file_name(copy)) << copy;
    }
    EXPECT_FALSE(ends_like_street_file_name("2020-11-kent-streets.csv"));
    EXPECT_FALSE(ends_like_street_file_name("2020-11-kent-outcomes.csv"));
    EXPECT_FALSE(ends_like_street_file_name("street.txt"));
}
