// SPDX-License-Identifier: MIT
#include "crims_tool/fetch/archives.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/fetch/manifest.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/files/zip_directory.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/police/street_file_name.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::ZipEntry;

/// A street-level file in an archive.
struct Member {
    crims::Month month;
    std::string force;
    ZipEntry entry;
};

/// An archive on the server.
class RemoteArchive {
  public:
    RemoteArchive(std::string address, toolkit::HttpClient& client)
        : m_address(std::move(address)), m_client(client), m_file(client.inspect(m_address)) {
        const toolkit::ZipSource source{
            .size = m_file.size, .read = [this](std::uint64_t begin, std::uint64_t end) {
                return m_client.get_range(m_address, begin, end, m_file.etag);
            }};
        for (ZipEntry& entry : toolkit::read_zip_entries(source, m_address)) {
            const std::string name = toolkit::file_name_of(entry.name);
            if (const auto street = toolkit::parse_street_file_name(name)) {
                m_members.push_back({street->month, street->force, std::move(entry)});
            }
        }
    }

    const std::string& address() const { return m_address; }

    const toolkit::RemoteFile& file() const { return m_file; }

    const std::vector<Member>& members() const { return m_members; }

    std::string content(const ZipEntry& entry) const {
        return toolkit::unpacked(
            entry, m_client.get_range(m_address, entry.begin, entry.end, m_file.etag), m_address);
    }

  private:
    std::string m_address;
    toolkit::HttpClient& m_client;
    toolkit::RemoteFile m_file;
    std::vector<Member> m_members;
};

RemoteArchive open_archive(const ArchiveRequest& request, crims::Month month,
                           toolkit::HttpClient& client) {
    try {
        return {fmt::format("{}/{}.zip", request.address, month_text(month)), client};
    } catch (const toolkit::FileChanged&) {
        throw;
    } catch (const DataError& error) {
        throw DataError(fmt::format(
            "{} (the archive of {} may not be published; name the newest one to use with ⟨--archive⟩)",
            error.what(), month_text(month)));
    }
}

class CrimeFetcher {
  public:
    CrimeFetcher(const ArchiveRequest& request, toolkit::HttpClient& client,
                 toolkit::Console& console)
        : m_request(request), m_client(client), m_console(console),
          m_manifest(read_manifest(request.output)) {}

    FetchedCrimes take() {
        std::set<crims::Month> wanted;
        for (std::size_t i = 0; i < m_request.months.size(); ++i) {
            wanted.insert(m_request.months.from + std::chrono::months(static_cast<int>(i)));
        }
        for (const crims::Month month : archives_for(m_request.months, m_request.newest)) {
            take_archive(open_archive(m_request, month, m_client), wanted);
        }
        write_manifest(m_request.output, m_manifest);
        m_result.missing.assign(wanted.begin(), wanted.end());
        if (m_result.files.empty()) {
            throw DataError(fmt::format("{}: its archives have no crimes of {} from {} to {}",
                                        toolkit::without_password(m_request.address),
                                        m_result.force, month_text(m_request.months.from),
                                        month_text(m_request.months.to)));
        }
        std::sort(m_result.files.begin(), m_result.files.end(),
                  [](const FetchedFile& a, const FetchedFile& b) { return a.month < b.month; });
        return std::move(m_result);
    }

  private:
    void take_archive(const RemoteArchive& archive, std::set<crims::Month>& wanted) {
        warn_of_change(archive);
        if (m_result.force.empty()) {
            std::set<std::string> slugs;
            for (const Member& member : archive.members()) {
                slugs.insert(member.force);
            }
            m_result.force = toolkit::find_force(m_request.force, {slugs.begin(), slugs.end()});
        }
        m_result.archives.push_back({archive.address(), archive.file()});
        m_manifest.json()["archives"][archive.address()] = {
            {"bytes", archive.file().size},
            {"etag", archive.file().etag},
            {"last_modified", archive.file().last_modified}};
        for (const Member& member : archive.members()) {
            if (member.force == m_result.force && wanted.contains(member.month)) {
                take_member(archive, member);
                wanted.erase(member.month);
                m_console.progress(static_cast<std::int64_t>(m_result.files.size()),
                                   static_cast<std::int64_t>(m_request.months.size()));
            }
        }
    }

