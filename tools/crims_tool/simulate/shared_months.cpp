// SPDX-License-Identifier: MIT
#include "crims_tool/simulate/shared_months.hpp"

#include <algorithm>
#include <cstring>

#include "crims_tool/ranks/ahead.hpp"

namespace crims_tool {

namespace {

/// What stands before the columns.
struct TableHead {
    std::uint64_t crimes = 0;
    std::int32_t month = 0;
    std::uint32_t replicate = 0;
    std::uint32_t with_places = 0;
    std::uint32_t unused = 0; ///< so that all bytes are told
};

template<class Table>
void visit_columns(Table& table, bool with_places, const auto& use) {
    use(table.zone);
    use(table.offence);
    use(table.minute);
    use(table.suspect);
    if (with_places) {
        use(table.x);
        use(table.y);
    }
}

} // namespace

std::vector<std::byte> bytes_of(const crims::CrimeTable& table) {
    const TableHead head{.crimes = table.size(),
                         .month = crims::month_index(table.month),
                         .replicate = table.replicate,
                         .with_places = table.x.empty() ? 0U : 1U};
    std::size_t size = sizeof head;
    const bool with_places = head.with_places != 0;
    visit_columns(table, with_places,
                  [&size](const auto& column) { size += std::as_bytes(std::span(column)).size(); });
    std::vector<std::byte> bytes(size);
    std::memcpy(bytes.data(), &head, sizeof head);
    std::byte* to = bytes.data() + sizeof head;
    visit_columns(table, with_places, [&to](const auto& column) {
        const auto from = std::as_bytes(std::span(column));
        to = std::copy(from.begin(), from.end(), to);
    });
    return bytes;
}

void read_bytes(std::span<const std::byte> bytes, crims::CrimeTable& table) {
    TableHead head;
    std::memcpy(&head, bytes.data(), sizeof head);
    table.month = crims::month_from_index(head.month);
    table.replicate = head.replicate;
    const bool with_places = head.with_places != 0;
    table.resize(head.crimes, with_places);
    const std::byte* from = bytes.data() + sizeof head;
    visit_columns(table, with_places, [&from](auto& column) {
        const auto to = std::as_writable_bytes(std::span(column));
        std::copy_n(from, to.size(), to.begin());
        from += to.size();
    });
}

void SharedMonths::draw(std::int64_t month, crims::CrimeTable& table) {
    if (month % m_range.months == 0) {
        const auto replicate = static_cast<std::uint32_t>(month / m_range.months);
        m_replicate = m_simulation.replicate(m_range.first + replicate);
    }
    m_replicate->step(table);
}

void SharedMonths::get(std::int64_t month, crims::CrimeTable& table) {
    if (is_mine(month)) {
        draw(month, table);
    } else {
        read_bytes(m_ranks.take_from(owner(month)), table);
    }
}

void SharedMonths::give() {
    std::int64_t next = 0;
    crims::CrimeTable table;
    give_all(m_ranks, [&]() -> std::optional<std::vector<std::byte>> {
        while (next < size() && !is_mine(next)) {
            next += m_range.months;
        }
        if (next >= size()) {
            return std::nullopt;
        }
        draw(next++, table);
        return bytes_of(table);
    });
}

} // namespace crims_tool
