// SPDX-License-Identifier: MIT
#include "toolkit/files/output_file.hpp"

#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "toolkit/system/paths.hpp"
#include "toolkit/system/publishing.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/visible.hpp"

namespace toolkit {

namespace {

constexpr std::string_view to_standard_output = "-";

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const std::ptrdiff_t written = write_some(descriptor, text);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

[[noreturn]] void fail(const std::string& path) {
    const std::string shown = path == to_standard_output ? "standard output" : path;
    throw DataError(fmt::format("{}: cannot be written: {}", shown, reason_of_failure()));
}

/// What is written first has the longest name of all: that of SQLite's journal. The system tells
/// by itself whether it takes it: /proc says that it may be written, and has no room.
void require_file_can_be_made(const std::string& path) {
    const TemporaryFile probe(path_beside(path, ending_of(path) + "-journal"));
    if (create_file(probe.path()).number() < 0) {
        fail(path);
    }
}

} // namespace

bool holds_content(const std::string& path) {
    if (!path_exists(path)) {
        return false;
    }
    return !is_regular_file(path) || size_of_file(path) > 0;
}

void require_writable_folder(const std::string& path) {
    const std::string named = folder_of(path);
    const std::string folder = named.empty() ? "." : named;
    if (!is_folder(folder)) {
        throw DataError(fmt::format("{}: there is no folder {}", path, folder));
    }
    if (!may_write_folder(folder)) {
        throw DataError(fmt::format("{}: the folder {} may not be written: {}", path, folder,
                                    reason_of_failure()));
    }
    // What file systems allow, less what the file is called as long as it is not complete.
    constexpr std::size_t longest_name = 255;
    if (file_name_of(path_beside(path, "-journal")).size() > longest_name) {
        throw DataError(
            fmt::format("{}: the name of the file is too long; choose a shorter one", path));
    }
    remove_abandoned_parts(path);
    require_file_can_be_made(path);
}

std::string resolved(const std::string& path) {
    if (!is_link(path)) {
        return path;
    }
    if (!path_exists(path)) {
        throw DataError(fmt::format(
            "{}: it is a link to {}, which does not exist; name that file, or remove the link",
            path, link_target(path)));
    }
    return canonical_path(path);
}

TemporaryFile::TemporaryFile(std::string path) : m_path(std::move(path)) {
    if (!m_path.empty()) {
        note_part(m_path);
    }
}

TemporaryFile::~TemporaryFile() {
    if (!m_path.empty()) {
        remove_file(m_path);
        remove_file(m_path + "-journal");
        forget_part(m_path);
    }
}

void TemporaryFile::complete_for(const std::string& path) const {
    if (!sync_file_for(m_path, path)) {
        fail(path);
    }
}

void TemporaryFile::publish_as(const std::string& path) {
    complete_for(path);
    if (!publish_part(m_path, [&] { return rename_over(m_path, path); })) {
        fail(path);
    }
    m_path.clear();
}

bool TemporaryFile::publish_as_new(const std::string& path) {
    complete_for(path);
    while (!publish_part(m_path, [&] { return rename_to_new(m_path, path); })) {
        if (holds_content(path)) {
            return false;
        }
        if (path_exists(path)) {
            if (publish_part(m_path, [&] { return rename_over_empty(m_path, path); })) {
                break;
            }
        } else if (publish_part(m_path, [&] { return rename_over(m_path, path); })) {
            break; // a disk without links
        } else {
            fail(path);
        }
    }
    m_path.clear();
    return true;
}

void TemporaryFile::publish_as(const std::string& path, bool overwrite) {
    if (overwrite) {
        publish_as(path);
    } else if (!publish_as_new(path)) {
        throw DataError(fmt::format(
            "{}: another program wrote it after this run began; choose another name or give ⟨--overwrite⟩",
            path));
    }
}

OutputStream::OutputStream(const std::string& path, bool overwrite)
    : m_is_stream(path == to_standard_output || is_special_file(path)), m_overwrite(overwrite),
      m_path(resolved(path)), m_temporary(m_is_stream ? "" : path_beside(m_path, "")) {
    if (m_path == to_standard_output) {
        return;
    }
    m_file = is_stream() ? open_to_write(m_path) : create_file(m_temporary.path());
    if (m_file.number() < 0) {
        fail(m_path);
    }
}

void OutputStream::write(std::string_view text) {
    if (m_path == to_standard_output && is_terminal(standard_output)) {
        if (!write_all(standard_output, visible(text))) {
            fail(m_path);
        }
        return;
    }
    if (!write_all(m_path == to_standard_output ? standard_output : m_file.number(), text)) {
        fail(m_path);
    }
}

void OutputStream::finish() {
    if (m_path == to_standard_output) {
        return;
    }
    if ((!is_stream() && !sync(m_file.number())) || !m_file.close()) {
        fail(m_path);
    }
}

void OutputStream::publish() {
    if (!is_stream()) {
        m_temporary.publish_as(m_path, m_overwrite);
    }
}

OutputFile::OutputFile(const std::string& path, std::string content, bool overwrite)
    : m_path(path), m_content(std::move(content)), m_overwrite(overwrite) {
    if (path != to_standard_output && !is_special_file(path)) {
        write(m_file.emplace(path, overwrite));
    }
}

void OutputFile::write(OutputStream& stream) const {
    stream.write(m_content);
    stream.finish();
}

void OutputFile::publish() {
    if (is_stream()) {
        OutputStream stream(m_path, m_overwrite);
        write(stream);
    } else {
        m_file->publish();
    }
}

bool OutputFile::is_device(const std::string& path) {
    return is_special_file(path);
}

void OutputFile::require_writable(const std::string& path, bool overwrite) {
    if (path == to_standard_output || is_special_file(path)) {
        return;
    }
    if (is_folder(path)) {
        throw DataError(fmt::format("{}: it is a folder; name a file in it", path));
    }
    require_writable_folder(resolved(path));
    if (holds_content(path) && !overwrite) {
        throw DataError(fmt::format(
            "{}: the file exists already; choose another name or give ⟨--overwrite⟩", path));
    }
    if (!can_be_replaced(resolved(path))) {
        throw DataError(fmt::format(
            "{}: another program has it open; close it there, or choose another name", path));
    }
}

void write_standard_output(std::string_view text) {
    OutputStream(std::string(to_standard_output), true).write(shown(text));
}

void write_standard_error(std::string_view text) {
    [[maybe_unused]] const bool written = write_all(standard_error, visible(text));
}

} // namespace toolkit
