// SPDX-License-Identifier: MIT
#include "toolkit/files/output_file.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "toolkit/text/errors.hpp"
#include "toolkit/text/option_mentions.hpp"
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

/// That of the file that is replaced, or what the user's mask leaves to a new one. (SQLite and GDAL
/// would give it others.)
mode_t mode_for(const std::string& path) {
    struct stat replaced = {};
    if (::stat(path.c_str(), &replaced) == 0) {
        return replaced.st_mode & 07777U;
    }
    const mode_t mask = ::umask(S_IRWXG | S_IRWXO); // it can only be read by setting it
    ::umask(mask);
    return 0666U & ~mask;
}

/// Renames unless there is a file of that name; false if there is one, EINVAL and the like where
/// neither the system nor the disk can do so in one step.
bool rename_to_new(const std::string& from, const std::string& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return true;
    }
    if (errno == EEXIST) {
        return false;
    }
    if (::link(from.c_str(), to.c_str()) != 0) { // network drives know links only
        return false;
    }
    ::unlink(from.c_str());
    return true;
}

/// Replaces a file that is there but empty, as mktemp makes it; false if it is not, or has been
/// replaced by another run in the meantime, which holds the same lock while it does so.
bool replace_empty(const std::string& from, const std::string& to) {
    const Descriptor empty = open_file(to, O_RDONLY);
    struct stat locked = {};
    struct stat named = {};
    return empty.number() >= 0 && ::flock(empty.number(), LOCK_EX) == 0 &&
           ::fstat(empty.number(), &locked) == 0 && ::stat(to.c_str(), &named) == 0 &&
           locked.st_ino == named.st_ino && locked.st_dev == named.st_dev && locked.st_size == 0 &&
           std::rename(from.c_str(), to.c_str()) == 0;
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
    if (!fs::is_symlink(path, ignored)) {
        return path;
    }
    if (!fs::exists(path, ignored)) {
        throw DataError(fmt::format(
            "{}: it is a link to {}, which does not exist; name that file, or remove the link",
            path, fs::read_symlink(path, ignored).string()));
    }
    return fs::canonical(path).string();
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

void TemporaryFile::complete_for(const std::string& path) const {
    const Descriptor file = open_file(m_path, O_RDONLY);
    if (file.number() < 0 || ::fchmod(file.number(), mode_for(path)) != 0 ||
        ::fsync(file.number()) != 0) {
        fail(path);
    }
}

void TemporaryFile::publish_as(const std::string& path) {
    complete_for(path);
    if (!publish_part(m_path, [&] { return std::rename(m_path.c_str(), path.c_str()) == 0; })) {
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
        std::error_code ignored;
        if (fs::exists(path, ignored)) {
            if (publish_part(m_path, [&] { return replace_empty(m_path, path); })) {
                break;
            }
        } else if (publish_part(m_path, [&] { // a disk without links
                       return std::rename(m_path.c_str(), path.c_str()) == 0;
                   })) {
            break;
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
    : m_is_stream(path == standard_output || is_special(path)), m_overwrite(overwrite),
      m_path(resolved(path)), m_temporary(m_is_stream ? "" : path_beside(m_path, "")) {
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
        m_temporary.publish_as(m_path, m_overwrite);
    }
}

OutputFile::OutputFile(const std::string& path, std::string content, bool overwrite)
    : m_path(path), m_content(std::move(content)), m_overwrite(overwrite) {
    if (path != standard_output && !is_special(path)) {
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
    require_writable_folder(resolved(path));
    if (holds_content(path) && !overwrite) {
        throw DataError(fmt::format(
            "{}: the file exists already; choose another name or give ⟨--overwrite⟩", path));
    }
}

void write_standard_output(std::string_view text) {
    OutputStream(std::string(standard_output), true).write(shown(text));
}

void write_standard_error(std::string_view text) {
    [[maybe_unused]] const bool written = write_all(STDERR_FILENO, visible(text));
}

} // namespace toolkit
