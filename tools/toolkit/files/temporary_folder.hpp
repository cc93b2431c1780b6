// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace toolkit {

/// A folder beside its target, for what consists of several files. It goes away again with all that
/// is in it, unless it is published. Whoever uses it makes it.
class TemporaryFolder {
  public:
    explicit TemporaryFolder(std::string path);

    ~TemporaryFolder();

    TemporaryFolder(TemporaryFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    const std::string& path() const { return m_path; }

    /// Gives the folder its name in one step, in place of a folder that has it if it may replace
    /// one. Throws DataError.
    void publish_as(const std::string& path, bool overwrite);

    /// Gives the files in it their names in the folder of `main`, which is one of them and appears
    /// last; `replaced` are the files that go before, `main` first. A stop by the user comes before
    /// or after all of it. Throws DataError, if one is there and must not be replaced too.
    void publish_files(const std::string& main, const std::vector<std::string>& replaced,
                       bool overwrite);

  private:
    void sync(const std::string& path) const;

    std::string m_path; ///< empty: there is none, or it has been published
};

} // namespace toolkit
