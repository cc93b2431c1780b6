// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "toolkit/files/part_files.hpp"
#include "toolkit/system/descriptor.hpp"
#include "toolkit/system/file_system.hpp"

namespace toolkit {

/// True if there is a file that something would be lost of: a regular one with at least a byte.
bool holds_content(const std::string& path);

/// Throws DataError if a file could not be made there: no such folder, not a folder, not writable.
/// Removes what processes that are no more left in it.
void require_writable_folder(const std::string& path);

/// What a link points to, so that a rename replaces that and not the link. Throws DataError for a
/// link to nothing: whoever made it may expect something else there.
std::string resolved(const std::string& path);

/// A file beside its target that goes away again, SQLite's journal with it, unless it is published.
class TemporaryFile {
  public:
    explicit TemporaryFile(std::string path);

    ~TemporaryFile();

    TemporaryFile(TemporaryFile&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    TemporaryFile& operator=(TemporaryFile&&) = delete;

    const std::string& path() const { return m_path; }

    /// Gives the file its name, once its content is on the disk, in place of a file that has it.
    /// The new one keeps that one's mode, or has the mode of a new file. Throws DataError.
    void publish_as(const std::string& path);

    /// The same, but only where there is no file with content: false, and nothing is done, if there
    /// is one, be it that another run was faster. Throws DataError.
    bool publish_as_new(const std::string& path);

    /// publish_as if it may replace a file, else publish_as_new, and a DataError if there is one.
    void publish_as(const std::string& path, bool overwrite);

  private:
    void complete_for(const std::string& path) const;

    std::string m_path; ///< empty: there is none, or it has been published
};

/// A file that is written bit by bit, or standard output for "-". It goes by another name until
/// `publish`, and without that nothing remains; standard output, a device or a pipe is written at
/// once. All throw DataError ("No space left on device", a closed pipe).
class OutputStream {
  public:
    /// Without `overwrite` it never replaces a file with content.
    OutputStream(const std::string& path, bool overwrite);

    /// True for standard output, a device or a pipe: what is written there cannot be taken back.
    bool is_stream() const { return m_is_stream; }

    /// Nothing is buffered here: few large pieces are best. They end where a character does. A
    /// terminal gets what is in them made visible; a pipe or a file the same bytes.
    void write(std::string_view text);

    /// Call after the last piece: all is on the disk when it returns.
    void finish();

    /// Gives the file its name. Throws DataError if another program was faster, and its file may
    /// not be replaced.
    void publish();

  private:
    bool m_is_stream;
    bool m_overwrite;
    std::string m_path;
    TemporaryFile m_temporary; ///< none for a stream
    Descriptor m_file;         ///< none for standard output
};

/// A text file, or standard output for "-". The content is on the disk, under another name, once it
/// is constructed; `publish` makes it visible, and without it nothing remains. A device or pipe is
/// written by `publish`.
class OutputFile {
  public:
    /// Throws DataError if the content cannot be written.
    OutputFile(const std::string& path, std::string content, bool overwrite);

    /// True for standard output, a device or a pipe: what is published there cannot be taken back.
    bool is_stream() const { return !m_file; }

    void publish();

    /// True for an existing device or pipe, such as /dev/null.
    static bool is_device(const std::string& path);

    /// Refuses, before any work, a path that could not be written. Throws DataError.
    static void require_writable(const std::string& path, bool overwrite);

  private:
    void write(OutputStream& stream) const;

    std::string m_path;
    std::string m_content;
    bool m_overwrite;
    std::optional<OutputStream> m_file; ///< none for a stream
};

/// A text for people, made visible: all of it, or DataError ("No space left on device", a broken
/// pipe).
void write_standard_output(std::string_view text);

/// The same on standard error. Where nobody listens there is nothing left to tell it to.
void write_standard_error(std::string_view text);

} // namespace toolkit
