// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "toolkit/time/date_text.hpp"

namespace toolkit {

/// How the dates of a column are written.
class DateFormat {
  public:
    enum class Kind : std::uint8_t {
        iso,
        day_first,
        month_first,
        epoch_ms,
        epoch_s,
        excel,
        pattern
    };

    /// ISO 8601.
    DateFormat() = default;

    explicit DateFormat(Kind kind) : m_kind(kind) {}

    /// What --date-format says: `iso`, `day-first`, `month-first`, `epoch-ms` or `epoch-s` (since
    /// 1970-01-01, in UTC), `excel` (days since 1899-12-30), or a pattern of strptime's codes such
    /// as `%d/%m/%Y %H:%M`. Throws std::invalid_argument, with a text for the user, for anything
    /// else.
    static DateFormat named(std::string_view text);

    Kind kind() const noexcept { return m_kind; }

    /// No value for a text that is not written so.
    std::optional<DateText> read(std::string_view text) const;

  private:
    Kind m_kind = Kind::iso;
    std::string m_pattern;
    bool m_pattern_has_time = false;
};

/// Finds out from all texts of a column how its dates are written. Day first and month first can
/// only be told apart by a day above 12 somewhere.
class DateFormatGuess {
  public:
    /// A text that is not missing.
    void add(std::string_view text);

    bool has_read_any() const noexcept { return best().read > 0; }

    /// The format that reads the most. ISO 8601 where none reads any. Throws std::invalid_argument,
    /// with a text for the user and no field in it, if day first and month first read as many, or
    /// if a twentieth of the texts or more can only be read in another format.
    DateFormat format() const;

    /// Whether the texts are day first or month first and do not prove which.
    bool is_open() const noexcept;

  private:
    struct Candidate {
        DateFormat format;
        std::int64_t read = 0;
        std::string example = {}; ///< the last text that it reads
    };

    const Candidate& best() const noexcept;

    std::int64_t m_texts = 0;
    std::array<Candidate, 5> m_candidates{Candidate{DateFormat(DateFormat::Kind::iso)},
                                          Candidate{DateFormat(DateFormat::Kind::day_first)},
                                          Candidate{DateFormat(DateFormat::Kind::month_first)},
                                          Candidate{DateFormat(DateFormat::Kind::epoch_ms)},
                                          Candidate{DateFormat(DateFormat::Kind::excel)}};
    std::int64_t m_day_or_month_first = 0; ///< texts that day first or month first reads
};

} // namespace toolkit
