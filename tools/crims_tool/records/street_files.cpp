// SPDX-License-Identifier: MIT
#include "crims_tool/records/street_files.hpp"

#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

void read_street_files(const std::vector<StreetFile>& files, toolkit::Console& console,
                       const std::function<void(std::size_t, StreetCrimes)>& take) {
    std::atomic<std::size_t> first_failed = files.size(); // what comes after it needs no reading
    std::exception_ptr failure;
    std::mutex one_at_a_time;
    std::int64_t done = 0;
    const auto read = [&](std::size_t index) {
        if (index > first_failed) {
            return;
        }
        try {
            StreetCrimes crimes = read_street_file(files[index]);
            const std::lock_guard lock(one_at_a_time);
            take(index, std::move(crimes));
            console.progress(++done, static_cast<std::int64_t>(files.size()));
        } catch (const toolkit::DataError&) {
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
    console.end_progress();
    if (failure) {
        std::rethrow_exception(failure);
    }
}

} // namespace crims_tool
