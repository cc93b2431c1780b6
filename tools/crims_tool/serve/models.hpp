// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "crims_tool/model/file.hpp"
#include "crims_tool/rows/crime_rows.hpp"

namespace crims_tool {

/// A file as it stood on the disk when it was read: another one is another file.
struct FileState {
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t changed = 0; ///< nanoseconds

    bool operator==(const FileState&) const = default;
};

/// How crimes are written as text.
enum class TextFormat : std::uint8_t { json, csv };

/// A model in memory, with what its answers share. It never changes, and lives as long as somebody
/// answers from it.
class ServedModel {
  public:
    /// Throws toolkit::DataError.
    ServedModel(const std::string& path, std::string force);

    const std::string& force() const { return m_force; }

    const std::string& path() const { return m_path; }

    const StoredModel& stored() const { return m_stored; }

    const crims::Model& model() const { return m_stored.model; }

    /// SHA-256 of the file.
    const std::string& hash() const { return m_hash; }

    bool has_polygons() const { return m_has_polygons; }

    /// Whether it knows the people of any zone.
    bool has_people() const;

    const RowFormat& rows(TextFormat format, bool with_places) const {
        return m_rows.at((format == TextFormat::csv ? 2U : 0U) + (with_places ? 1U : 0U));
    }

    /// PROJ's objects in a coordinate system are for one thread at a time.
    std::mutex& crs_mutex() const { return m_crs_mutex; }

  private:
    std::string m_path;
    std::string m_force;
    StoredModel m_stored;
    std::string m_hash;
    bool m_has_polygons = false;
    std::array<RowFormat, 4> m_rows;
    mutable std::mutex m_crs_mutex;
};

using ModelPointer = std::shared_ptr<const ServedModel>;

/// The models of a folder, each read when it is first asked for, and again when its file has
/// changed. Files may come and go while the service runs.
class ModelFolder {
  public:
    /// Throws toolkit::DataError if there is no such folder, no model in it, or two of one force.
    explicit ModelFolder(std::string path);

    /// By any name that people use for the force. Throws HttpError 404 that tells which forces
    /// there are, and 500 for a file that is not a model; no path is in what it says.
    ModelPointer find(const std::string& force);

    /// In order of their names. Throws as `find` does.
    std::vector<ModelPointer> all();

  private:
    /// A version of a file. Who reads it keeps those waiting who want the same.
    struct Slot {
        std::mutex mutex;
        ModelPointer model;
    };

    struct Entry {
        std::string path;
        std::string force; ///< its name
        FileState state = {};
        std::shared_ptr<Slot> slot = std::make_shared<Slot>();
    };

    void look();
    Entry entry_of(const std::string& force);
    ModelPointer get(const Entry& entry) const;

    std::string m_path;
    std::mutex m_mutex;
    std::map<std::string, Entry> m_entries; ///< by file name
};

} // namespace crims_tool
