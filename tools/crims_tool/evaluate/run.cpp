// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/run.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace crims_tool {

namespace {

/// Replicates that are done, sent and kept together.
constexpr std::size_t block_size = 64;

class Run {
  public:
    Run(const ReplicateRoute& route, ReplicateTable table, const EvaluationWork& work)
        : m_route(route), m_replicates(table.replicates()), m_work(work),
          m_is_done(block_count(), 0), m_table(std::move(table)) {}

    ReplicateTable run() {
        take_from_checkpoint();
        m_work.ranks.share(m_is_done);
        std::size_t open = 0;
        for (const std::size_t block : open_blocks()) {
            if (open++ % ranks() == rank()) {
                draw_replicates(m_route, m_table, first(block), end(block));
                finish(block);
                receive(false);
            }
        }
        while (m_work.ranks.is_first() && m_done < m_is_done.size()) {
            receive(true);
        }
        if (m_work.ranks.is_first() && m_work.checkpoint != nullptr) {
            m_work.checkpoint->flush();
        }
        return m_work.ranks.is_first() ? std::move(m_table) : ReplicateTable{};
    }

  private:
    std::size_t ranks() const { return static_cast<std::size_t>(m_work.ranks.count()); }

    std::size_t rank() const { return static_cast<std::size_t>(m_work.ranks.number()); }

    std::vector<std::size_t> open_blocks() const {
        std::vector<std::size_t> open;
        for (std::size_t block = 0; block < m_is_done.size(); ++block) {
            if (m_is_done[block] == 0) {
                open.push_back(block);
            }
        }
        return open;
    }

    std::size_t block_count() const { return (m_replicates + block_size - 1) / block_size; }

    static std::size_t first(std::size_t block) { return block * block_size; }

    std::size_t end(std::size_t block) const {
        return std::min(first(block) + block_size, m_replicates);
    }

    /// The block's part of something that has so many replicates.
    template<class Value>
    std::span<Value> part_of(std::vector<Value>& all, std::size_t block) {
        const std::size_t from = std::min(first(block) * m_table.combinations, all.size());
        const std::size_t to = std::min(end(block) * m_table.combinations, all.size());
        return std::span(all).subspan(from, to - from);
    }

    /// Counts, then forecasts: what is sent and kept.
    std::vector<std::byte> results_of(std::size_t block) {
        const auto counts = std::as_bytes(part_of(m_table.counts, block));
        const auto forecasts = std::as_bytes(part_of(m_table.forecasts, block));
        std::vector<std::byte> results(counts.begin(), counts.end());
        results.insert(results.end(), forecasts.begin(), forecasts.end());
        return results;
    }

    /// False, and nothing done, for results of another size.
    bool take(std::size_t block, std::span<const std::byte> results) {
        const auto counts = std::as_writable_bytes(part_of(m_table.counts, block));
        const auto forecasts = std::as_writable_bytes(part_of(m_table.forecasts, block));
        if (results.size() != counts.size() + forecasts.size()) {
            return false;
        }
        std::copy_n(results.begin(), counts.size(), counts.begin());
        std::copy_n(results.begin() + static_cast<std::ptrdiff_t>(counts.size()), forecasts.size(),
                    forecasts.begin());
        return true;
    }

    void take_from_checkpoint() {
        if (m_work.checkpoint == nullptr) {
            return;
        }
        for (const EvaluationCheckpoint::Block& block : m_work.checkpoint->read()) {
            // The last block of a shorter run is not whole.
            if (block.number < m_is_done.size() && take(block.number, block.results)) {
                mark(block.number);
            }
        }
    }

    void finish(std::size_t block) {
        const auto number = static_cast<std::uint32_t>(block);
        if (!m_work.ranks.is_first()) {
            m_work.ranks.send(number, results_of(block));
            return;
        }
        if (m_work.checkpoint != nullptr) {
            m_work.checkpoint->add(number, results_of(block));
        }
        mark(block);
    }

    void receive(bool wait) {
        while (m_work.ranks.is_first()) {
            const auto block = m_work.ranks.receive(wait);
            if (!block) {
                return;
            }
            take(block->number, block->bytes);
            finish(block->number);
            wait = false;
        }
    }

    void mark(std::size_t block) {
        m_is_done[block] = 1;
        ++m_done;
        if (m_work.progress) {
            m_work.progress(static_cast<std::int64_t>(m_done),
                            static_cast<std::int64_t>(m_is_done.size()));
        }
    }

    const ReplicateRoute& m_route;
    std::size_t m_replicates;
    const EvaluationWork& m_work;
    std::vector<std::uint8_t> m_is_done; ///< one per block
    std::size_t m_done = 0;
    ReplicateTable m_table;
};

} // namespace

ReplicateTable run_replicates(const ReplicateRoute& route, ReplicateTable table,
                              const EvaluationWork& work) {
    return Run(route, std::move(table), work).run();
}

} // namespace crims_tool
