// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "caveats.hpp"
#include "histogram.hpp"
#include "message_parts.hpp"
#include "number_text.hpp"
#include "wdd/placebo.hpp"

namespace wdd {

namespace {

constexpr double percent = 100;
constexpr double unusual = 0.05;

/// The words for one kind of placebos.
struct Words {
    const char* heading;
    const char* one;   ///< "earlier date"
    const char* many;  ///< "earlier dates"
    const char* where; ///< "at dates when nothing was done"
};

Words words_of(PlaceboKind kind) {
    switch (kind) {
    case PlaceboKind::relocation:
        return {"Other places", "random place", "random places",
                "in places where nothing was done"};
    case PlaceboKind::candidate:
        return {"Candidate zones", "candidate zone", "candidate zones",
                "in zones where nothing was done"};
    case PlaceboKind::date:
        break;
    }
    return {"Earlier dates", "earlier date", "earlier dates", "at times when nothing was done"};
}

std::string whole(std::size_t count) {
    return fixed(static_cast<double>(count), 0);
}

std::string count_of(const PlaceboFamily& family) {
    const std::size_t count = family.distribution.z.size();
    const Words words = words_of(family.kind);
    return whole(count) + " " + (count == 1 ? words.one : words.many);
}

std::string meaning(const PlaceboFamily& family) {
    const PlaceboDistribution& found = family.distribution;
    const std::string where = words_of(family.kind).where;
    if (found.p_empirical <= unusual) {
        return "So low a z is unusual " + where + ".";
    }
    if (found.z.size() < fewest_placebos) {
        return "So few placebos cannot show that a z is unusual: the smallest p that they can give "
               "is " +
               p_value(1 / (static_cast<double>(found.z.size()) + 1)) + ".";
    }
    return found.observed < 0 ? "So low a z is not unusual " + where +
                                    ": by this comparison it is no evidence of a reduction."
                              : "The observed z does not point to a reduction at all.";
}

std::string verdict_of(const PlaceboFamily& family) {
    const PlaceboDistribution& found = family.distribution;
    return words_of(family.kind).heading + std::string(": ") + whole(found.at_or_below) + " of " +
           count_of(family) + " gave a z as low as the observed " + fixed(found.observed, 4) +
           " or lower, empirical one-tailed p = " + p_value(found.p_empirical) + ". " +
           meaning(family);
}

/// What all kinds say, in one line.
std::string headline(const Evaluation& observed, std::span<const PlaceboFamily> families) {
    std::string text = "The observed z of " + fixed(*observed.statistic.z, 4) + " is";
    for (std::size_t i = 0; i < families.size(); ++i) {
        const double p = families[i].distribution.p_empirical;
        text += std::string(i == 0 ? " " : "; ") + (p <= unusual ? "unusual" : "not unusual") +
                " among " + count_of(families[i]) + " (p = " + p_value(p) + ")";
    }
    return text + ".";
}

Section verdict(const Evaluation& observed, std::span<const PlaceboFamily> families) {
    Section section{"Verdict", {}};
    section.blocks.emplace_back(Paragraph{headline(observed, families)});
    for (const PlaceboFamily& family : families) {
        section.blocks.emplace_back(Paragraph{verdict_of(family)});
    }
    const Statistic& statistic = observed.statistic;
    section.blocks.emplace_back(Paragraph{
        "The test itself: WDD " + with_sign(statistic.total.estimate) + ", standard error " +
        fixed(statistic.total.standard_error, 2) + ", z = " + fixed(*statistic.z, 4) +
        ", one-tailed p = " + p_value(*statistic.p_one_tailed) + " if z is normal (" +
        evidence_words(statistic.evidence) + ")."});
    return section;
}

std::string share_text(const std::optional<double>& share) {
    return share ? fixed(percent * *share, 1) + " %" : "-";
}

std::string number_text(const std::optional<double>& number) {
    return number ? fixed(*number, 3) : "-";
}

Table distribution_table(const PlaceboFamily& family, const Statistic& observed) {
    const PlaceboDistribution& found = family.distribution;
    Table table{{"z", "placebos", "normal"},
                {{"One-tailed p of the observed z", p_value(found.p_empirical),
                  p_value(*observed.p_one_tailed)},
                 {"Mean", number_text(found.mean), "0.000"},
                 {"Standard deviation", number_text(found.deviation), "1.000"},
                 {"z <= -1.645 (one-tailed p <= 0.05)", share_text(found.share_p_005), "5.0 %"},
                 {"z <= -1.960 or z >= 1.960", share_text(found.share_two_005), "5.0 %"}}};
    if (found.z.empty()) {
        return table;
    }
    table.rows.push_back({"Lowest", number_text(found.z.front()), "-"});
    for (const double share : {0.05, 0.25, 0.5, 0.75, 0.95}) {
        table.rows.push_back({fixed(percent * share, 0) + " % quantile",
                              number_text(quantile(found.z, share)),
                              number_text(normal_quantile(share))});
    }
    table.rows.push_back({"Highest", number_text(found.z.back()), "-"});
    return table;
}

/// What the middle and the spread of the placebos' z say of the normal p.
std::string calibration(const PlaceboFamily& family) {
    constexpr double wide = 1.15;
    constexpr double narrow = 0.85;
    constexpr double shifted = 0.3;
    const PlaceboDistribution& found = family.distribution;
    if (!found.deviation || found.z.size() < fewest_placebos) {
        return "";
    }
    const bool is_shifted = std::abs(*found.mean) >= shifted;
    std::string text = "The placebos' z lies around " + fixed(*found.mean, 2) +
                       " with a standard deviation of " + fixed(*found.deviation, 2) +
                       ", where the test takes it to lie around 0 with 1.";
    if (is_shifted) {
        text += family.kind == PlaceboKind::date
                    ? " The response area was drifting away from the control area before."
                    : " The control area's own change moves them all.";
    }
    if (*found.deviation > wide) {
        text += " Counts vary more than chance alone would have them (clustering, trends that "
                "differ between places), so the normal p-value is too small.";
    } else if (*found.deviation < narrow) {
        text += " The z varies less than the test takes it to (places with few incidents add "
                "little to the control area's part, which is the same in all; or counts vary less "
                "than chance alone would have them).";
    } else if (!is_shifted) {
        return text + " The normal p-value is about right here.";
    }
    return text + " Report the empirical p-value.";
}

/// How like the response area the placebos are in incidents before.
std::string likeness(const PlaceboFamily& family, const Evaluation& observed) {
    if (family.kind == PlaceboKind::date || family.treated_pre.empty()) {
        return "";
    }
    std::vector<double> before = family.treated_pre;
    std::sort(before.begin(), before.end());
    constexpr double low = 0.05;
    constexpr double high = 0.95;
    return "Incidents before: " + plain(observed.counts.treated.pre) +
           " in the response area; in the placebos' areas half have " +
           plain(quantile(before, 0.5)) + " or fewer, nine in ten " + plain(quantile(before, low)) +
           " to " + plain(quantile(before, high)) + ".";
}

Section family_section(const PlaceboFamily& family, const Evaluation& observed) {
    const Words words = words_of(family.kind);
    Section section{words.heading, {}};
    const auto say = [&section](std::string text) {
        if (!text.empty()) {
            section.blocks.emplace_back(Paragraph{std::move(text)});
        }
    };
    for (const std::string& sentence : family.how) {
        say(sentence);
    }
    if (family.without_test > 0) {
        say(whole(family.without_test) + " more were left out: not one incident lies in any zone "
                                         "there, so they have no z.");
    }
    section.blocks.emplace_back(distribution_table(family, observed.statistic));
    Histogram histogram = histogram_of_z(family.distribution.z, family.distribution.observed);
    histogram.axis = "z of " + count_of(family);
    histogram.expected_name = "if z were normal";
    histogram.mark_name = "observed z = " + fixed(family.distribution.observed, 2);
    section.blocks.emplace_back(std::move(histogram));
    say(calibration(family));
    say(likeness(family, observed));
    return section;
}

using Lines = std::vector<std::string>;

void warn_of_few(const PlaceboFamily& family, Lines& lines) {
    const std::size_t count = family.distribution.z.size();
    if (count < fewest_placebos) {
        lines.push_back("Only " + count_of(family) +
                        ": with fewer than 19 placebos the empirical p cannot reach 0.05.");
    }
}

void warn_of_dependence(const PlaceboFamily& family, Lines& lines) {
    const std::size_t disjoint = family.disjoint.value_or(0);
    const bool overlapping = family.disjoint && disjoint < family.distribution.z.size();
    if (family.kind == PlaceboKind::date && overlapping) {
        lines.push_back("The earlier dates are not independent of each other: their windows "
                        "overlap, and the past holds only " +
                        whole(disjoint) +
                        " studies of this length that share no day. The fewer these are, the less "
                        "sure is the empirical p, however many dates are tried.");
    }
    if (family.kind == PlaceboKind::relocation && overlapping) {
        lines.push_back("The random places are not independent of each other: they overlap, and "
                        "the region is no more than " +
                        whole(disjoint) +
                        " times as large as the response area. The smaller this number, the less "
                        "sure is the empirical p, however many places are drawn.");
    }
}

void warn_of_kind(PlaceboKind kind, Lines& lines) {
    if (kind == PlaceboKind::date) {
        lines.emplace_back("Earlier dates take it that nothing was done in any of the zones then. "
                           "Earlier responses, or a break in the recording, show as extreme "
                           "placebos.");
        return;
    }
    lines.emplace_back(std::string(words_of(kind).heading) +
                       ": all are compared with the one control area, whose own change moves every "
                       "placebo alike. They say whether the response area's change is unusual "
                       "among places, not whether the control area's is.");
}

Section caveats_section(const Evaluation& observed, std::span<const PlaceboFamily> families) {
    BulletList list{observed.warnings};
    for (const PlaceboFamily& family : families) {
        warn_of_few(family, list.items);
        warn_of_dependence(family, list.items);
        warn_of_kind(family.kind, list.items);
    }
    for (std::string& caveat : caveats(observed)) {
        list.items.push_back(std::move(caveat));
    }
    return {"Before you use this", {std::move(list)}};
}

} // namespace

Message describe_placebos(const Evaluation& observed, std::span<const PlaceboFamily> families) {
    if (!observed.statistic.z) {
        throw std::invalid_argument("the observed test has no z to compare placebos with");
    }
    Message message{"Placebo tests of a Weighted Displacement Difference", {}};
    message.sections.push_back(verdict(observed, families));
    for (const PlaceboFamily& family : families) {
        message.sections.push_back(family_section(family, observed));
    }
    message.sections.push_back(caveats_section(observed, families));
    if (observed.periods) {
        message.sections.push_back(periods_section(*observed.periods));
    }
    message.sections.push_back(counts_section(observed));
    if (!observed.notes.empty()) {
        message.sections.push_back({"Notes", {BulletList{observed.notes}}});
    }
    return message;
}

} // namespace wdd
