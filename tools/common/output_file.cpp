// SPDX-License-Identifier: MIT
#include "common/output_file.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "common/errors.hpp"

namespace toolkit {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view standard_output = "-";

std::string reason() {
    return std::generic_category().message(errno);
}

/// A file descriptor that closes itself; `close` reports.
class Descriptor {
  public:
    Descriptor(const std::string& path, int flags) : m_number(::open(path.c_str(), flags, 0666)) {}

    ~Descriptor() {
        if (m_number >= 0) {
            ::close(m_number);
        }
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    int number() const { return m_number; }

    bool close() { return ::close(std::exchange(m_number, -1)) == 0; }

  private:
    int m_number;
};

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

void write_file(const std::string& path, int flags, const std::string& content, bool sync,
                const std::string& shown) {
    Descriptor file(path, O_WRONLY | O_CLOEXEC | flags);
    const bool written = file.number() >= 0 && write_all(file.number(), content) &&
                         (!sync || ::fsync(file.number()) == 0) && file.close();
    if (!written) {
        throw DataError(fmt::format("{}: cannot be written: {}", shown, reason()));
    }
}

bool is_special(const std::string& path) {
    std::error_code ignored;
    const fs::file_status status = fs::status(path, ignored);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

} // namespace

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
}

std::string path_beside(const std::string& path, std::string_view ending) {
    const fs::path target(path);
    return (target.parent_path() /
            fmt::format(".{}.part-{}{}", target.filename().string(), ::getpid(), ending))
        .string();
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

TemporaryFile::~TemporaryFile() {
    if (!m_path.empty()) {
        std::error_code ignored;
        fs::remove(m_path, ignored);
        fs::remove(m_path + "-journal", ignored);
    }
}

void TemporaryFile::publish_as(const std::string& path) {
    const Descriptor file(m_path, O_RDONLY | O_CLOEXEC);
    if (file.number() < 0 || ::fsync(file.number()) != 0 ||
        std::rename(m_path.c_str(), path.c_str()) != 0) {
        throw DataError(fmt::format("{}: cannot be written: {}", path, reason()));
    }
    m_path.clear();
}

OutputFile::OutputFile(const std::string& path, std::string content)
    : m_path(resolved(path)), m_content(std::move(content)),
      m_temporary(path == standard_output || is_special(path) ? "" : path_beside(m_path, "")) {
    if (!is_stream()) {
        write_file(m_temporary.path(), O_CREAT | O_TRUNC, m_content, true, m_path);
    }
}

void OutputFile::publish() {
    if (m_path == standard_output) {
        write_standard_output(m_content);
    } else if (is_stream()) {
        write_file(m_path, 0, m_content, false, m_path);
    } else {
        m_temporary.publish_as(m_path);
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
    if (!write_all(STDOUT_FILENO, text)) {
        throw DataError(fmt::format("standard output: cannot be written: {}", reason()));
    }
}

} // namespace toolkit
