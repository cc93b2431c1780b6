// SPDX-License-Identifier: MIT
#include "crims_tool/validate/replicates.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace crims_tool {

namespace {

template<class Values>
void put(const Values& values, std::vector<std::byte>& bytes) {
    const auto all = std::as_bytes(std::span(values));
    bytes.insert(bytes.end(), all.begin(), all.end());
}

/// Fills the values from the front of the bytes, which then have that much less.
template<class Values>
void take(std::span<const std::byte>& bytes, Values& values) {
    const auto all = std::as_writable_bytes(std::span(values));
    std::copy_n(bytes.begin(), all.size(), all.begin());
    bytes = bytes.subspan(all.size());
}

} // namespace

std::vector<std::byte> bytes_of(const ReplicateFindings& findings) {
    std::vector<std::byte> bytes;
    put(std::vector<std::uint64_t>{findings.counts.size(), findings.repeats.size()}, bytes);
    put(findings.repeats, bytes);
    put(findings.hours, bytes);
    put(findings.counts, bytes);
    return bytes;
}

ReplicateFindings findings_of(std::span<const std::byte> bytes) {
    std::vector<std::uint64_t> sizes(2);
    take(bytes, sizes);
    ReplicateFindings findings{.counts = std::vector<std::uint32_t>(sizes[0]),
                               .repeats = std::vector<double>(sizes[1])};
    take(bytes, findings.repeats);
    take(bytes, findings.hours);
    take(bytes, findings.counts);
    return findings;
}

ReplicateDraw::ReplicateDraw(const crims::Simulation& simulation, ReplicateFrame frame,
                             RepeatCounter* repeats)
    : m_simulation(simulation), m_frame(std::move(frame)), m_repeats(repeats) {}

ReplicateFindings ReplicateDraw::draw(std::size_t replicate,
                                      const std::function<void(std::size_t month)>& progress) {
    ReplicateFindings findings{.counts = std::vector<std::uint32_t>(m_frame.shape.size()),
                               .repeats = {}};
    RepeatCounter* repeats = RepeatCounter::counts(replicate) ? m_repeats : nullptr;
    crims::Simulator simulator =
        m_simulation.replicate(m_frame.options.replicate + static_cast<std::uint32_t>(replicate));
    std::size_t used = 0;
    for (std::size_t month = 0; month < m_frame.months; ++month) {
        progress(month);
        simulator.step(m_crimes);
        if (m_frame.present[month] == 0) {
            continue;
        }
        add_counts(used++, findings);
        add_hours(m_crimes, findings.hours);
        if (repeats != nullptr) {
            repeats->add(m_crimes);
        }
    }
    if (repeats != nullptr) {
        findings.repeats = repeats->ratios();
    }
    return findings;
}

void ReplicateDraw::add_counts(std::size_t month, ReplicateFindings& findings) const {
    const crims::Model& model = m_frame.model;
    for (std::size_t i = 0; i < m_crimes.size(); ++i) {
        const std::size_t cell =
            model.cell(m_crimes.zone[i], model.offences[m_crimes.offence[i]].crime_type);
        ++findings.counts[(cell * m_frame.shape.months) + month];
    }
}

} // namespace crims_tool
