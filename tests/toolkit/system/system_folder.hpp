// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "toolkit/system/descriptor.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/native_path.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/system/process.hpp"

/// A folder with a name that no code page has, which goes away with the test.
class SystemFolder {
  public:
    SystemFolder()
        : m_path(toolkit::in_folder(toolkit::path_text(std::filesystem::temp_directory_path()),
                                    "crimekit Übung 多 " +
                                        std::to_string(toolkit::process_number()))) {
        toolkit::make_folders(m_path);
    }

    ~SystemFolder() { toolkit::remove_tree(m_path); }

    SystemFolder(const SystemFolder&) = delete;
    SystemFolder(SystemFolder&&) = delete;
    SystemFolder& operator=(const SystemFolder&) = delete;
    SystemFolder& operator=(SystemFolder&&) = delete;

    const std::string& path() const { return m_path; }

    std::string file(const std::string& name) const { return toolkit::in_folder(m_path, name); }

    /// Makes a file, and gives its path.
    std::string made(const std::string& name, const std::string& content) const {
        const std::string path = file(name);
        const toolkit::Descriptor made = toolkit::create_file(path);
        toolkit::write_some(made.number(), content);
        return path;
    }

  private:
    std::string m_path;
};
