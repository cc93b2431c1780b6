// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <future>
#include <thread>
#include <vector>

#include "wdd/span_points.hpp"

namespace wdd {

/// How many walks over the points at the same time are worth it: one for each core, but one for few
/// points.
inline std::size_t shares_of(const KeyedPoints& points) {
    constexpr std::size_t fewest_blocks = 4; // less is done before a thread has started
    return std::clamp<std::size_t>(points.block_count() / fewest_blocks, 1,
                                   std::max<std::size_t>(std::thread::hardware_concurrency(), 1));
}

/// Calls `work(share, first_block, last_block)` for shares of the points at the same time, and
/// gives what it returns, in the order of the shares.
template<class Work>
auto in_shares(const KeyedPoints& points, std::size_t shares, const Work& work) {
    using Result = decltype(work(std::size_t{}, std::size_t{}, std::size_t{}));
    const auto run = [&work, blocks = points.block_count(), shares](std::size_t share) {
        return work(share, blocks * share / shares, blocks * (share + 1) / shares);
    };
    std::vector<std::future<Result>> running;
    running.reserve(shares);
    for (std::size_t share = 1; share < shares; ++share) {
        // Where no thread is left a share is done at its get().
        running.push_back(std::async(std::launch::async | std::launch::deferred, run, share));
    }
    std::vector<Result> results;
    results.reserve(shares);
    results.push_back(run(0));
    for (std::future<Result>& share : running) {
        results.push_back(share.get());
    }
    return results;
}

} // namespace wdd
