// SPDX-License-Identifier: MIT
#include "toolkit/police/download.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "toolkit/files/whole_file.hpp"
#include "toolkit/text/errors.hpp"

using toolkit::read_street_file;
using toolkit::StreetCrimes;
using toolkit::StreetFile;

namespace {

const std::string header =
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n";

/// A row with a value in each column that is read.
std::string row(const std::string& id, const std::string& longitude, const std::string& latitude,
                const std::string& lsoa, const std::string& type, const std::string& outcome) {
    return id + ",2020-11,Kent Police,Kent Police," + longitude + "," + latitude +
           ",On or near High Street," + lsoa + ",Ashford 001A," + type + "," + outcome + ",\n";
}

const std::string burglary =
    row("a1", "0.5", "51.5", "E01000001", "Burglary", "Under investigation");

StreetCrimes read(std::string content) {
    const toolkit::MemoryFile file(content);
    return read_street_file({.month = std::chrono::year(2020) / 11,
                             .force = "kent",
                             .path = file.path(),
                             .name = "kent.csv"});
}

std::string refusal(const std::string& content) {
    try {
        return "accepted, rows: " + std::to_string(read(content).size());
    } catch (const toolkit::DataError& error) {
        return error.what();
    }
}

} // namespace

TEST(StreetFile, gives_columns_with_numbered_texts) {
    const StreetCrimes crimes =
        read(header + burglary + row("", "", "", "", "Anti-social behaviour", "") +
             row("a1", "-0.25", "51", "E01000002", "Burglary", "Local resolution"));
    ASSERT_EQ(crimes.size(), 3U);
    EXPECT_EQ(crimes.month, std::chrono::year(2020) / 11);
    EXPECT_EQ(crimes.crime_types, (std::vector<std::string>{"burglary", "anti-social behaviour"}));
    EXPECT_EQ(crimes.crime_type, (std::vector<std::uint16_t>{0, 1, 0}));
    EXPECT_EQ(crimes.outcomes,
              (std::vector<std::string>{"Under investigation", "", "Local resolution"}));
    EXPECT_EQ(crimes.outcome, (std::vector<std::uint16_t>{0, 1, 2}));
    EXPECT_EQ(crimes.lsoas, (std::vector<std::string>{"E01000001", "", "E01000002"}));
    EXPECT_EQ(crimes.lsoa, (std::vector<std::uint32_t>{0, 1, 2}));
    EXPECT_EQ(crimes.longitude[0], 0.5);
    EXPECT_EQ(crimes.latitude[2], 51);
    EXPECT_TRUE(std::isnan(crimes.longitude[1]) && std::isnan(crimes.latitude[1]));
    EXPECT_NE(crimes.id[0], 0U);
    EXPECT_EQ(crimes.id[0], crimes.id[2]);
    EXPECT_EQ(crimes.id[1], 0U);
    EXPECT_TRUE(crimes.absent.empty());
}

TEST(StreetFile, is_the_same_with_any_line_end_order_of_columns_and_byte_order_mark) {
    const StreetCrimes plain = read(header + burglary);
    std::string windows = "\xef\xbb\xbf" + header + burglary;
    for (std::size_t at = 0; (at = windows.find('\n', at)) != std::string::npos; at += 2) {
        windows.insert(at, "\r");
    }
    const std::string reordered =
        "Last outcome category,latitude,Crime type,x,MONTH,Longitude,LSOA code,Crime ID\nUnder investigation,51.5,Burglary,\"a, \"\"b\"\"\",2020-11,0.5,E01000001,a1";
    for (const std::string& content : {windows, reordered, header + burglary + "\n\r\n"}) {
        const StreetCrimes crimes = read(content);
        ASSERT_EQ(crimes.size(), 1U) << content;
        EXPECT_EQ(crimes.crime_types, plain.crime_types);
        EXPECT_EQ(crimes.outcomes, plain.outcomes);
        EXPECT_EQ(crimes.lsoas, plain.lsoas);
        EXPECT_EQ(crimes.longitude, plain.longitude);
        EXPECT_EQ(crimes.latitude, plain.latitude);
        EXPECT_EQ(crimes.id, plain.id);
    }
}

TEST(StreetFile, knows_its_checksum) {
    std::string content = header; // sha256sum of this very line
    EXPECT_EQ(read(content).sha256,
              "6d8627e6accdbf93202b36f82208cfbb286fbce5ad341fa76ccce4240ac48074");
}

TEST(StreetFile, with_a_header_only_has_no_crimes) {
    EXPECT_EQ(read(header).size(), 0U);
}

