// SPDX-License-Identifier: MIT
#include "toolkit/text/option_mentions.hpp"

#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "toolkit/system/native_path.hpp"
#include "toolkit/system/process.hpp"

namespace toolkit {

namespace {

// No writer of HTML or JSON escapes these, so that a finished page can be given its names as well.
constexpr std::string_view opening = "⟨";
constexpr std::string_view closing = "⟩";

std::string named(std::string_view typed, const OptionNames& names) {
    if (const auto found = names.find(typed); found != names.end()) {
        return found->second;
    }
    // The last word may be the value of an option.
    const std::size_t blank = typed.rfind(' ');
    const auto option =
        blank == std::string_view::npos ? names.end() : names.find(typed.substr(0, blank));
    return option == names.end()
               ? std::string(typed)
               : fmt::format("{} set to {}", option->second, typed.substr(blank + 1));
}

/// Empty where nothing can be read: then names are as typed, and the run goes on.
OptionNames read_names(const std::string& path) {
    const std::ifstream file(native_path(path));
    std::ostringstream content; // a stream that is read bit by bit throws for a folder
    content << file.rdbuf();
    const nlohmann::json json = nlohmann::json::parse(content.str(), nullptr, false);
    OptionNames names;
    if (json.is_object()) {
        for (const auto& [typed, name] : json.items()) {
            if (name.is_string()) {
                names[typed] = name.get<std::string>();
            }
        }
    }
    return names;
}

const OptionNames& users_names() {
    static const OptionNames names = [] {
        const std::string path = environment_variable("CRIMEKIT_OPTION_NAMES");
        return path.empty() ? OptionNames() : read_names(path);
    }();
    return names;
}

} // namespace

std::string with_names(std::string_view text, const OptionNames& names) {
    std::string result;
    result.reserve(text.size());
    while (true) {
        const std::size_t end = text.find(closing);
        if (end == std::string_view::npos) {
            return result.append(text);
        }
        const std::size_t begin = text.rfind(opening, end);
        if (begin == std::string_view::npos) {
            result.append(text.substr(0, end + closing.size())); // someone else's bracket
        } else {
            result.append(text.substr(0, begin));
            result +=
                named(text.substr(begin + opening.size(), end - begin - opening.size()), names);
        }
        text.remove_prefix(end + closing.size());
    }
}

std::string as_typed(std::string_view text) {
    return with_names(text, {});
}

std::string in_users_words(std::string_view text) {
    return with_names(text, users_names());
}

bool has_own_option_names() {
    return !users_names().empty();
}

} // namespace toolkit
