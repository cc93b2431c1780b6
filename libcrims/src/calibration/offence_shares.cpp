// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include "crims/calibration.hpp"
#include "simulation/offence_code.hpp"
#include "simulation/text_list.hpp"

namespace crims {

namespace {

constexpr const char* asb_name = "anti-social behaviour";

/// Counts summed by what their codes stand for.
class CountTable {
  public:
    CountTable(std::span<const OffenceCount> counts, std::span<const OffenceCategory> categories) {
        for (const OffenceCategory& category : categories) {
            m_wanted.insert(code_parts(category.code));
        }
        for (const OffenceCount& count : counts) {
            if (!std::isfinite(count.count)) {
                throw std::invalid_argument("the count of offence '" + count.code +
                                            "' is not a number");
            }
            Entry& entry = m_entries[code_parts(count.code)];
            entry.code = count.code;
            entry.count += count.count;
        }
        for (auto& [parts, entry] : m_entries) {
            if (entry.count < 0) {
                m_negative.push_back(entry.code);
                entry.count = 0;
            }
        }
    }

    /// Whether there is a count for a category's code, and which. A code that stands for several
    /// takes the counts of its parts, but for those that are categories of their own.
    bool find(const CodeParts& parts, double& count) {
        count = 0;
        const auto same = m_entries.find(parts);
        if (same != m_entries.end()) {
            same->second.used = true;
            count = same->second.count;
            return true;
        }
        bool found = false;
        for (auto& [other, entry] : m_entries) {
            if (!other.empty() && !m_wanted.contains(other) &&
                std::includes(parts.begin(), parts.end(), other.begin(), other.end())) {
                entry.used = true;
                count += entry.count;
                found = true;
            }
        }
        return found;
    }

    /// Whether a code has no count because another category's holds it.
    bool is_part_of_another(const CodeParts& parts) const {
        return std::any_of(m_entries.begin(), m_entries.end(), [&](const auto& item) {
            return m_wanted.contains(item.first) &&
                   std::includes(item.first.begin(), item.first.end(), parts.begin(), parts.end());
        });
    }

    const std::vector<std::string>& negative() const { return m_negative; }

    std::vector<std::string> unused() const {
        std::vector<std::string> codes;
        for (const auto& [parts, entry] : m_entries) {
            if (!entry.used && !m_wanted.contains(parts)) {
                codes.push_back(entry.code);
            }
        }
        return codes;
    }

  private:
    struct Entry {
        std::string code;
        double count = 0;
        bool used = false;
    };

    std::map<CodeParts, Entry> m_entries;
    std::set<CodeParts> m_wanted;
    std::vector<std::string> m_negative;
};

std::string capitalised(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

Offence itself(const std::string& name, std::size_t type) {
    if (folded(name) == asb_name) {
        return anti_social_behaviour(type);
    }
    return {.crime_type = type, .code = name, .description = capitalised(name)};
}

void note(std::vector<std::string>& notes, const std::string& text,
          const std::vector<std::string>& items) {
    if (!items.empty()) {
        notes.push_back(text + ": " + text_list(items));
    }
}

/// What is noticed while the categories are gone through.
struct Findings {
    std::vector<std::string> without_count;
    std::vector<std::string> repeated;
    std::vector<std::string> in_several_types;
    std::vector<std::string> types_by_themselves;
    std::vector<std::string> unknown_types;
};

/// From probabilities, NaN where none is known, to ratios to the mean of those that are.
void set_suspect_ratios(std::vector<Offence>& offences) {
    double known = 0;
    double identified = 0;
    for (const Offence& offence : offences) {
        if (!std::isnan(offence.suspect_ratio)) {
            known += offence.share;
            identified += offence.share * offence.suspect_ratio;
        }
    }
    for (Offence& offence : offences) {
        offence.suspect_ratio = std::isnan(offence.suspect_ratio) || !(identified > 0)
                                    ? 1
                                    : offence.suspect_ratio / (identified / known);
    }
}

class Shares {
  public:
    Shares(std::span<const OffenceCategory> categories, std::span<const OffenceCount> counts)
        : m_categories(categories), m_table(counts, categories) {}

    /// The offences of a crime type that have counts.
    std::vector<Offence> of_type(const std::string& name, std::size_t type) {
        std::vector<Offence> offences;
        std::set<CodeParts> seen;
        double total = 0;
        for (const OffenceCategory& category : m_categories) {
            const CodeParts parts = code_parts(category.code);
            if (parts.empty() || folded(category.crime_type) != folded(name)) {
                continue;
            }
            if (!seen.insert(parts).second) {
                m_findings.repeated.push_back(category.code);
                continue;
            }
            const double count = count_of(category, parts);
            if (count > 0) {
                offences.push_back({.crime_type = type,
                                    .code = category.code,
                                    .description = category.description,
                                    .share = count,
                                    .severity = category.severity,
                                    .suspect_ratio = category.suspect});
                total += count;
            }
        }
        for (Offence& offence : offences) {
            offence.share /= total;
        }
        set_suspect_ratios(offences);
        if (offences.empty()) {
            offences.push_back(itself(name, type));
            if (folded(name) != asb_name) {
                m_findings.types_by_themselves.push_back(name);
            }
        }
        return offences;
    }

    void note_unknown_types(const std::vector<std::string>& crime_types) {
        std::set<std::string> known;
        for (const std::string& name : crime_types) {
            known.insert(folded(name));
        }
        for (const OffenceCategory& category : m_categories) {
            if (known.insert(folded(category.crime_type)).second) {
                m_findings.unknown_types.push_back("'" + category.crime_type + "'");
            }
        }
    }

    std::vector<std::string> notes() const {
        std::vector<std::string> notes;
        note(notes, "there are no counts of offences, so the crime type is its only offence",
             m_findings.types_by_themselves);
        note(notes, "no counts for the offences", m_findings.without_count);
        note(notes, "negative counts taken as 0 for the offences", m_table.negative());
        note(notes, "counts left out because no category has these offences", m_table.unused());
        note(notes, "offences listed twice in a crime type (the first was used)",
             m_findings.repeated);
        note(notes, "offences in several crime types (counted in full in each)",
             m_findings.in_several_types);
        note(notes, "categories left out because the data have no such crime type",
             m_findings.unknown_types);
        return notes;
    }

  private:
    double count_of(const OffenceCategory& category, const CodeParts& parts) {
        double count = 0;
        if (!m_table.find(parts, count)) {
            if (!m_table.is_part_of_another(parts)) {
                m_findings.without_count.push_back(category.code);
            }
            return 0;
        }
        if (++m_uses[parts] == 2) {
            m_findings.in_several_types.push_back(category.code);
        }
        return count;
    }

    std::span<const OffenceCategory> m_categories;
    CountTable m_table;
    std::map<CodeParts, int> m_uses; ///< by crime types
    Findings m_findings;
};

} // namespace

Offence anti_social_behaviour(std::size_t crime_type) {
    return {.crime_type = crime_type,
            .code = "(asb)",
            .description = "Anti-social behaviour",
            .severity = 1};
}

OffenceShares offence_shares(const std::vector<std::string>& crime_types,
                             std::span<const OffenceCategory> categories,
                             std::span<const OffenceCount> counts) {
    Shares shares(categories, counts);
    OffenceShares result;
    for (std::size_t type = 0; type < crime_types.size(); ++type) {
        std::vector<Offence> offences = shares.of_type(crime_types[type], type);
        std::move(offences.begin(), offences.end(), std::back_inserter(result.offences));
    }
    shares.note_unknown_types(crime_types);
    result.notes = shares.notes();
    return result;
}

} // namespace crims
