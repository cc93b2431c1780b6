// SPDX-License-Identifier: MIT
#include "toolkit/layers/layer_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/lower_case.hpp"

namespace toolkit {

namespace {

[[noreturn]] void refuse_reference(std::string_view text, std::string_view reason) {
    throw std::invalid_argument(fmt::format("'{:.200}': {}", text, reason));
}

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    // from_chars takes a minus sign, which "-0" would get through a test of the value alone.
    if (error != std::errc{} || stop != end || text.front() == '-') {
        return std::nullopt;
    }
    return number;
}

/// Takes the `key=value` parts of one reference, in the order of the text.
class PartReader {
  public:
    explicit PartReader(std::string_view text) : m_text(text) {
        const std::size_t bar = text.find('|');
        m_reference.path = text.substr(0, bar);
        if (is_blank(m_reference.path)) {
            refuse_reference(text, "the path is missing; write PATH or PATH|layername=NAME");
        }
        keep_from(bar);
    }

    LayerReference read() {
        while (m_rest) {
            read_part();
        }
        if (m_reference.layer && m_reference.layer_id) {
            refuse_reference(m_text, "both layername and layerid are given; keep one of them");
        }
        return m_reference;
    }

  private:
    void keep_from(std::size_t bar) {
        if (bar == std::string_view::npos) {
            m_rest.reset();
        } else {
            m_rest = m_text.substr(bar + 1);
        }
    }

    void read_part() {
        const std::string_view rest = *m_rest;
        const std::size_t end = std::min(rest.find('|'), rest.size());
        const std::string_view part = rest.substr(0, end);
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) {
            refuse_reference(
                m_text,
                fmt::format("'{:.200}' is not KEY=VALUE; a layer is named as PATH|layername=NAME",
                            part));
        }
        const std::string key = lower_case(part.substr(0, equals));
        refuse_repeated(key);
        if (key == "subset") {
            m_reference.subset = rest.substr(equals + 1);
            m_rest.reset();
            return;
        }
        take(key, part.substr(equals + 1));
        keep_from(m_text.find('|', static_cast<std::size_t>(part.data() - m_text.data())));
    }

    void refuse_repeated(const std::string& key) {
        if (std::find(m_keys.begin(), m_keys.end(), key) != m_keys.end()) {
            refuse_reference(m_text, fmt::format("'{:.200}' is given twice", key));
        }
        m_keys.push_back(key);
    }

    void take(const std::string& key, std::string_view value) {
        if (key == "layername") {
            take_name(value);
        } else if (key == "layerid") {
            take_id(value);
        } else if (key != "geometrytype" && key != "uniquegeometrytype") {
            refuse_reference(
                m_text,
                fmt::format("unknown key '{:.200}'; use layername, layerid or subset", key));
        }
    }

    void take_name(std::string_view value) {
        if (value.empty()) {
            refuse_reference(m_text,
                             "the layer name is empty; write PATH|layername=NAME, or PATH alone");
        }
        m_reference.layer = value;
    }

    void take_id(std::string_view value) {
        m_reference.layer_id = whole_number(value);
        if (!m_reference.layer_id) {
            refuse_reference(m_text,
                             fmt::format("layerid '{:.200}' is not a whole number from 0", value));
        }
    }

    std::string_view m_text;
    std::optional<std::string_view> m_rest; ///< what follows the next `|`; none at the end
    LayerReference m_reference;
    std::vector<std::string> m_keys;
};

} // namespace

LayerReference parse_layer_reference(std::string_view text) {
    const std::size_t nul = text.find('\0');
    if (nul != std::string_view::npos) {
        refuse_reference(text.substr(0, nul),
                         "a NUL character follows; a layer reference has none");
    }
    return PartReader(text).read();
}

std::string layer_path(std::string_view text) {
    return text.empty() ? std::string() : parse_layer_reference(text).path;
}

std::string layer_text(const LayerReference& reference) {
    if (reference.layer) {
        return fmt::format("{}|layername={}", reference.path, *reference.layer);
    }
    if (reference.layer_id) {
        return fmt::format("{}|layerid={}", reference.path, *reference.layer_id);
    }
    return reference.path;
}

} // namespace toolkit
