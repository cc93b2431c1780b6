// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/gdal_types.hpp"
#include "toolkit/layers/layer_reference.hpp"

namespace toolkit {

/// Hands the rows of a query back to the dataset they came from.
struct ReleaseResult {
    GDALDataset* dataset = nullptr;

    void operator()(OGRLayer* rows) const;
};

using SqlResult = std::unique_ptr<OGRLayer, ReleaseResult>;

/// An input layer, open for reading, with the user's conditions set on it.
class Layer {
  public:
    /// Opens what `reference` names. `where` (empty: all) is set beside the reference's own subset.
    /// Throws DataError that names the file, lists the layers there are, or says what is wrong with
    /// the condition.
    static Layer open(const LayerReference& reference, const std::string& where);

    /// The same of a table in memory, which messages call `shown`.
    static Layer open_as(const LayerReference& reference, const std::string& shown,
                         const std::string& where);

    OGRLayer& ogr() const { return *m_layer; }

    GDALDataset& dataset() const { return *m_dataset; }

    std::string driver() const;

    /// "town.gpkg, layer incidents".
    const std::string& text() const { return m_text; }

    const std::string& path() const { return m_path; }

    std::string name() const;

    /// The layer's name as its own SQL wants it.
    std::string quoted_name() const;

    /// Both conditions joined by AND; empty for none.
    const std::string& condition() const { return m_condition; }

    /// " WHERE ..." or " AND ..." with both conditions, for the source's own SQL; empty for none.
    std::string condition_after(std::string_view keyword) const;

    /// The rows that the source's own SQL gives; null if it gives none or fails.
    SqlResult query(const std::string& sql) const;

    /// Sets the conditions again, after a reader has set its own.
    void restore_condition() const;

    /// Index of a field. Throws DataError that lists the fields there are. `option` is named in it.
    int field_index(const std::string& field, std::string_view option) const;

    const OGRFieldDefn& field(int index) const;

    /// All fields, for a message.
    std::string field_names() const;

    bool has_geometry() const;

    /// The layer's system, or `assumed` where it has none. Throws DataError if there is neither.
    Crs crs(const std::optional<Crs>& assumed) const;

    /// That it has nothing of the kind ("incident"), or which condition selects nothing, with
    /// values that there are where the condition asks for one text.
    std::string nothing_text(std::string_view kind) const;

    /// Features that pass the conditions.
    std::int64_t feature_count() const;

  private:
    Layer() = default;

    void set_condition(const std::string& subset, const std::string& where);
    [[noreturn]] void refuse_condition(const std::string& condition,
                                       const std::string& reason) const;
    void try_condition(const std::string& condition) const;
    std::string values_like(std::string_view condition) const;

    DatasetPointer m_dataset;
    OGRLayer* m_layer = nullptr;
    std::string m_path;
    std::string m_text;
    std::string m_condition;
};

/// A text between quotes, those in it doubled: names in SQL and cells in CSV with ", texts in SQL
/// with '.
std::string in_quotes(std::string_view text, char quote = '"');

/// A connection string without the password it may hold, which belongs in no message and no result.
std::string without_password(const std::string& path);

/// Names joined for an error: "a, b, c", or "none".
std::string listed(const std::vector<std::string>& names);

} // namespace toolkit
