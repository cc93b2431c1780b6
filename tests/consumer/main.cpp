// SPDX-License-Identifier: MIT
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <span>

#include <crims/simulator.hpp>
#include <crims_gpkg/model_file.hpp>
#include <wdd/area.hpp>
#include <wdd/statistic.hpp>
#include <wdd/zone_locator.hpp>
#include <wdd/zones.hpp>

namespace {

template<typename T>
void append(wdd::Wkb& wkb, T value) {
    const auto bytes = std::as_bytes(std::span(&value, 1));
    wkb.insert(wkb.end(), bytes.begin(), bytes.end());
}

/// A square of 100 by 100 whose lower left corner lies at (x, 0).
wdd::Area square(double x) {
    constexpr std::array<std::array<double, 2>, 5> ring{
        {{0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}}};
    constexpr bool little = std::endian::native == std::endian::little;
    wdd::Wkb wkb{std::byte{little ? 1 : 0}};
    append(wkb, std::uint32_t{3}); // a polygon
    append(wkb, std::uint32_t{1}); // of one ring
    append(wkb, static_cast<std::uint32_t>(ring.size()));
    for (const auto& corner : ring) {
        append(wkb, x + corner[0]);
        append(wkb, corner[1]);
    }
    return wdd::Area::dissolve(std::array{wkb});
}

/// One zone with a single kind of crime, 50 a month.
crims::Model village() {
    crims::Model model;
    model.zones = {"village"};
    model.crime_types = {"burglary"};
    model.offences = {{.code = "28E"}};
    model.incidence.assign(12, 50);
    model.trends.resize(1);
    model.dispersion.resize(1);
    model.suspect = {0.2};
    return model;
}

} // namespace

int main() {
    const wdd::Statistic statistic =
        wdd::weighted_displacement_difference({.treated = {207, 110},
                                               .control = {308, 318},
                                               .treated_displacement = {178, 157},
                                               .control_displacement = {150, 140}});
    wdd::ZoneLocator locator(square(0), square(1000), 50);
    const bool in_ring = wdd::holds(locator.locate(130, 50), wdd::Zone::treated_displacement);
    std::cout << "WDD " << statistic.total.estimate << ", variance "
              << statistic.total.standard_error * statistic.total.standard_error << ", "
              << wdd::evidence_name(statistic.evidence) << ", in the ring: " << in_ring << '\n';

    const crims::Model model = village();
    crims::Simulator simulator(model, {.placement = crims::Placement::none});
    simulator.set_loading(crims::uniform_loading(0));
    const std::size_t none = simulator.step().size();
    simulator.set_loading(crims::uniform_loading(1));
    std::cout << "crimes with loading 0: " << none
              << ", with loading 1 there are some: " << (simulator.step().size() > 0) << '\n';

    std::filesystem::remove("village.gpkg");
    crims::write_model("village.gpkg", {.model = model});
    const crims::Model read = crims::read_model("village.gpkg").model;
    const crims::SimulationOptions options{.placement = crims::Placement::none};
    std::cout << "read back: " << read.zones.front() << ", the same crimes: "
              << (crims::Simulator(read, options).step().minute ==
                  crims::Simulator(model, options).step().minute)
              << '\n';
}
