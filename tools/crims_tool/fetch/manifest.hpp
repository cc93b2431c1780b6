// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace crims_tool {

/// What was fetched into a folder, by all runs: archives with their versions, files with their
/// SHA-256.
class Manifest {
  public:
    explicit Manifest(nlohmann::ordered_json json) : m_json(std::move(json)) {}

    /// Of an archive when it was last fetched from; empty: never.
    std::string etag_of(const std::string& archive) const;

    /// Of a file as it was fetched; empty: it was not.
    std::string sha256_of(const std::string& path) const;

    const nlohmann::ordered_json& json() const { return m_json; }

    nlohmann::ordered_json& json() { return m_json; }

  private:
    nlohmann::ordered_json m_json;
};

/// OUTPUT/fetched.json; an empty one where there is none. Throws toolkit::DataError if it cannot be
/// understood.
Manifest read_manifest(const std::string& folder);

/// Replaces it in one step.
void write_manifest(const std::string& folder, const Manifest& manifest);

} // namespace crims_tool
