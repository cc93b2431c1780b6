// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/text/errors.hpp"

namespace toolkit {

/// What a server says to one request.
struct HttpAnswer {
    int status = 0; ///< 200, 404, ...; 0: no whole answer came
    std::string body = {};
    std::map<std::string, std::string> headers = {}; ///< by names in lower case
    std::string failure = {};                        ///< of the connection; empty: none

    /// Empty if there is none.
    std::string header(const std::string& name) const;
};

/// A file as its server describes it.
struct RemoteFile {
    std::uint64_t size = 0;
    std::string etag = {};          ///< empty: not told
    std::string last_modified = {}; ///< likewise
};

/// The file on the server is not the one that was begun.
class FileChanged : public DataError {
  public:
    using DataError::DataError;
};

/// How long the server wants to be left alone, by its header Retry-After: seconds or a date. No
/// value where it says nothing that can be understood.
std::optional<std::chrono::seconds> retry_after(const HttpAnswer& answer,
                                                std::chrono::sys_seconds now);

/// How a client waits, and what for.
struct HttpPatience {
    std::uint32_t retries = 5;
    std::chrono::seconds longest_wait = std::chrono::minutes(10); ///< that a server may ask for

    /// Called several times a second while it waits; may throw to stop.
    std::function<void()> while_waiting = [] {};
};

/// Asks by GDAL, which is built on libcurl: proxies, certificates and its settings GDAL_HTTP_* hold
/// as for addresses that the commands read. One connection is used as long as it lasts.
class HttpClient {
  public:
    explicit HttpClient(HttpPatience patience);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient(HttpClient&&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    HttpClient& operator=(HttpClient&&) = delete;

    /// Asks until there is an answer: a server that is busy (429, 500, 502, 503, 504) or cannot be
    /// reached is asked again, after the time that it names, else after 1, 2, 4, ... seconds. Any
    /// other status is returned. Throws DataError that names the address and the last reason.
    HttpAnswer get(const std::string& address);

    /// Size and version of a file whose parts can be got. Throws DataError as `get_range` does, and
    /// for any status but success.
    RemoteFile inspect(const std::string& address);

    /// The bytes from `begin` up to `end` of a file that has this ETag (empty: not known). A cut
    /// connection goes on where it ended. Throws DataError as `get` does, if the server gives no
    /// byte ranges, and FileChanged if it has another file by now.
    std::string get_range(const std::string& address, std::uint64_t begin, std::uint64_t end,
                          const std::string& etag);

    /// How many bytes have been received, headers left out.
    std::uint64_t received() const { return m_received; }

  private:
    HttpAnswer ask(const std::string& address, const std::vector<std::string>& headers);
    void wait_for_next(const std::string& address, const HttpAnswer& answer,
                       std::uint32_t tries) const;

    HttpPatience m_patience;
    std::string m_connection;
    std::uint64_t m_received = 0;
};

/// "404 Not Found".
std::string status_text(int status);

} // namespace toolkit
