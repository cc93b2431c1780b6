// SPDX-License-Identifier: MIT
#include "crims_tool/serve/page.hpp"

#include <utility>

#include <fmt/format.h>

#include "crims_tool/serve/page_files.hpp"
#include "crims_tool/serve/replies.hpp"

namespace crims_tool {

namespace {

Reply page_reply(const PageFile& file, const HttpRequest& request,
                 const std::shared_ptr<BodyMemory>& memory) {
    const std::string etag = etag_of(file.content);
    Reply reply = has_already(request, etag)
                      ? not_modified(etag)
                      : text_reply(std::string(file.content), media_type(file.name), memory);
    if (reply.fields.empty()) {
        reply.fields.emplace_back("ETag", etag);
    }
    reply.fields.emplace_back("Cache-Control", "no-cache");
    return reply;
}

class StartPage : public Endpoint {
  public:
    explicit StartPage(std::shared_ptr<Resources> resources) : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {.path = "/",
                .summary =
                    "The web page: force, month, crime type and loading, with map and tables",
                .types = {"text/html"}};
    }

    bool leaves_query_to_page() const override { return true; }

    Reply answer(const HttpRequest& request, const std::string& /*id*/) override {
        return page_reply(*find_page_file("index.html"), request, m_resources->memory);
    }

  private:
    std::shared_ptr<Resources> m_resources;
};

class PagePart : public Endpoint {
  public:
    explicit PagePart(std::shared_ptr<Resources> resources) : m_resources(std::move(resources)) {}

    EndpointDescription description() const override {
        return {.path = "/page/{id}",
                .summary = "A file of the web page",
                .types = {"text/html", "text/css", "text/javascript", "image/svg+xml"},
                .failures = {http_status::not_found}};
    }

    Reply answer(const HttpRequest& request, const std::string& id) override {
        const PageFile* const file = find_page_file(id);
        // What has places to fill is not served as it is.
        if (file == nullptr || file->name == "map.html") {
            throw HttpError(http_status::not_found, fmt::format("the page has no file '{}'", id));
        }
        return page_reply(*file, request, m_resources->memory);
    }

  private:
    std::shared_ptr<Resources> m_resources;
};

} // namespace

void add_page_endpoints(EndpointList& endpoints, const std::shared_ptr<Resources>& resources) {
    endpoints.emplace_back([resources] { return std::make_unique<StartPage>(resources); });
    endpoints.emplace_back([resources] { return std::make_unique<PagePart>(resources); });
}

} // namespace crims_tool
