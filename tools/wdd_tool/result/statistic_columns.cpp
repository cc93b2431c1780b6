// SPDX-License-Identifier: MIT
#include "wdd_tool/result/statistic_columns.hpp"

#include <optional>

#include "toolkit/text/csv_text.hpp"
#include "wdd/period.hpp"

namespace wdd_tool {

namespace {

using wdd::Measures;
using wdd::Statistic;

template<class Whole>
ResultCell part(const std::optional<Whole>& whole, double Whole::*member) {
    return whole ? ResultCell((*whole).*member) : ResultCell();
}

struct CellText {
    std::string operator()(std::monostate /*nothing*/) const { return ""; }

    std::string operator()(const std::string& text) const { return text; }

    std::string operator()(double number) const { return toolkit::round_trip(number); }

    std::string operator()(std::int64_t number) const { return std::to_string(number); }

    std::string operator()(std::chrono::sys_days day) const { return wdd::iso_date(day); }
};

} // namespace

ResultCell cell_or_nothing(const std::optional<double>& value) {
    return value ? ResultCell(*value) : ResultCell();
}

std::string cell_text(const ResultCell& cell) {
    return std::visit(CellText{}, cell);
}

const std::vector<StatisticColumn>& statistic_columns() {
    static const std::vector<StatisticColumn> columns{
        {"local_estimate", false,
         [](const Statistic& s, const Measures&) { return ResultCell(s.local.estimate); }},
        {"local_se", false,
         [](const Statistic& s, const Measures&) { return ResultCell(s.local.standard_error); }},
        {"displacement_estimate", false,
         [](const Statistic& s, const Measures&) { return ResultCell(s.displacement.estimate); }},
        {"displacement_se", false,
         [](const Statistic& s, const Measures&) {
             return ResultCell(s.displacement.standard_error);
         }},
        {"total_estimate", false,
         [](const Statistic& s, const Measures&) { return ResultCell(s.total.estimate); }},
        {"total_se", false,
         [](const Statistic& s, const Measures&) { return ResultCell(s.total.standard_error); }},
        {"z", false, [](const Statistic& s, const Measures&) { return cell_or_nothing(s.z); }},
        {"p_one_tailed", false,
         [](const Statistic& s, const Measures&) { return cell_or_nothing(s.p_one_tailed); }},
        {"ci_low", false,
         [](const Statistic& s, const Measures&) { return cell_or_nothing(s.ci_low); }},
        {"ci_high", false,
         [](const Statistic& s, const Measures&) { return cell_or_nothing(s.ci_high); }},
        {"evidence", true,
         [](const Statistic& s, const Measures&) {
             return ResultCell(std::string(wdd::evidence_name(s.z, s.evidence)));
         }},
        {"share_of_expected", false,
         [](const Statistic&, const Measures& m) { return cell_or_nothing(m.share_of_expected); }},
        {"rate_ratio", false,
         [](const Statistic&, const Measures& m) {
             return part(m.rate_ratio, &wdd::RelativeRateRatio::ratio);
         }},
        {"rate_ratio_low", false,
         [](const Statistic&, const Measures& m) {
             return part(m.rate_ratio, &wdd::RelativeRateRatio::low);
         }},
        {"rate_ratio_high", false,
         [](const Statistic&, const Measures& m) {
             return part(m.rate_ratio, &wdd::RelativeRateRatio::high);
         }},
        {"p_exact", false,
         [](const Statistic&, const Measures& m) { return part(m.exact, &wdd::ExactTest::p); }},
        {"p_mid", false,
         [](const Statistic&, const Measures& m) { return part(m.exact, &wdd::ExactTest::p_mid); }},
        {"probability_of_reduction", false,
         [](const Statistic&, const Measures& m) {
             return cell_or_nothing(m.probability_of_reduction);
         }},
        {"gross_effect", false,
         [](const Statistic&, const Measures& m) { return ResultCell(m.quotients.gross_effect); }},
        {"net_effect", false,
         [](const Statistic&, const Measures& m) {
             return cell_or_nothing(m.quotients.net_effect);
         }},
        {"displacement_quotient", false,
         [](const Statistic&, const Measures& m) { return cell_or_nothing(m.quotients.quotient); }},
        {"total_net_effect", false, [](const Statistic&, const Measures& m) {
             return cell_or_nothing(m.quotients.total_net_effect);
         }}};
    return columns;
}

} // namespace wdd_tool
