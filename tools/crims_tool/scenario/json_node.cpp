// SPDX-License-Identifier: MIT
#include "crims_tool/scenario/json_node.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/nearest.hpp"

namespace crims_tool {

namespace {

using nlohmann::json;
using toolkit::DataError;

constexpr std::size_t deepest = 64;

std::string index_step(std::size_t index) {
    return fmt::format("[{}]", index);
}

/// Follows the parser through the document, so that what the finished document cannot tell any
/// more is found: keys that stand twice.
class PathWatcher {
  public:
    explicit PathWatcher(const std::string& file) : m_file(file) {}

    void see(json::parse_event_t event, const json& parsed) {
        using Event = json::parse_event_t;
        switch (event) {
        case Event::key:
            enter_key(parsed.get_ref<const std::string&>());
            break;
        case Event::object_start:
            open(false);
            break;
        case Event::array_start:
            open(true);
            break;
        case Event::object_end:
        case Event::array_end:
            m_levels.pop_back();
            pass_element();
            break;
        case Event::value:
            pass_element();
            break;
        }
    }

  private:
    struct Level {
        bool is_array = false;
        std::size_t index = 0;
        std::set<std::string> keys = {};
        std::string key = {};
    };

    void open(bool is_array) {
        if (m_levels.size() == deepest) {
            throw DataError(
                fmt::format("{}: {} is nested more than {} deep", m_file, path(), deepest));
        }
        m_levels.push_back({.is_array = is_array});
    }

    void enter_key(const std::string& key) {
        m_levels.back().key = key;
        if (!m_levels.back().keys.insert(key).second) {
            throw DataError(
                fmt::format("{}: {}: the key is given twice; keep one of them", m_file, path()));
        }
    }

    void pass_element() {
        if (!m_levels.empty() && m_levels.back().is_array) {
            ++m_levels.back().index;
        }
    }

    std::string path() const {
        std::string path = "$";
        for (const Level& level : m_levels) {
            path += level.is_array ? index_step(level.index) : path_step(level.key);
        }
        return path;
    }

    const std::string& m_file;
    std::vector<Level> m_levels;
};

/// What the parser says, without its own error numbers.
std::string reason(const json::exception& error) {
    const std::string text = error.what();
    const std::size_t end = text.find("] ");
    return end == std::string::npos ? text : text.substr(end + 2);
}

/// A value as it is shown in a message.
std::string shown(const json& value) {
    if (value.is_object()) {
        return "an object";
    }
    if (value.is_array()) {
        return "an array";
    }
    constexpr std::size_t longest = 60;
    std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

bool is_plain(const std::string& key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    });
}

} // namespace

std::string path_step(const std::string& key) {
    return is_plain(key) ? "." + key : fmt::format("['{}']", key);
}

json parse_json(const std::string& text, const std::string& file) {
    PathWatcher watcher(file);
    const auto watch = [&watcher](int, json::parse_event_t event, const json& parsed) {
        watcher.see(event, parsed);
        return true;
    };
    try {
        return json::parse(text, watch, true, true);
    } catch (const json::exception& error) {
        throw DataError(fmt::format("{}: this is not JSON: {}", file, reason(error)));
    }
}

void JsonNode::fail(const std::string& what) const {
    throw DataError(fmt::format("{}: {}: {}", m_file, m_path, what));
}

void JsonNode::fail_expecting(const std::string& expected) const {
    fail(fmt::format("{} is not {}", shown(*m_value), expected));
}

void JsonNode::allow_keys(const std::vector<std::string>& keys) const {
    if (!m_value->is_object()) {
        fail_expecting(fmt::format("an object with {}", toolkit::listed(keys)));
    }
    for (const auto& [key, value] : m_value->items()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            child(value, path_step(key))
                .fail(fmt::format("unknown key; the nearest is '{}', and all are: {}",
                                  toolkit::nearest(key, keys), toolkit::listed(keys)));
        }
    }
}

std::optional<JsonNode> JsonNode::find(const std::string& key) const {
    if (!m_value->is_object()) {
        return std::nullopt;
    }
    const auto found = m_value->find(key);
    return found == m_value->end() ? std::nullopt : std::optional(child(*found, path_step(key)));
}

JsonNode JsonNode::member(const std::string& key) const {
    const auto found = find(key);
    if (!found) {
        fail(fmt::format("'{}' is missing", key));
    }
    return *found;
}

JsonNode JsonNode::element(std::size_t index) const {
    return child(m_value->at(index), index_step(index));
}

std::string JsonNode::text(const std::string& expected) const {
    if (!m_value->is_string() || m_value->get_ref<const std::string&>().empty()) {
        fail_expecting(expected);
    }
    return m_value->get<std::string>();
}

double JsonNode::number(double low, double high, const std::string& expected) const {
    if (!m_value->is_number()) {
        fail_expecting(expected);
    }
    const auto value = m_value->get<double>();
    if (value < low) {
        fail(fmt::format("{} is below {}; it must be {}", value, low, expected));
    }
    if (!(value <= high)) {
        fail(fmt::format("{} is above {}; it must be {}", value, high, expected));
    }
    return value;
}

JsonNode JsonNode::child(const json& value, const std::string& step) const {
    JsonNode node(value, m_file);
    node.m_path = m_path + step;
    return node;
}

} // namespace crims_tool
