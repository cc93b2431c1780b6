// SPDX-License-Identifier: MIT
// How fast simulated crimes are written: a year of a large force, 12 tables.
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <gdal_priv.h>

#include "crims_tool/rows/crime_output.hpp"
#include "crims_tool/rows/sample_crimes.hpp"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t crimes_a_month = 50'000;

std::vector<crims::CrimeTable> a_year() {
    std::vector<crims::CrimeTable> tables;
    for (unsigned month = 0; month < 12; ++month) {
        tables.push_back(sample::many(crimes_a_month, month, true));
    }
    return tables;
}

void write(benchmark::State& state, const std::string& name, bool spatial_index) {
    GDALAllRegister();
    const crims::Model model = sample::model();
    const std::vector<crims::CrimeTable> tables = a_year();
    const fs::path path = fs::temp_directory_path() / name;
    std::int64_t written = 0;
    for (auto _ : state) {
        fs::remove(path);
        const auto writer =
            crims_tool::open_crime_writer({.target = path.string(),
                                           .spatial_index = spatial_index,
                                           .crs = toolkit::Crs::from_text("EPSG:27700", "--crs")},
                                          model);
        for (const crims::CrimeTable& crimes : tables) {
            writer->write(crimes);
            written += static_cast<std::int64_t>(crimes.size());
        }
        writer->finish();
        writer->publish();
    }
    state.SetItemsProcessed(written);
    state.counters["MB"] = static_cast<double>(fs::file_size(path)) / 1e6;
    fs::remove(path);
}

} // namespace

BENCHMARK_CAPTURE(write, csv, "bench.csv", false)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(write, json, "bench.json", false)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(write, gpkg, "bench.gpkg", false)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(write, gpkg_with_index, "bench.gpkg", true)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(write, fgb, "bench.fgb", true)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
