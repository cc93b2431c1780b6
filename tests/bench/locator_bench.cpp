// SPDX-License-Identifier: MIT
// How long one point takes to be located, by the number of vertices of each area.
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "libwdd/polygons.hpp"
#include "wdd/ring_geometry.hpp"
#include "wdd/zone_locator.hpp"

namespace {

constexpr double distance_m = 1000;

wdd::Area star(double x, benchmark::State& state) {
    const int vertices = static_cast<int>(state.range(0));
    return polygons::area({polygons::star({x, 0}, 4000, vertices, 0.003, vertices / 8.0)});
}

void locate(benchmark::State& state) {
    wdd::ZoneLocator locator(star(0, state), star(14000, state), distance_m);
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> x(locator.box().min_x, locator.box().max_x);
    std::uniform_real_distribution<double> y(locator.box().min_y, locator.box().max_y);
    std::vector<std::pair<double, double>> points(1U << 20U);
    for (auto& point : points) {
        point = {x(random), y(random)};
    }
    std::size_t next = 0;
    for (auto _ : state) {
        const auto& [px, py] = points[next++ % points.size()];
        benchmark::DoNotOptimize(locator.locate(px, py));
    }
    state.SetItemsProcessed(state.iterations());
}

void draw_rings(benchmark::State& state) {
    const wdd::Area response = star(0, state);
    const wdd::Area control = star(14000, state);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            wdd::zone_geometry(response, control, distance_m, wdd::OverlapRule::clip));
    }
}

} // namespace

BENCHMARK(locate)->Arg(20)->Arg(200)->Arg(2000)->Arg(20000)->Arg(200000);
BENCHMARK(draw_rings)->Arg(200)->Arg(2000)->Arg(20000)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
