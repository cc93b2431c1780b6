// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace toolkit {

// Who runs a command in a dialog knows its options by other names. So a text that speaks of an
// option or a command marks it, as in "choose one with ⟨--where⟩", "see ⟨--route points⟩" or "made
// by ⟨crims calibrate --zones⟩", and it gets its name where the text is shown.

/// By what is typed, "--where", "crims calibrate" or "crims calibrate --zones": what stands there
/// instead, such as “Only where”. It may stand on an HTML page: no `<` and no `&`.
using OptionNames = std::map<std::string, std::string, std::less<>>;

/// The text with options and commands under their names; what has none stands as it is typed.
std::string with_names(std::string_view text, const OptionNames& names);

/// The text as it is typed on a command line: for terminals, and for programs.
std::string as_typed(std::string_view text);

/// The text with the names that whoever started this program gives in the file (a JSON object)
/// which the environment variable CRIMEKIT_OPTION_NAMES names; as it is typed where there is none.
std::string in_users_words(std::string_view text);

/// The text as it is shown to whoever started this program: in_users_words, and visible().
std::string shown(std::string_view text);

/// The same as one line, as visible_line() makes it.
std::string shown_line(std::string_view text, std::size_t longest);

/// True if there are such names: the user sees no command line.
bool has_own_option_names();

} // namespace toolkit
