// SPDX-License-Identifier: MIT
#include "crims_tool/serve/models.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "crims_tool/model/zone_column.hpp"
#include "crims_tool/serve/endpoint.hpp"
#include "gpkg/statement.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

constexpr const char* ending = ".gpkg";
constexpr const char* force_key = "option force";

std::optional<FileState> state_of(const std::string& path) {
    struct stat status {};

    constexpr std::int64_t nanoseconds = 1'000'000'000;
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    return FileState{.inode = status.st_ino,
                     .size = status.st_size,
                     .changed = (status.st_mtim.tv_sec * nanoseconds) + status.st_mtim.tv_nsec};
}

/// The names of the models in a folder.
std::vector<std::string> model_files(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code failure;
    for (const auto& file : std::filesystem::directory_iterator(folder, failure)) {
        const std::string name = file.path().filename().string();
        if (file.path().extension() == ending && !name.starts_with('.')) {
            names.push_back(name);
        }
    }
    if (failure) {
        throw DataError(fmt::format("⟨--models⟩ {}: {}", folder, failure.message()));
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// The force that a model was calibrated for, in its user's words; empty: it does not say.
std::string recorded_force(const std::string& path) {
    sqlite3* opened = nullptr;
    const int status = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(opened, &sqlite3_close);
    if (status != SQLITE_OK) {
        return "";
    }
    try {
        gpkg::Statement select(connection.get(), "SELECT value FROM metadata WHERE key = ?");
        select.bind(1, std::string_view(force_key));
        return select.step() ? std::string(select.text(0)) : "";
    } catch (const std::exception&) {
        return ""; // whoever asks for it is told what is wrong
    }
}

/// Its own word, else what the name of its file says.
std::string force_of_file(const std::string& path) {
    const std::string force = recorded_force(path);
    return force.empty() ? toolkit::force_name(std::filesystem::path(path).stem().string()) : force;
}

RowColumns columns(const StoredModel& stored, bool with_places) {
    return {.with_places = with_places, .crs = stored.crs, .zone = zone_column(stored.metadata)};
}

} // namespace

ServedModel::ServedModel(const std::string& path, std::string force)
    : m_path(path), m_force(std::move(force)), m_stored(read_model(path, ReadShapes::yes)),
      m_hash(toolkit::sha256_of_file(path)), m_has_polygons(!m_stored.model.triangles.empty()),
      m_rows{json_format(columns(m_stored, false), m_stored.model),
             json_format(columns(m_stored, true), m_stored.model),
             csv_format(columns(m_stored, false), m_stored.model),
             csv_format(columns(m_stored, true), m_stored.model)} {}

bool ServedModel::has_people() const {
    return std::any_of(m_stored.population.begin(), m_stored.population.end(),
                       [](double people) { return people > 0; });
}

ModelFolder::ModelFolder(std::string path) : m_path(std::move(path)) {
    const std::lock_guard lock(m_mutex);
    look();
    if (m_entries.empty()) {
        throw DataError(fmt::format(
            "⟨--models⟩ {}: there is no model (*.gpkg) in it; ⟨crims calibrate⟩ makes them",
            m_path));
    }
    std::map<std::string, std::string> of_force;
    for (const auto& [name, entry] : m_entries) {
        const auto [first, is_new] = of_force.emplace(entry.force, name);
        if (!is_new) {
            throw DataError(
                fmt::format("⟨--models⟩ {}: {} and {} are both of the force '{}'; leave "
                            "one model for each force",
                            m_path, first->second, name, entry.force));
        }
    }
}

/// What has come, has changed and has gone.
void ModelFolder::look() {
    const std::vector<std::string> names = model_files(m_path);
    const std::set<std::string> there(names.begin(), names.end());
    std::erase_if(m_entries, [&](const auto& entry) { return !there.contains(entry.first); });
    for (const std::string& name : names) {
        const std::string path = m_path + "/" + name;
        const auto state = state_of(path);
        const auto known = m_entries.find(name);
        if (!state) {
            m_entries.erase(name);
        } else if (known == m_entries.end() || known->second.state != *state) {
            m_entries.insert_or_assign(
                name, Entry{.path = path, .force = force_of_file(path), .state = *state});
        }
    }
}

/// What is wrong with a model names its file, without the folder.
ModelPointer ModelFolder::get(const Entry& entry) const {
    const std::lock_guard lock(entry.slot->mutex);
    if (!entry.slot->model) {
        try {
            entry.slot->model = std::make_shared<const ServedModel>(entry.path, entry.force);
        } catch (const DataError& error) {
            std::string what = error.what();
            const std::string folder = m_path + "/";
            for (std::size_t at = what.find(folder); at != std::string::npos;
                 at = what.find(folder)) {
                what.erase(at, folder.size());
            }
            throw HttpError(http_status::server_error, what);
        }
    }
    return entry.slot->model;
}

/// By the name of the force, or by that of the file.
ModelFolder::Entry ModelFolder::entry_of(const std::string& force) {
    std::vector<std::string> forces;
    std::vector<std::string> files;
    for (const auto& [name, entry] : m_entries) {
        forces.push_back(entry.force);
        files.push_back(std::filesystem::path(name).stem().string());
    }
    std::string refusal = "the service has no model at the moment";
    for (const std::vector<std::string>* names : {&files, &forces}) {
        if (names->empty()) {
            break;
        }
        try {
            const std::string found = toolkit::find_force(force, *names, "the service");
            const auto at = std::find(names->begin(), names->end(), found) - names->begin();
            return std::next(m_entries.begin(), at)->second;
        } catch (const DataError& error) {
            refusal = error.what();
        }
    }
    throw HttpError(http_status::not_found, refusal);
}

ModelPointer ModelFolder::find(const std::string& force) {
    Entry entry;
    {
        const std::lock_guard lock(m_mutex);
        look();
        entry = entry_of(force);
    }
    return get(entry);
}

std::vector<ModelPointer> ModelFolder::all() {
    std::vector<Entry> entries;
    {
        const std::lock_guard lock(m_mutex);
        look();
        for (const auto& [name, entry] : m_entries) {
            entries.push_back(entry);
        }
    }
    std::vector<ModelPointer> models;
    models.reserve(entries.size());
    for (const Entry& entry : entries) {
        models.push_back(get(entry));
    }
    std::sort(models.begin(), models.end(),
              [](const auto& a, const auto& b) { return a->force() < b->force(); });
    return models;
}

} // namespace crims_tool
