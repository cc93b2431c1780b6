// SPDX-License-Identifier: MIT
#include "toolkit/http/client.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <iomanip>
#include <locale>
#include <memory>
#include <sstream>
#include <string_view>
#include <thread>
#include <utility>

#include <cpl_http.h>
#include <cpl_string.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/number.hpp"

namespace toolkit {

namespace {

constexpr int partial_content = 206;

struct DestroyResult {
    void operator()(CPLHTTPResult* result) const { CPLHTTPDestroyResult(result); }
};

using ResultPointer = std::unique_ptr<CPLHTTPResult, DestroyResult>;

/// GDAL tells the status of an answer that is an error in words alone.
int status_of(const CPLHTTPResult& result, const HttpAnswer& answer) {
    constexpr std::string_view words = "HTTP error code : ";
    const std::string_view error = result.pszErrBuf == nullptr ? "" : result.pszErrBuf;
    if (error.starts_with(words)) {
        return static_cast<int>(read_number(std::string(error.substr(words.size()))).value_or(0));
    }
    if (result.nStatus != 0 || !error.empty()) {
        return 0;
    }
    constexpr int ok = 200;
    return answer.header("content-range").empty() ? ok : partial_content;
}

HttpAnswer answer_of(const CPLHTTPResult& result, const GdalErrors& errors) {
    HttpAnswer answer;
    for (const char* const* header = result.papszHeaders; header != nullptr && *header != nullptr;
         ++header) {
        const std::string_view line = *header;
        const std::size_t equals = std::min(line.find('='), line.size() - 1);
        answer.headers[lower_case(line.substr(0, equals))] = line.substr(equals + 1);
    }
    answer.body.assign(reinterpret_cast<const char*>(result.pabyData),
                       static_cast<std::size_t>(result.nDataLen));
    answer.status = status_of(result, answer);
    if (answer.status == 0) {
        answer.failure = errors.first_failure("the connection failed");
    }
    return answer;
}

/// "Sun, 29 Nov 2026 02:30:00 GMT".
std::optional<std::chrono::sys_seconds> http_date(const std::string& text) {
    std::istringstream words(text);
    words.imbue(std::locale::classic());
    std::tm read{};
    if (!(words >> std::get_time(&read, "%a, %d %b %Y %H:%M:%S GMT"))) {
        return std::nullopt;
    }
    constexpr int first_year = 1900;
    const std::chrono::year_month_day day(
        std::chrono::year(read.tm_year + first_year),
        std::chrono::month(static_cast<unsigned>(read.tm_mon) + 1),
        std::chrono::day(static_cast<unsigned>(read.tm_mday)));
    return std::chrono::sys_days(day) + std::chrono::hours(read.tm_hour) +
           std::chrono::minutes(read.tm_min) + std::chrono::seconds(read.tm_sec);
}

bool is_busy(int status) {
    constexpr std::array busy{429, 500, 502, 503, 504};
    return std::find(busy.begin(), busy.end(), status) != busy.end();
}

/// What of a file an answer holds: "bytes 0-99/1234".
struct Range {
    std::uint64_t begin = 0;
    std::uint64_t whole = 0;
};

std::optional<Range> range_of(const HttpAnswer& answer) {
    const std::string text = answer.header("content-range");
    constexpr std::string_view unit = "bytes ";
    const std::size_t dash = text.find('-');
    const std::size_t slash = text.find('/');
    if (!text.starts_with(unit) || dash == std::string::npos || slash == std::string::npos) {
        return std::nullopt;
    }
    const auto begin = read_number(text.substr(unit.size(), dash - unit.size()));
    const auto whole = read_number(text.substr(slash + 1));
    if (!begin || !whole || *begin < 0 || *whole < 0) {
        return std::nullopt;
    }
    return Range{static_cast<std::uint64_t>(*begin), static_cast<std::uint64_t>(*whole)};
}

/// A weak tag promises no equal bytes, so a server does not compare by it.
bool is_strong(const std::string& etag) {
    return !etag.empty() && !etag.starts_with("W/");
}

[[noreturn]] void refuse(const std::string& address, const std::string& why) {
    throw DataError(fmt::format("{}: {}", without_password(address), why));
}

/// Throws for an answer that is no part of the file that was asked for, but not for one that may be
/// better next time.
void require_same_file(const std::string& address, const HttpAnswer& answer, std::uint64_t begin,
                       const std::string& etag) {
    constexpr int ok = 200;
    constexpr int precondition_failed = 412;
    constexpr int not_satisfiable = 416;
    if (is_busy(answer.status) || (answer.status == 0 && answer.headers.empty())) {
        return;
    }
    const std::string now = answer.header("etag");
    if (answer.status == precondition_failed || answer.status == not_satisfiable ||
        (!etag.empty() && !now.empty() && now != etag)) {
        throw FileChanged(
            fmt::format("{}: the file on the server was replaced while it was fetched; run again",
                        without_password(address)));
    }
    if (answer.status == ok) {
        refuse(address, "its server gives no parts of a file (byte ranges); download the file");
    }
    const std::optional<Range> range = range_of(answer);
    if (answer.status != 0 && answer.status != partial_content) {
        refuse(address, "it cannot be got: " + status_text(answer.status));
    }
    if (range && range->begin != begin) {
        refuse(address, "its server gives another part of the file than it was asked for");
    }
}

} // namespace

std::string HttpAnswer::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

std::string status_text(int status) {
    static const std::map<int, const char*> names{
        {400, "Bad Request"},         {401, "Unauthorized"},
        {403, "Forbidden"},           {404, "Not Found"},
        {412, "Precondition Failed"}, {416, "Range Not Satisfiable"},
        {429, "Too Many Requests"},   {500, "Internal Server Error"},
        {502, "Bad Gateway"},         {503, "Service Unavailable"},
        {504, "Gateway Timeout"}};
    const auto name = names.find(status);
    return name == names.end() ? std::to_string(status)
                               : fmt::format("{} {}", status, name->second);
}

std::optional<std::chrono::seconds> retry_after(const HttpAnswer& answer,
                                                std::chrono::sys_seconds now) {
    const std::string text = answer.header("retry-after");
    if (text.empty()) {
        return std::nullopt;
    }
    constexpr double longest = 1e9;
    if (const auto seconds = read_number(text)) {
        return *seconds >= 0 && *seconds < longest
                   ? std::optional(
                         std::chrono::seconds(static_cast<std::int64_t>(std::ceil(*seconds))))
                   : std::nullopt;
    }
    const std::optional<std::chrono::sys_seconds> until = http_date(text);
    if (!until) {
        return std::nullopt;
    }
    return std::max(std::chrono::seconds(0), *until - now);
}

HttpClient::HttpClient(HttpPatience patience)
    : m_patience(std::move(patience)),
      m_connection(fmt::format("crimekit {}", static_cast<const void*>(this))) {}

HttpClient::~HttpClient() {
    const GdalErrors errors;
    CPLStringList options;
    options.SetNameValue("CLOSE_PERSISTENT", m_connection.c_str());
    CPLHTTPDestroyResult(CPLHTTPFetch("", options.List()));
}

HttpAnswer HttpClient::ask(const std::string& address, const std::vector<std::string>& headers) {
    CPLStringList options;
    options.SetNameValue("PERSISTENT", m_connection.c_str());
    options.SetNameValue("USERAGENT", "crimekit");
    options.SetNameValue("MAX_RETRY", "0"); // it is patient itself
    options.SetNameValue("CONNECTTIMEOUT", "30");
    options.SetNameValue("LOW_SPEED_TIME", "30");
    options.SetNameValue("LOW_SPEED_LIMIT", "1");
    if (!headers.empty()) {
        options.SetNameValue("HEADERS", fmt::format("{}", fmt::join(headers, "\r\n")).c_str());
    }
    const GdalErrors errors;
    const ResultPointer result(CPLHTTPFetch(address.c_str(), options.List()));
    if (!result) {
        return {.failure = errors.first_failure("the connection failed")};
    }
    HttpAnswer answer = answer_of(*result, errors);
    m_received += answer.body.size();
    return answer;
}

void HttpClient::wait_for_next(const std::string& address, const HttpAnswer& answer,
                               std::uint32_t tries) const {
    const std::string reason =
        answer.status == 0 ? answer.failure : "it answers " + status_text(answer.status);
    const std::string shown = without_password(address);
    if (tries > m_patience.retries) {
        throw DataError(fmt::format("{}: {}, after {} tries; try again later", shown,
                                    without_password(reason), tries));
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    constexpr std::uint32_t most_doublings = 6;
    const std::chrono::seconds wait =
        retry_after(answer, now)
            .value_or(std::chrono::seconds(1U << std::min(tries - 1, most_doublings)));
    if (wait > m_patience.longest_wait) {
        throw DataError(
            fmt::format("{}: {} and asks to be left alone for {} seconds; try again then", shown,
                        reason, wait.count()));
    }
    constexpr auto look = std::chrono::milliseconds(100);
    const auto until = std::chrono::steady_clock::now() + wait;
    while (std::chrono::steady_clock::now() < until) {
        m_patience.while_waiting();
        std::this_thread::sleep_for(look);
    }
}

RemoteFile HttpClient::inspect(const std::string& address) {
    for (std::uint32_t tries = 1;; ++tries) {
        m_patience.while_waiting();
        const HttpAnswer answer = ask(address, {"Range: bytes=0-0", "Accept-Encoding: identity"});
        if (answer.status != 0 && !is_busy(answer.status)) {
            require_same_file(address, answer, 0, "");
            const std::optional<Range> range = range_of(answer);
            if (!range) {
                refuse(address, "its server does not tell how large the file is");
            }
            return {.size = range->whole,
                    .etag = answer.header("etag"),
                    .last_modified = answer.header("last-modified")};
        }
        wait_for_next(address, answer, tries);
    }
}

HttpAnswer HttpClient::get(const std::string& address) {
    for (std::uint32_t tries = 1;; ++tries) {
        m_patience.while_waiting();
        HttpAnswer answer = ask(address, {});
        if (answer.status != 0 && !is_busy(answer.status)) {
            return answer;
        }
        wait_for_next(address, answer, tries);
    }
}

std::string HttpClient::get_range(const std::string& address, std::uint64_t begin,
                                  std::uint64_t end, const std::string& etag) {
    std::string bytes;
    std::uint32_t tries = 0;
    while (bytes.size() < end - begin) {
        m_patience.while_waiting();
        std::vector<std::string> headers{
            fmt::format("Range: bytes={}-{}", begin + bytes.size(), end - 1),
            "Accept-Encoding: identity"};
        if (is_strong(etag)) {
            headers.push_back("If-Match: " + etag);
        }
        const HttpAnswer answer = ask(address, headers);
        require_same_file(address, answer, begin + bytes.size(), etag);
        const std::size_t had = bytes.size();
        if (range_of(answer) && (answer.status == 0 || answer.status == partial_content)) {
            bytes.append(answer.body, 0, end - begin - had);
        }
        if (bytes.size() > had && answer.status == partial_content) {
            continue;
        }
        if (bytes.size() < end - begin) { // cut, or busy
            tries = bytes.size() > had ? 1 : tries + 1;
            wait_for_next(address, answer, tries);
        }
    }
    return bytes;
}

} // namespace toolkit
