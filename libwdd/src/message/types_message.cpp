// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstddef>
#include <utility>

#include "document/number_text.hpp"
#include "wdd/crime_types.hpp"

namespace wdd {

namespace {

std::string rounded(const std::optional<double>& value, int decimals) {
    return value ? fixed(*value, decimals) : "";
}

std::vector<std::string> type_row(const TypeResult& type, bool with_weights) {
    const auto from_to = [](const BeforeAfter& counts) {
        return fixed(counts.pre, 0) + " to " + fixed(counts.post, 0);
    };
    const Statistic& statistic = type.statistic;
    std::vector<std::string> row{
        type.type.empty() ? "(no type)" : type.type,
        from_to(type.counts.treated),
        from_to(type.counts.control),
        estimate_beside_error(statistic.total.estimate, statistic.total.standard_error),
        rounded(statistic.z, 2),
        rounded(statistic.p_one_tailed, 3),
        rounded(type.holm, 3),
        rounded(type.benjamini_hochberg, 3)};
    if (with_weights) {
        row.push_back(type.weight ? plain(*type.weight) : "none");
    }
    return row;
}

std::string harm_sentence(const Combined& sum, double confidence) {
    const Estimate& total = sum.total;
    if (!sum.z) {
        return "No incident has a weight, so there is no weighted estimate.";
    }
    return "Weighted by harm: " + estimate_beside_error(total.estimate, total.standard_error) +
           " (standard error " + beside_error(total.standard_error, total.standard_error) + ", " +
           plain(of_a_hundred * confidence) + " % interval " +
           beside_error(*sum.ci_low, total.standard_error) + " to " +
           beside_error(*sum.ci_high, total.standard_error) + "). " + evidence_words(sum.evidence) +
           " of harm (z = " + fixed(*sum.z, 2) + ", one-tailed " + p_in_words(*sum.p_one_tailed) +
           ").";
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

} // namespace

TypesFinding types_finding(std::vector<TypeResult> types, bool with_weights, double confidence) {
    TypesFinding finding{std::move(types), std::nullopt};
    if (with_weights) {
        std::vector<WeightedEstimate> parts;
        parts.reserve(finding.types.size());
        for (const TypeResult& type : finding.types) {
            if (type.weight) {
                parts.push_back({.estimate = type.statistic.total, .weight = *type.weight});
            }
        }
        finding.weighted = combine(parts, confidence);
    }
    return finding;
}

void adjust(const std::vector<TypeResult*>& types) {
    std::vector<double> p;
    std::vector<TypeResult*> with_p;
    p.reserve(types.size());
    with_p.reserve(types.size());
    for (TypeResult* type : types) {
        if (type->statistic.p_one_tailed) {
            p.push_back(*type->statistic.p_one_tailed);
            with_p.push_back(type);
        }
    }
    const std::vector<double> adjusted = holm(p);
    const std::vector<double> q = benjamini_hochberg(p);
    for (std::size_t i = 0; i < with_p.size(); ++i) {
        with_p[i]->holm = adjusted[i];
        with_p[i]->benjamini_hochberg = q[i];
    }
}

std::vector<std::string> types_without_weight(const TypesFinding& finding) {
    std::vector<std::string> names;
    for (const TypeResult& type : finding.types) {
        if (finding.weighted && !type.weight) {
            names.push_back(type.type.empty() ? "(no type)" : type.type);
        }
    }
    return names;
}

Section types_section(const TypesFinding& finding, const Evaluation& evaluation) {
    const bool with_weights = finding.weighted.has_value();
    Table table{{"", "response", "control", "WDD", "z", "p", "p (Holm)", "q (BH)"}, {}};
    if (with_weights) {
        table.header.emplace_back("weight");
    }
    table.rows.reserve(finding.types.size());
    for (const TypeResult& type : finding.types) {
        table.rows.push_back(type_row(type, with_weights));
    }
    const TypeResult all{
        .type = "All incidents", .counts = evaluation.counts, .statistic = evaluation.statistic};
    table.rows.push_back(type_row(all, false));
    table.rows.back().resize(table.header.size());
    Section section{"Crime types", {}};
    if (with_weights) {
        section.blocks.emplace_back(
            Paragraph{harm_sentence(*finding.weighted, evaluation.statistic.confidence)});
        if (const auto names = types_without_weight(finding); !names.empty()) {
            section.blocks.emplace_back(
                Paragraph{"Types without a weight are left out of it: " + joined(names) + "."});
        }
    }
    section.blocks.emplace_back(std::move(table));
    section.blocks.emplace_back(Paragraph{
        "WDD is the change in the response area and its ring against the control area, for incidents of that type. p (Holm) allows for the number of tests: any below 0.05 leaves at most 5 % of false alarms among them all. Of those with q (Benjamini and Hochberg) below 0.05, 5 % are expected to be false alarms."});
    return section;
}

} // namespace wdd
