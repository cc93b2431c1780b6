// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace toolkit {

/// What an option was given: its value, and the text it was written as, for messages. Empty as long
/// as nothing is given.
template<class Value>
class Given {
  public:
    Given() = default;

    Given(std::string text, Value value) : m_text(std::move(text)), m_value(std::move(value)) {}

    bool empty() const { return !m_value.has_value(); }

    const std::string& text() const { return m_text; }

    const std::optional<Value>& value() const { return m_value; }

    const Value& operator*() const { return *m_value; }

    const Value* operator->() const { return &*m_value; }

    /// For whoever takes an option as text.
    operator const std::string&() const { return m_text; }

  private:
    std::string m_text;
    std::optional<Value> m_value;
};

} // namespace toolkit
