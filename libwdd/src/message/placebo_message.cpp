// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "message/caveats.hpp"
#include "message/histogram.hpp"
#include "message/message_parts.hpp"
#include "message/number_text.hpp"
#include "wdd/placebo.hpp"

namespace wdd {

namespace {

constexpr double percent = 100;

/// The words for one kind of placebos.
struct Words {
    const char* heading;
    const char* one;   ///< "earlier date"
    const char* many;  ///< "earlier dates"
    const char* apart; ///< what they do not share: "day"
    const char* where; ///< "at times when nothing was done"
};

Words words_of(PlaceboKind kind) {
    switch (kind) {
    case PlaceboKind::relocation:
        return {"Other places", "random pair of places", "random pairs of places", "ground",
                "in places where nothing was done"};
    case PlaceboKind::candidate:
        return {"Candidate zones", "candidate zone", "candidate zones", "ground",
                "in zones where nothing was done"};
    case PlaceboKind::date:
        break;
    }
    return {"Earlier dates", "earlier date", "earlier dates", "day",
            "at times when nothing was done"};
}

std::string whole(std::size_t count) {
    return fixed(static_cast<double>(count), 0);
}

std::string count_of(const PlaceboFamily& family, const PlaceboDistribution& placebos) {
    const std::size_t count = placebos.z.size();
    const Words words = words_of(family.kind);
    return whole(count) + " " + (count == 1 ? words.one : words.many);
}

/// "25 earlier dates that share no day".
std::string count_apart(const PlaceboFamily& family) {
    const char* verb = family.apart.z.size() == 1 ? " that shares no " : " that share no ";
    return count_of(family, family.apart) + verb + words_of(family.kind).apart;
}

bool some_overlap(const PlaceboFamily& family) {
    return family.apart.z.size() < family.distribution.z.size();
}

std::string meaning(const PlaceboFamily& family) {
    const std::string where = words_of(family.kind).where;
    switch (verdict_of(family)) {
    case PlaceboVerdict::unusual:
        return "So low a z is unusual " + where + ".";
    case PlaceboVerdict::too_few:
        return "So few placebos cannot show whether a z is unusual: the smallest p that they can "
               "give is " +
               p_value(1 / (static_cast<double>(family.apart.z.size()) + 1)) +
               ". This comparison gives no verdict.";
    case PlaceboVerdict::no_reduction:
        return "The observed z does not point to a reduction at all.";
    case PlaceboVerdict::not_unusual:
        break;
    }
    return "So low a z is not unusual " + where +
           ": by this comparison it is no evidence of a reduction.";
}

/// Studies that overlap are shown; their number must not pass for a number of comparisons.
std::string about_overlapping(const PlaceboFamily& family) {
    if (!some_overlap(family)) {
        return "";
    }
    const bool low = family.distribution.observed < 0;
    return "Of all " + count_of(family, family.distribution) + " tried, " +
           whole(low ? family.distribution.at_or_below : family.distribution.at_or_above) +
           " gave a z as " + (low ? "low." : "high.") +
           " That share is a picture and no p-value: their periods overlap, so they say partly "
           "the same.";
}

std::string family_verdict(const PlaceboFamily& family) {
    const PlaceboDistribution& apart = family.apart;
    const bool low = apart.observed < 0;
    return words_of(family.kind).heading + std::string(": ") +
           whole(low ? apart.at_or_below : apart.at_or_above) + " of " + count_apart(family) +
           " gave a z as " + (low ? "low" : "high") + " as the observed " +
           fixed(apart.observed, 4) + " or " + (low ? "lower" : "higher") +
           ", empirical one-tailed " + p_is(low ? apart.p_empirical : apart.p_increase) +
           (low ? ". " : " (of an increase). ") + meaning(family);
}

/// For an observed z below 0.
std::string family_headline(const PlaceboFamily& family) {
    const PlaceboVerdict verdict = verdict_of(family);
    if (verdict == PlaceboVerdict::too_few) {
        return "cannot be judged by " + count_apart(family) + " (" + whole(fewest_placebos) +
               " are needed)";
    }
    return (verdict == PlaceboVerdict::unusual ? "is unusual among " : "is not unusual among ") +
           count_apart(family) + " (" + p_is(family.apart.p_empirical) + ")";
}

/// What all kinds say, in one line.
std::string headline(const Evaluation& observed, std::span<const PlaceboFamily> families) {
    const double z = *observed.statistic.z;
    std::string text = "The observed z of " + fixed(z, 4) + " ";
    if (z >= 0) {
        return text + "does not point to a reduction, so there is none that placebos could "
                      "confirm.";
    }
    for (std::size_t i = 0; i < families.size(); ++i) {
        text += (i == 0 ? "" : "; it ") + family_headline(families[i]);
    }
    return text + ".";
}

Section verdict(const Evaluation& observed, std::span<const PlaceboFamily> families) {
    Section section{"Verdict", {}};
    section.blocks.emplace_back(Paragraph{headline(observed, families)});
    for (const PlaceboFamily& family : families) {
        section.blocks.emplace_back(Paragraph{family_verdict(family)});
        if (const std::string more = about_overlapping(family); !more.empty()) {
            section.blocks.emplace_back(Paragraph{more});
        }
    }
    const Statistic& statistic = observed.statistic;
    const double error = statistic.total.standard_error;
    section.blocks.emplace_back(Paragraph{
        "The test itself: WDD " + estimate_beside_error(statistic.total.estimate, error) +
        ", standard error " + beside_error(error, error) + ", z = " + fixed(*statistic.z, 4) +
        ", one-tailed " + p_is(*statistic.p_one_tailed) + " if z is normal (" +
        evidence_words(statistic.evidence) + ")."});
    if (const std::string where = where_the_reduction_is(observed); !where.empty()) {
        section.blocks.emplace_back(Paragraph{where});
    }
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
                {{"One-tailed p of the observed z", p_value(family.apart.p_empirical),
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
    if (family.apart.z.size() < fewest_placebos) {
        return text + " So few that are apart leave it open whether the normal p-value is right.";
    }
    if (is_shifted && family.kind == PlaceboKind::date) {
        text += " The response area was drifting away from the control area before.";
    }
    if (*found.deviation > wide) {
        text += " Counts vary more than chance alone would have them (clustering, trends that "
                "differ between places), so the normal p-value is too small.";
    } else if (*found.deviation < narrow) {
        text += " Counts vary less than chance alone would have them, so the normal p-value is "
                "rather too large.";
    } else if (!is_shifted) {
        return text + " The normal p-value is about right here.";
    }
    return text + " Report the empirical p-value.";
}

/// How like the response area the placebos are in incidents.
std::string likeness(const PlaceboFamily& family, const Evaluation& observed) {
    if (family.kind == PlaceboKind::date || family.in_response.empty()) {
        return "";
    }
    std::vector<double> incidents = family.in_response;
    std::sort(incidents.begin(), incidents.end());
    constexpr double low = 0.05;
    constexpr double high = 0.95;
    return "Incidents in both periods: " +
           plain(observed.counts.treated.pre + observed.counts.treated.post) +
           " in the response area; in the areas in its place half have " +
           plain(quantile(incidents, 0.5)) + " or fewer, nine in ten " +
           plain(quantile(incidents, low)) + " to " + plain(quantile(incidents, high)) + ".";
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
    histogram.axis = "z of " + count_of(family, family.distribution);
    histogram.expected_name = "if z were normal";
    histogram.mark_name = "observed z = " + fixed(family.distribution.observed, 2);
    section.blocks.emplace_back(std::move(histogram));
    say(calibration(family));
    say(likeness(family, observed));
    return section;
}

using Lines = std::vector<std::string>;

void warn_of_few(const PlaceboFamily& family, Lines& lines) {
    if (family.apart.z.size() < fewest_placebos) {
        lines.push_back("Only " + count_apart(family) + ": with fewer than " +
                        whole(fewest_placebos) + " placebos the empirical p cannot reach 0.05.");
    }
}

void warn_of_dependence(const PlaceboFamily& family, Lines& lines) {
    if (some_overlap(family)) {
        lines.push_back("The earlier dates tried are not independent of each other: their windows "
                        "overlap, so only the " +
                        whole(family.apart.z.size()) +
                        " that share no day with each other or with the study are taken for the "
                        "p-value, however many are drawn.");
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
                       " were not chosen for what had just happened there. A response area that "
                       "was chosen because crime had just risen falls back by itself, and that "
                       "these placebos do not show.");
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
