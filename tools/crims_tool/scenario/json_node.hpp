// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace crims_tool {

/// Parses JSON; comments (`//`, `/* */`) are skipped. Throws toolkit::DataError that names the file
/// and the line of what is not JSON, or the path of a key that stands twice in one object, or of
/// what is nested too deeply.
nlohmann::json parse_json(const std::string& text, const std::string& file);

/// A value in a JSON file that knows where it stands, for errors such as
/// "scenario.json: $.interventions[0].effect: 1.3 is above 1". The file's document must outlive it.
class JsonNode {
  public:
    JsonNode(const nlohmann::json& document, std::string file)
        : m_value(&document), m_file(std::move(file)), m_path("$") {}

    const nlohmann::json& value() const { return *m_value; }

    const std::string& file() const { return m_file; }

    const std::string& path() const { return m_path; }

    /// Throws toolkit::DataError: file, path and what is wrong.
    [[noreturn]] void fail(const std::string& what) const;

    /// Fails saying what was found and what was `expected`: "a number from 0 to 1".
    [[noreturn]] void fail_expecting(const std::string& expected) const;

    /// Fails unless it is an object with these keys only; the nearest is offered for another one.
    void allow_keys(const std::vector<std::string>& keys) const;

    /// A member of an object; no value if there is none.
    std::optional<JsonNode> find(const std::string& key) const;

    /// As find; fails if there is none.
    JsonNode member(const std::string& key) const;

    /// An element of an array, or a member that exists.
    JsonNode element(std::size_t index) const;

    /// A text that is not empty.
    std::string text(const std::string& expected) const;

    /// A number in a range, both ends included.
    double number(double low, double high, const std::string& expected) const;

  private:
    JsonNode child(const nlohmann::json& value, const std::string& step) const;

    const nlohmann::json* m_value;
    std::string m_file;
    std::string m_path;
};

/// A key as a step of a JSON path: ".effect", "['theft from the person']".
std::string path_step(const std::string& key);

} // namespace crims_tool
