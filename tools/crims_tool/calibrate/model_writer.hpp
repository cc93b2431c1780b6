// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "crims_tool/model/file.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/geopackage/layer_description.hpp"
#include "wdd/area.hpp"

namespace crims_tool {

/// Refuses, before any work, a path that could not be written: no .gpkg, it exists and may not be
/// overwritten, or is another GeoPackage than a model (which is replaced as a whole). Throws
/// toolkit::UsageError or toolkit::DataError.
void require_model_writable(const std::string& path, bool overwrite);

/// A model's GeoPackage. It is written and has been read again, under another name, once this is
/// constructed; `publish` makes it visible, and without it nothing remains.
class ModelOutput {
  public:
    /// `polygons`: one per zone in the model's CRS, or none at all; then the zones are a table
    /// without geometry. The model's triangles are not written: they are made from the polygons.
    /// `description`: of the model; its layers are called after it.
    /// Throws crims::ModelError if it is not a model, toolkit::DataError if it cannot be written.
    ModelOutput(const std::string& path, const StoredModel& stored,
                std::span<const wdd::Wkb> polygons,
                const toolkit::LayerDescription& description = {});

    void publish(bool overwrite) { m_temporary.publish_as(m_path, overwrite); }

  private:
    std::string m_path;
    toolkit::TemporaryFile m_temporary;
};

} // namespace crims_tool
