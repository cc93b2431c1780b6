// SPDX-License-Identifier: MIT
#include "toolkit/layers/text_table.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <cpl_vsi.h>
#include <gtest/gtest.h>

#include "toolkit/scratch_folder.hpp"

namespace {

bool is_there(const std::string& path) {
    VSIStatBufL status{};
    return VSIStatL(path.c_str(), &status) == 0;
}

TEST(TextTable, TablesInMemoryOfOneNameAreKeptApart) {
    const ScratchFolder folder;
    std::ofstream(folder.file("town.csv")) << "x|y\n1|2\n";
    constexpr std::size_t readers = 4;
    std::vector<std::vector<std::string>> of_readers(readers);
    std::vector<std::thread> threads;
    threads.reserve(readers);
    for (std::vector<std::string>& names : of_readers) {
        threads.emplace_back([&names, &folder] {
            for (int i = 0; i < 50; ++i) {
                names.push_back(
                    toolkit::rewritten_table(folder.file("town.csv"), "town").value_or(""));
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::set<std::string> all;
    for (const std::vector<std::string>& names : of_readers) {
        for (const std::string& name : names) {
            EXPECT_EQ(std::filesystem::path(name).stem(), "town");
            EXPECT_TRUE(is_there(name));
            all.insert(name);
        }
    }
    EXPECT_EQ(all.size(), readers * 50);
    for (const std::string& name : all) {
        toolkit::forget_rewritten_table(name);
        EXPECT_FALSE(is_there(name));
    }
}

} // namespace
