// SPDX-License-Identifier: MIT
#include "crims_tool/fetch/manifest.hpp"

#include <fmt/format.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

std::string path_in(const std::string& folder) {
    return toolkit::in_folder(folder, "fetched.json");
}

std::string text_at(const nlohmann::ordered_json& json, const char* list, const std::string& name,
                    const char* key) {
    const auto entries = json.find(list);
    if (entries == json.end() || !entries->is_object()) {
        return "";
    }
    const auto entry = entries->find(name);
    return entry != entries->end() && entry->is_object() ? entry->value(key, std::string())
                                                         : std::string();
}

} // namespace

std::string Manifest::etag_of(const std::string& archive) const {
    return text_at(m_json, "archives", archive, "etag");
}

std::string Manifest::sha256_of(const std::string& path) const {
    return text_at(m_json, "files", path, "sha256");
}

Manifest read_manifest(const std::string& folder) {
    const std::string path = path_in(folder);
    nlohmann::ordered_json json{{"archives", nlohmann::ordered_json::object()},
                                {"files", nlohmann::ordered_json::object()}};
    if (!toolkit::path_exists(path)) {
        return Manifest(std::move(json));
    }
    try {
        json.update(nlohmann::ordered_json::parse(toolkit::read_whole_file(path, path)));
    } catch (const nlohmann::json::exception&) {
        throw toolkit::DataError(fmt::format(
            "{}: it is not the list of files that this command writes; move it away", path));
    }
    return Manifest(std::move(json));
}

void write_manifest(const std::string& folder, const Manifest& manifest) {
    toolkit::OutputFile(path_in(folder), manifest.json().dump(2) + "\n", true).publish();
}

} // namespace crims_tool
