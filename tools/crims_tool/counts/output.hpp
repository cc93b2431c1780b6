// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "crims_tool/counts/table.hpp"
#include "crims_tool/zones/layer.hpp"
#include "toolkit/features/feature_target.hpp"
#include "toolkit/geopackage/layer_description.hpp"

namespace crims_tool {

/// How the table is written.
struct CountsOutput {
    std::string path; ///< `-`: CSV on standard output
    bool overwrite = false;
    bool skip_zeros = false;
    const ZoneLayer* polygons = nullptr; ///< of the rows of a GeoPackage; null: none
    toolkit::LayerDescription description = {};
};

/// A table in the making. Nothing is seen under its name before `publish`.
class CountsFile {
  public:
    virtual ~CountsFile() = default;
    CountsFile(const CountsFile&) = delete;
    CountsFile(CountsFile&&) = delete;
    CountsFile& operator=(const CountsFile&) = delete;
    CountsFile& operator=(CountsFile&&) = delete;

    virtual void publish() = 0;

    std::uint64_t rows() const { return m_rows; }

  protected:
    CountsFile() = default;

    void count_row() { ++m_rows; }

  private:
    std::uint64_t m_rows = 0;
};

/// Refuses, before any work, an output that could not be written, or whose ending is neither .csv
/// nor .gpkg. Throws toolkit::DataError, toolkit::UsageError.
void require_writable(const CountsOutput& output);

/// Writes the rows: by replicate, zone, crime type and period. Crimes of no zone have rows without
/// a zone, where there are any, so that the sum of all rows is the number of crimes.
std::unique_ptr<CountsFile> write_counts(const CountTable& table, const CountsOutput& output);

} // namespace crims_tool