TEST(StreetFile, of_older_downloads_lacks_columns_and_says_which) {
    const StreetCrimes crimes =
        read("Month,Reported by,Falls within,Longitude,Latitude,Location,Crime type,Context\n"
             "2020-11,Kent Police,Kent Police,0.5,51.5,On or near High Street,Burglary,\n");
    ASSERT_EQ(crimes.size(), 1U);
    EXPECT_EQ(crimes.absent,
              (std::vector<std::string>{"Crime ID", "LSOA code", "Last outcome category"}));
    EXPECT_EQ(crimes.lsoas, std::vector<std::string>{""});
    EXPECT_EQ(crimes.id[0], 0U);
}

TEST(StreetFile, that_is_no_table_is_refused_in_one_line) {
    EXPECT_EQ(refusal(""), "kent.csv: the file is empty; download it again");
    EXPECT_EQ(refusal("\r\n\n"), "kent.csv: the file is empty; download it again");
    EXPECT_EQ(
        refusal("Crime ID,Month,Longitude,Latitude\n"),
        "kent.csv: there is no column 'Crime type'; its columns are: Crime ID, Month, Longitude, Latitude");
    EXPECT_EQ(refusal("Month,Month,Longitude,Latitude,Crime type\n"),
              "kent.csv: the column 'Month' is there twice");
    EXPECT_EQ(refusal(header + burglary + "caf\xe9" + burglary),
              "kent.csv: line 3: it is not encoded in UTF-8; in Excel, save it as 'CSV UTF-8'");
    EXPECT_EQ(refusal(header + burglary + burglary + std::string(1, '\0')),
              "kent.csv: line 4: this is not text (it has a zero byte); download it again");
}

TEST(StreetFile, a_row_that_would_be_misread_is_refused_with_its_line) {
    EXPECT_EQ(refusal(header + burglary + "a1,2020-11\n" + burglary),
              "kent.csv: line 3: it has 2 cells, but the header has 12");
    EXPECT_EQ(refusal(header + burglary + "," + burglary),
              "kent.csv: line 3: it has 13 cells, but the header has 12");
    EXPECT_EQ(
        refusal(header + "\"" + burglary + burglary),
        "kent.csv: line 2: a quotation mark is not closed on its line; close it, or take out a mark that belongs to the text (5\" pipe)");
    EXPECT_EQ(
        refusal(header + burglary + "\"" + burglary),
        "kent.csv: line 3: a quotation mark is not closed on its line; close it, or take out a mark that belongs to the text (5\" pipe)");
    EXPECT_EQ(refusal(header + ",,,,,,,,,,,\n"),
              "kent.csv: line 2: Month '' is none; expected 2020-11");
}

TEST(StreetFile, a_value_that_is_none_is_refused_with_its_line) {
    const auto placed = [](const std::string& longitude, const std::string& latitude) {
        return header + burglary + row("", longitude, latitude, "E01000001", "Burglary", "");
    };
    EXPECT_EQ(refusal(placed("west", "51")),
              "kent.csv: line 3: Longitude 'west' is none; expected degrees between -180 and 180");
    EXPECT_EQ(refusal(placed("0.5", "151")),
              "kent.csv: line 3: Latitude '151' is none; expected degrees between -90 and 90");
    EXPECT_EQ(refusal(placed("nan", "51")),
              "kent.csv: line 3: Longitude is 'nan' and Latitude is '51'; give both, or leave "
              "both empty");
    EXPECT_EQ(refusal(placed("0.5", "")),
              "kent.csv: line 3: Longitude is '0.5' and Latitude is ''; give both, or leave both "
              "empty");
    EXPECT_EQ(refusal(header + row("", "", "", "", "", "")),
              "kent.csv: line 2: there is no Crime type");
    std::string other_month = header + burglary;
    other_month.replace(other_month.rfind("2020-11"), 7, "2020-12");
    EXPECT_EQ(refusal(other_month), "kent.csv: line 2: Month 2020-12 is not the file's, 2020-11");
}

TEST(StreetFile, is_read_by_several_threads_at_once) {
    constexpr int threads = 4;
    std::vector<std::size_t> sizes(threads);
    {
        std::vector<std::jthread> running;
        for (int t = 0; t < threads; ++t) {
            running.emplace_back([t, &sizes] {
                std::string content = header;
                for (int i = 0; i < 1000 + t; ++i) {
                    content += burglary;
                }
                sizes[static_cast<std::size_t>(t)] = read(content).size();
            });
        }
    }
    EXPECT_EQ(sizes, (std::vector<std::size_t>{1000, 1001, 1002, 1003}));
}
