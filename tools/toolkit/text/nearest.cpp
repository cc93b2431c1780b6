// SPDX-License-Identifier: MIT
#include "toolkit/text/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace toolkit {

std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

std::string nearest(std::string_view text, const std::vector<std::string>& candidates) {
    const auto found = std::min_element(candidates.begin(), candidates.end(),
                                        [text](const std::string& a, const std::string& b) {
                                            return edits(text, a) < edits(text, b);
                                        });
    return found == candidates.end() ? "" : *found;
}

} // namespace toolkit
