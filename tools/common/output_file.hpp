// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace toolkit {

/// True if there is a file that something would be lost of: a regular one with at least a byte.
bool holds_content(const std::string& path);

/// Throws DataError if a file could not be made there: no such folder, not a folder, not writable.
void require_writable_folder(const std::string& path);

/// A hidden name in the same folder, so that a rename is atomic: ".NAME.part-PID" and an ending.
std::string path_beside(const std::string& path, std::string_view ending);

/// What a link points to, so that a rename replaces that and not the link.
std::string resolved(const std::string& path);

/// True if both paths lead to one file, which need not exist.
bool is_same_file(const std::string& a, const std::string& b);

/// A file beside its target that goes away again, SQLite's journal with it, unless it is published.
class TemporaryFile {
  public:
    explicit TemporaryFile(std::string path) : m_path(std::move(path)) {}

    ~TemporaryFile();

    TemporaryFile(TemporaryFile&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    TemporaryFile& operator=(TemporaryFile&&) = delete;

    const std::string& path() const { return m_path; }

    /// Gives the file its name, once its content is on the disk. Throws DataError.
    void publish_as(const std::string& path);

  private:
    std::string m_path; ///< empty: there is none, or it has been published
};

/// A text file, or standard output for "-". The content is on the disk, under another name, once it
/// is constructed; `publish` makes it visible, and without it nothing remains. A device or pipe is
/// written by `publish`.
class OutputFile {
  public:
    /// Throws DataError if the content cannot be written.
    OutputFile(const std::string& path, std::string content);

    /// True for standard output, a device or a pipe: what is published there cannot be taken back.
    bool is_stream() const { return m_temporary.path().empty(); }

    void publish();

    /// True for an existing device or pipe, such as /dev/null.
    static bool is_device(const std::string& path);

    /// Refuses, before any work, a path that could not be written. Throws DataError.
    static void require_writable(const std::string& path, bool overwrite);

  private:
    std::string m_path;
    std::string m_content;
    TemporaryFile m_temporary; ///< none for a stream
};

/// All of it, or DataError ("No space left on device", a broken pipe).
void write_standard_output(std::string_view text);

} // namespace toolkit
