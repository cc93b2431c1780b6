// SPDX-License-Identifier: MIT
#include "crims_tool/http/message.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

namespace {

/// What one release or another of cpp-httplib asks of a stream beyond the rest: is_writable() until
/// 0.18, the others later. None is marked as an override, since each is one in some releases alone.
class StreamOfAnyRelease : public httplib::Stream {
  public:
    virtual bool is_writable() const { return true; } // NOLINT(modernize-use-override)

    virtual bool wait_readable() const { return is_readable(); }

    virtual bool wait_writable() const { return true; }

    virtual time_t duration() const { return 0; }
};

/// What httplib reads and writes: bytes in memory.
class MemoryStream : public StreamOfAnyRelease {
  public:
    explicit MemoryStream(std::string_view input) : m_input(input) {}

    bool is_readable() const override { return !m_input.empty(); }

    ssize_t read(char* to, std::size_t size) override {
        const std::size_t count = std::min(size, m_input.size());
        std::memcpy(to, m_input.data(), count);
        m_input.remove_prefix(count);
        return static_cast<ssize_t>(count);
    }

    ssize_t write(const char* from, std::size_t size) override {
        m_output.append(from, size);
        return static_cast<ssize_t>(size);
    }

    void get_remote_ip_and_port(std::string& /*address*/, int& /*port*/) const override {}

    void get_local_ip_and_port(std::string& /*address*/, int& /*port*/) const override {}

    socket_t socket() const override { return INVALID_SOCKET; }

    std::string& output() { return m_output; }

  private:
    std::string_view m_input;
    std::string m_output;
};

HttpRequest request_of(const httplib::Request& read, std::string_view body) {
    HttpRequest request{.method = read.method, .path = "", .query = "", .body = std::string(body)};
    const std::size_t question = std::min(read.target.find('?'), read.target.size());
    request.path = percent_decoded(std::string_view(read.target).substr(0, question), false);
    const std::size_t end = std::min(read.target.find('#'), read.target.size());
    if (question < end) {
        request.query = read.target.substr(question + 1, end - question - 1);
    }
    for (const auto& [name, value] : read.headers) {
        request.fields.emplace_back(name, value);
    }
    return request;
}

bool has_no_body(int status) {
    constexpr int not_modified = 304;
    constexpr int no_content = 204;
    return status == not_modified || status == no_content;
}

/// The connection has asked for the body already, where its sender waits to be asked.
std::string without_interim(std::string head) {
    constexpr std::string_view interim = "HTTP/1.1 100";
    constexpr std::string_view end = "\r\n\r\n";
    if (head.starts_with(interim)) {
        head.erase(0, head.find(end) + end.size());
    }
    return head;
}

const char* reason_of(int status) {
    switch (status) {
    case 408:
        return "Request Timeout";
    case 411:
        return "Length Required";
    case 413:
        return "Payload Too Large";
    case 414:
        return "URI Too Long";
    case 431:
        return "Request Header Fields Too Large";
    case 503:
        return "Service Unavailable";
    default:
        return "Bad Request";
    }
}

/// httplib's reading of a request and its writing of a head. Answers are not content of httplib's:
/// they are sent piece by piece, as fast as each client takes them.
class Messages : private httplib::Server {
  public:
    Messages(const RequestHandler& handler, std::string_view body,
             std::shared_ptr<BodyMemory> memory)
        : m_handler(handler), m_body(body), m_memory(std::move(memory)) {
        set_keep_alive_max_count(1'000'000);
        set_pre_routing_handler(
            [this](const httplib::Request& request, httplib::Response& response) {
                handle(request, response);
                return HandlerResponse::Handled;
            });
        set_error_handler(
            HandlerWithResponse([this](const httplib::Request&, httplib::Response& response) {
                return m_is_handled ? HandlerResponse::Unhandled : refuse(response);
            }));
    }

    Answer answer(std::string_view bytes, bool may_keep_alive) {
        MemoryStream stream(bytes);
        bool closed = false;
        process(*this, stream, !may_keep_alive, closed);
        m_answer.head = without_interim(std::move(stream.output()));
        m_answer.keep_alive = may_keep_alive && !closed && m_is_handled && !m_answer.reply.close &&
                              (m_answer.reply.further == nullptr || m_answer.in_chunks);
        return std::move(m_answer);
    }

