// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/evaluate/report/result.hpp"
#include "toolkit/files/output_file.hpp"

namespace crims_tool {

/// A GeoPackage with the zones as polygons, the rows, the replicates and the parameters as tables:
/// complete on the disk under another name until `publish`.
class EvaluationGeoPackage {
  public:
    /// Throws toolkit::DataError.
    EvaluationGeoPackage(const std::string& path, const EvaluationResult& result);

    void publish(bool overwrite) { m_file.publish_as(m_path, overwrite); }

  private:
    std::string m_path;
    toolkit::TemporaryFile m_file;
};

} // namespace crims_tool
