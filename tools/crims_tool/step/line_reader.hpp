// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace crims_tool {

/// A line without its end.
struct InputLine {
    std::string text = {};
    bool is_too_long = false; ///< then it has been passed over, and the text is empty
};

/// Reads lines as they come from a descriptor, which may be a person's terminal, a pipe or a file.
class LineReader {
  public:
    /// A line may have so many bytes.
    LineReader(int descriptor, std::size_t longest)
        : m_descriptor(descriptor), m_longest(longest) {}

    /// Whether a line is here already, so that `next` does not wait.
    bool has_line();

    /// The next line that is not blank; none at the end of the input. Throws toolkit::Cancelled
    /// soon after the user asked to stop, and toolkit::DataError if nothing can be read.
    std::optional<InputLine> next();

  private:
    std::optional<InputLine> next_line();
    InputLine take(std::size_t end, std::size_t next_begin);
    void pass_over_long_line();
    bool read_more();

    int m_descriptor;
    std::size_t m_longest;
    std::string m_buffer;
    std::size_t m_begin = 0;   ///< of the line in the buffer
    std::size_t m_scanned = 0; ///< no line ends before it
    bool m_is_too_long = false;
    bool m_is_at_end = false;
};

} // namespace crims_tool
