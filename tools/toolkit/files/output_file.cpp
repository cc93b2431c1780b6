// SPDX-License-Identifier: MIT
#include "toolkit/files/output_file.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "toolkit/text/errors.hpp"
#include "toolkit/text/visible.hpp"

namespace toolkit {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view standard_output = "-";

std::string reason() {
    return std::generic_category().message(errno);
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
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

bool is_special(const std::string& path) {
    std::error_code ignored;
    const fs::file_status status = fs::status(path, ignored);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

Descriptor open_file(const std::string& path, int flags) {
    constexpr mode_t permissions = 0666; // less the user's mask
    return Descriptor(::open(path.c_str(), flags | O_CLOEXEC, permissions));
}

[[noreturn]] void fail(const std::string& path) {
    const std::string shown = path == standard_output ? "standard output" : path;
    throw DataError(fmt::format("{}: cannot be written: {}", shown, reason()));
}

} // namespace

Descriptor::~Descriptor() {
    if (m_number >= 0) {
        ::close(m_number);
    }
}

bool Descriptor::close() {
    return ::close(std::exchange(m_number, -1)) == 0;
}

bool holds_content(const std::string& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) {
        return false;
    }
    return !fs::is_regular_file(path, ignored) || fs::file_size(path, ignored) > 0;
}

void require_writable_folder(const std::string& path) {
    fs::path folder = fs::path(path).parent_path();
    folder = folder.empty() ? "." : folder;
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
        throw DataError(fmt::format("{}: there is no folder {}", path, folder.string()));
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
        throw DataError(fmt::format("{}: the folder {} may not be written: {}", path,
                                    folder.string(), reason()));
    }
    remove_abandoned_parts(path);
}

std::string resolved(const std::string& path) {
    std::error_code ignored;
    return fs::is_symlink(path, ignored) ? fs::weakly_canonical(path).string() : path;
}

bool is_same_file(const std::string& a, const std::string& b) {
    std::error_code failed;
    const bool same = fs::equivalent(a, b, failed);
    if (!failed) {
        return same;
    }
    return fs::weakly_canonical(fs::absolute(a), failed) ==
           fs::weakly_canonical(fs::absolute(b), failed);
}

TemporaryFile::TemporaryFile(std::string path) : m_path(std::move(path)) {
    if (!m_path.empty()) {
        note_part(m_path);
    }
}

TemporaryFile::~TemporaryFile() {
    if (!m_path.empty()) {
        std::error_code ignored;
        fs::remove(m_path, ignored);
        fs::remove(m_path + "-journal", ignored);
        forget_part(m_path);
    }
}

void TemporaryFile::publish_as(const std::string& path) {
    const Descriptor file = open_file(m_path, O_RDONLY);
    if (file.number() < 0 || ::fsync(file.number()) != 0 || !publish_part(m_path, path)) {
        fail(path);
    }
    m_path.clear();
}

OutputStream::OutputStream(const std::string& path)
    : m_is_stream(path == standard_output || is_special(path)), m_path(resolved(path)),
      m_temporary(m_is_stream ? "" : path_beside(m_path, "")) {
    if (m_path == standard_output) {
        return;
    }
    m_file = is_stream() ? open_file(m_path, O_WRONLY)
                         : open_file(m_temporary.path(), O_WRONLY | O_CREAT | O_TRUNC);
    if (m_file.number() < 0) {
        fail(m_path);
    }
}

void OutputStream::write(std::string_view text) {
    if (m_path == standard_output && ::isatty(STDOUT_FILENO) == 1) {
        if (!write_all(STDOUT_FILENO, visible(text))) {
            fail(m_path);
        }
        return;
    }
    if (!write_all(m_path == standard_output ? STDOUT_FILENO : m_file.number(), text)) {
        fail(m_path);
    }
}

void OutputStream::finish() {
    if (m_path == standard_output) {
        return;
    }
    if ((!is_stream() && ::fsync(m_file.number()) != 0) || !m_file.close()) {
        fail(m_path);
    }
}

void OutputStream::publish() {
    if (!is_stream()) {
        m_temporary.publish_as(m_path);
    }
}

OutputFile::OutputFile(const std::string& path, std::string content)
    : m_path(path), m_content(std::move(content)) {
    if (path != standard_output && !is_special(path)) {
        write(m_file.emplace(path));
    }
}

void OutputFile::write(OutputStream& stream) const {
    stream.write(m_content);
    stream.finish();
}

void OutputFile::publish() {
    if (is_stream()) {
        OutputStream stream(m_path);
        write(stream);
    } else {
        m_file->publish();
    }
}

bool OutputFile::is_device(const std::string& path) {
    return is_special(path);
}

void OutputFile::require_writable(const std::string& path, bool overwrite) {
    if (path == standard_output || is_special(path)) {
        return;
    }
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
        throw DataError(fmt::format("{}: it is a folder; name a file in it", path));
    }
    if (holds_content(path) && !overwrite) {
        throw DataError(
            fmt::format("{}: it exists already; choose another name or allow --overwrite", path));
    }
    require_writable_folder(path);
}

void write_standard_output(std::string_view text) {
    OutputStream(std::string(standard_output)).write(visible(text));
}

void write_standard_error(std::string_view text) {
    [[maybe_unused]] const bool written = write_all(STDERR_FILENO, visible(text));
}

} // namespace toolkit