  private:
    /// Later releases of cpp-httplib are told who is at the other end.
    template<class Self>
    static void process(Self& self, httplib::Stream& stream, bool close, bool& closed) {
        const auto no_ranges = [](httplib::Request& request) { request.ranges.clear(); };
        if constexpr (requires { self.process_request(stream, close, closed, no_ranges); }) {
            self.process_request(stream, close, closed, no_ranges);
        } else {
            self.process_request(stream, "", 0, "", 0, close, closed, no_ranges);
        }
    }

    void handle(const httplib::Request& read, httplib::Response& response) {
        m_is_handled = true;
        Reply& reply = m_answer.reply;
        try {
            reply = m_handler(request_of(read, m_body));
        } catch (const BadQuery& error) {
            constexpr int bad_request = 400;
            reply = error_reply(bad_request, error.what(), m_memory);
        } catch (const std::exception&) {
            constexpr int server_error = 500;
            reply = error_reply(server_error, "the service failed at this request", m_memory);
        }
        m_answer.sends_body = read.method != "HEAD" && !has_no_body(reply.status);
        m_answer.in_chunks = reply.further != nullptr && read.version != "HTTP/1.0";
        write_fields(read, response);
    }

    void write_fields(const httplib::Request& read, httplib::Response& response) const {
        const Reply& reply = m_answer.reply;
        response.status = reply.status;
        for (const auto& [name, value] : reply.fields) {
            response.set_header(name, value);
        }
        if (has_no_body(reply.status)) {
            return;
        }
        if (!reply.type.empty()) {
            response.set_header("Content-Type", reply.type);
        }
        if (read.method == "HEAD") {
            response.set_header("Accept-Ranges", "none");
        }
        if (m_answer.in_chunks) {
            response.set_header("Transfer-Encoding", "chunked");
        } else if (reply.further == nullptr) {
            response.set_header("Content-Length",
                                std::to_string(reply.body ? reply.body->text().size() : 0));
        }
    }

    /// httplib itself found that this is not a request.
    static HandlerResponse refuse(httplib::Response& response) {
        response.set_content(nlohmann::json({{"error", "this is not an HTTP request"}}).dump() +
                                 "\n",
                             "application/json");
        return HandlerResponse::Handled;
    }

    const RequestHandler& m_handler;
    std::string_view m_body;
    std::shared_ptr<BodyMemory> m_memory;
    Answer m_answer;
    bool m_is_handled = false;
};

} // namespace

std::string_view HttpRequest::field(std::string_view name) const {
    for (const auto& [key, value] : fields) {
        if (toolkit::lower_case(key) == name) {
            return value;
        }
    }
    return {};
}

std::size_t HttpRequest::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(fields.begin(), fields.end(),
                      [&](const auto& field) { return toolkit::lower_case(field.first) == name; }));
}

Reply error_reply(int status, const std::string& what, const std::shared_ptr<BodyMemory>& memory) {
    std::string text = nlohmann::json({{"error", what}})
                           .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
                       "\n";
    return {.status = status,
            .type = "application/json",
            .body = std::make_shared<Body>(std::move(text), memory)};
}

Answer answer_request(const std::string& bytes, std::size_t head_size,
                      const RequestHandler& handler, bool may_keep_alive,
                      const std::shared_ptr<BodyMemory>& memory) {
    const std::string_view all = bytes;
    // httplib is given the head alone: it reads no body, and waits for none.
    return Messages(handler, all.substr(head_size), memory)
        .answer(all.substr(0, head_size), may_keep_alive);
}

Answer refusal(Reply reply) {
    reply.close = true;
    const std::string head = fmt::format(
        "HTTP/1.1 {} {}\r\nConnection: close\r\nContent-Type: {}\r\nContent-Length: {}\r\n",
        reply.status, reason_of(reply.status), reply.type, reply.body->text().size());
    std::string fields;
    for (const auto& [name, value] : reply.fields) {
        fields += fmt::format("{}: {}\r\n", name, value);
    }
    return {.head = head + fields + "\r\n", .reply = std::move(reply)};
}

} // namespace crims_tool