    /// What is there already is compared by its checksum, so nothing old is kept by mistake.
    void warn_of_change(const RemoteArchive& archive) {
        const std::string before = m_manifest.etag_of(archive.address());
        if (!before.empty() && !archive.file().etag.empty() && before != archive.file().etag) {
            m_console.warn(fmt::format(
                "{}: the archive was replaced on the server since it was last fetched from; months that differ are fetched again.",
                archive.address()));
        }
    }

    void take_member(const RemoteArchive& archive, const Member& member) {
        const std::string name = toolkit::file_name_of(member.entry.name);
        // As the list of files has it on every system.
        const std::string below = fmt::format("{}/{}", month_text(member.month), name);
        const std::string path = toolkit::in_folder(m_request.output, below);
        FetchedFile file{.path = below,
                         .month = member.month,
                         .bytes = member.entry.size,
                         .sha256 = {},
                         .archive = archive.address()};
        if (toolkit::path_exists(path)) {
            const std::string content = toolkit::read_whole_file(path, path);
            file.sha256 = toolkit::sha256_of(content);
            file.was_there = content.size() == member.entry.size &&
                             toolkit::crc32_of(content) == member.entry.crc;
            require_replaceable(path, file);
        }
        if (!file.was_there) {
            std::string content = archive.content(member.entry);
            file.sha256 = toolkit::sha256_of(content);
            note(file); // first, so that a run that is killed here knows its own
            publish(path, std::move(content));
        } else {
            note(file);
        }
        m_result.files.push_back(std::move(file));
    }

    /// What this command has not written may be the user's own.
    void require_replaceable(const std::string& path, const FetchedFile& file) const {
        if (!file.was_there && !m_request.overwrite &&
            m_manifest.sha256_of(file.path) != file.sha256) {
            throw DataError(fmt::format(
                "{}: it is another file than the archive's, and not as it was fetched; move it away, or replace it with ⟨--overwrite⟩",
                path));
        }
    }

    void note(const FetchedFile& file) {
        nlohmann::ordered_json& noted = m_manifest.json()["files"][file.path];
        nlohmann::ordered_json now{
            {"sha256", file.sha256}, {"bytes", file.bytes}, {"archive", file.archive}};
        if (noted != now) {
            noted = std::move(now);
            write_manifest(m_request.output, m_manifest);
        }
    }

    static void publish(const std::string& path, std::string content) {
        const std::string folder = toolkit::folder_of(path);
        if (const std::error_code error = toolkit::make_folders(folder)) {
            throw DataError(
                fmt::format("{}: the folder cannot be made: {}", folder, error.message()));
        }
        toolkit::OutputFile(path, std::move(content), true).publish();
    }

    const ArchiveRequest& m_request;
    toolkit::HttpClient& m_client;
    toolkit::Console& m_console;
    Manifest m_manifest;
    FetchedCrimes m_result;
};

} // namespace

std::vector<crims::Month> archives_for(const MonthRange& months, crims::Month newest) {
    std::vector<crims::Month> archives;
    crims::Month archive = newest;
    while (true) {
        const MonthRange held{archive - std::chrono::months(months_an_archive - 1), archive};
        if (held.from <= months.to && months.from <= held.to) {
            archives.push_back(archive);
        }
        if (held.from <= months.from) {
            return archives;
        }
        archive -= std::chrono::months(months_an_archive);
    }
}

FetchedCrimes fetch_crimes(const ArchiveRequest& request, toolkit::HttpClient& client,
                           toolkit::Console& console) {
    return CrimeFetcher(request, client, console).take();
}

} // namespace crims_tool
