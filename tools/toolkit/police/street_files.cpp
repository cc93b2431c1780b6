// SPDX-License-Identifier: MIT
#include "toolkit/police/street_files.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <utility>

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include "toolkit/text/errors.hpp"

namespace toolkit {

void read_street_files(const StreetFiles& files, const std::string& where,
                       const FileProgress& progress, const StreetHandler& take) {
    std::atomic<std::size_t> first_failed = files.size(); // what comes after it needs no reading
    std::exception_ptr failure;
    std::mutex one_at_a_time;
    std::int64_t done = 0;
    const auto read = [&](std::size_t index) {
        if (index > first_failed) {
            return;
        }
        try {
            StreetCrimes crimes = read_street_file(files[index], where);
            const std::lock_guard lock(one_at_a_time);
            take(index, std::move(crimes));
            progress(++done, static_cast<std::int64_t>(files.size()));
        } catch (const DataError&) {
            const std::lock_guard lock(one_at_a_time);
            if (index < first_failed) {
                first_failed = index;
                failure = std::current_exception();
            }
        }
    };
    using Range = tbb::blocked_range<std::size_t>;
    tbb::parallel_for(
        Range(0, files.size(), 1),
        [&read](const Range& range) {
            for (std::size_t index = range.begin(); index != range.end(); ++index) {
                read(index);
            }
        },
        tbb::simple_partitioner());
    if (failure) {
        std::rethrow_exception(failure);
    }
}

void read_street_files_in_order(const StreetFiles& files, const std::string& where,
                                const FileProgress& progress, const StreetHandler& take) {
    constexpr std::size_t held_at_once = 32;
    const auto total = static_cast<std::int64_t>(files.size());
    for (std::size_t begin = 0; begin < files.size(); begin += held_at_once) {
        const std::size_t end = std::min(begin + held_at_once, files.size());
        const StreetFiles part(files.begin() + static_cast<std::ptrdiff_t>(begin),
                               files.begin() + static_cast<std::ptrdiff_t>(end));
        std::vector<StreetCrimes> read(part.size());
        read_street_files(
            part, where,
            [&](std::int64_t done, std::int64_t /*of*/) {
                progress(static_cast<std::int64_t>(begin) + done, total);
            },
            [&read](std::size_t index, StreetCrimes crimes) { read[index] = std::move(crimes); });
        for (std::size_t i = 0; i < read.size(); ++i) {
            take(begin + i, std::move(read[i]));
        }
    }
}

} // namespace toolkit
