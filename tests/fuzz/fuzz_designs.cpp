// SPDX-License-Identifier: MIT
#include <cmath>
#include <stdexcept>

#include "fuzzing.hpp"
#include "wdd/statistic.hpp"
#include "wdd_tool/counts/design_table.hpp"

namespace {

using fuzzing::require;
using wdd_tool::DesignTable;

bool same(const DesignTable& a, const DesignTable& b) {
    if (a.rows.size() != b.rows.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.rows.size(); ++i) {
        if (a.rows[i].cells != b.rows[i].cells) {
            return false;
        }
    }
    return true;
}

std::string as_csv(const DesignTable& table) {
    const auto line = [](const std::vector<std::string>& cells) {
        std::string text;
        for (std::string cell : cells) {
            std::string quoted = "\"";
            for (const char c : cell) {
                quoted += c == '"' ? "\"\"" : std::string(1, c);
            }
            text += (text.empty() ? "" : ",") + quoted + "\"";
        }
        return text + "\n";
    };
    std::string text = line(table.columns);
    for (const auto& row : table.rows) {
        text += line(row.cells);
    }
    return text;
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzzing::InputFile file("designs.csv", fuzzing::text_of(data, size));
    fuzzing::read_or_refuse([&] {
        const DesignTable table = wdd_tool::read_designs(file.path(), {});
        for (const auto& row : table.rows) {
            require(row.cells.size() == table.columns.size());
        }
        const fuzzing::InputFile written("again.csv", as_csv(table));
        require(same(wdd_tool::read_designs(written.path(), {}), table));
    });
    return 0;
}
