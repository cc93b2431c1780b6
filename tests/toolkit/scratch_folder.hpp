// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <filesystem>
#include <string>

#include <gdal.h>
#include <unistd.h>

/// A folder that goes away with the test.
class ScratchFolder {
  public:
    ScratchFolder() {
        static std::atomic<int> number = 0;
        m_path = std::filesystem::temp_directory_path() /
                 ("crimekit-test-" + std::to_string(getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directories(m_path);
        GDALAllRegister();
    }

    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder(ScratchFolder&&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ScratchFolder& operator=(ScratchFolder&&) = delete;

    const std::filesystem::path& path() const { return m_path; }

    std::string file(const std::string& name) const { return (m_path / name).string(); }

  private:
    std::filesystem::path m_path;
};
