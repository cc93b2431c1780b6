// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace toolkit {

/// True if there is a file that something would be lost of: a regular one with at least a byte.
bool holds_content(const std::string& path);

/// Throws DataError if a file could not be made there: no such folder, not a folder, not writable.
void require_writable_folder(const std::string& path);

/// A hidden name in the same folder, so that a rename is atomic: ".NAME.part-PID" and an ending.
std::string path_beside(const std::string& path, std::string_view ending);

/// Makes sure a finished file is on the disk, then gives it its name. Throws DataError.
void move_into_place(const std::string& written, const std::string& path);

/// A text file, or standard output for "-". The content is on the disk, under another name, once it
/// is constructed; `publish` makes it visible, and without it nothing remains. A device or pipe is
/// written by `publish`.
class OutputFile {
  public:
    /// Throws DataError if the content cannot be written.
    OutputFile(std::string path, std::string content);
    ~OutputFile();
    OutputFile(OutputFile&& other) noexcept;
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    OutputFile& operator=(OutputFile&&) = delete;

    void publish();

    /// Refuses, before any work, a path that could not be written. Throws DataError.
    static void require_writable(const std::string& path, bool overwrite);

  private:
    std::string m_path;
    std::string m_content;
    std::string m_written_path; ///< empty: written straight by publish
};

/// All of it, or DataError ("No space left on device", a broken pipe).
void write_standard_output(std::string_view text);

} // namespace toolkit
