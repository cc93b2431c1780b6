// SPDX-License-Identifier: MIT
#include "crims_tool/stepping/session.hpp"

#include <limits>
#include <new>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/model/zone_column.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/nearest.hpp"
#include "toolkit/text/visible.hpp"

namespace crims_tool {

namespace {

using nlohmann::ordered_json;
using toolkit::DataError;

/// A longer step would hold more crimes in memory than anybody takes at once.
constexpr std::chrono::days longest_step(366);

constexpr const char* done_answer = "{\"ok\":true}\n";

crims::Loading loading_of(double factor) {
    return factor == 1 ? crims::Loading() : crims::uniform_loading(factor);
}

/// One line; what is not UTF-8 in a model's names is replaced.
std::string line_of(const ordered_json& json) {
    return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

template<typename Items, typename NameOf>
NumbersOfName numbers_of(const Items& items, NameOf name_of) {
    NumbersOfName numbers;
    for (std::size_t i = 0; i < items.size(); ++i) {
        numbers[name_of(items[i])].push_back(i);
    }
    return numbers;
}

[[noreturn]] void refuse_name(const char* key, const char* what, const std::string& name,
                              const NumbersOfName& known) {
    std::vector<std::string> names;
    names.reserve(known.size());
    for (const auto& [each, numbers] : known) {
        names.push_back(each);
    }
    throw DataError(fmt::format("request: $.{}: the model has no {} '{}'; the nearest is '{}'", key,
                                what, name, toolkit::nearest(name, names)));
}

/// The numbers of what a request names.
std::vector<std::size_t> numbers(const std::vector<NameOrNumber>& names, const char* key,
                                 const char* what, const NumbersOfName& known, std::size_t count) {
    std::vector<std::size_t> found;
    found.reserve(names.size());
    for (const NameOrNumber& one : names) {
        if (const auto* const number = std::get_if<std::size_t>(&one)) {
            if (*number >= count) {
                throw DataError(
                    fmt::format("request: $.{}: there is no {} number {}; they go from 0 to {}",
                                key, what, *number, count - 1));
            }
            found.push_back(*number);
            continue;
        }
        const auto& name = std::get<std::string>(one);
        const auto named = known.find(name);
        if (named == known.end()) {
            refuse_name(key, what, name, known);
        }
        found.insert(found.end(), named->second.begin(), named->second.end());
    }
    return found;
}

RowFormat rows_of(const StoredModel& stored, const SavedSession& begun, StepFormat format) {
    const RowColumns columns{.with_places = begun.options.placement != crims::Placement::none,
                             .crs = stored.crs,
                             .zone = zone_column(stored.metadata)};
    return format == StepFormat::json ? json_line_format(columns, stored.model)
                                      : csv_format(columns, stored.model);
}

} // namespace

StepSession::StepSession(const StoredModel& stored, SavedSession begun, crims::Stepper stepper,
                         StepFormat format)
    : m_model(stored.model), m_begun(std::move(begun)), m_format(format),
      m_zone_column(zone_column(stored.metadata)), m_rows(rows_of(stored, m_begun, format)),
      m_zones(numbers_of(m_model.zones, [](const std::string& zone) { return zone; })),
      m_crime_types(numbers_of(m_model.crime_types, [](const std::string& type) { return type; })),
      m_offences(
          numbers_of(m_model.offences, [](const crims::Offence& offence) { return offence.code; })),
      m_stepper(std::move(stepper)) {}

StepSession::StepSession(const StoredModel& stored, const SavedSession& begun, crims::Instant start,
                         StepFormat format)
    : StepSession(
          stored, begun,
          crims::Stepper(stored.model, start, begun.options, loading_of(begun.base_loading)),
          format) {}

StepSession::StepSession(const StoredModel& stored, const SavedSession& begun, StepFormat format)
    : StepSession(stored, begun,
                  crims::Stepper(stored.model, std::string_view(begun.state), begun.options,
                                 loading_of(begun.base_loading)),
                  format) {}

std::string StepSession::error_answer(std::string_view what) {
    return line_of({{"error", toolkit::visible_line(what, toolkit::longest_shown)}});
}

std::string StepSession::answer(const std::string& line) {
    try {
        return answer(read_request(line));
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const toolkit::Cancelled&) {
        throw;
    } catch (const std::exception& error) {
        return error_answer(error.what());
    }
}

std::string StepSession::answer(const Request& request) {
    return std::visit([this](const auto& one) { return answer_to(one); }, request);
}

crims::Instant StepSession::end_of(const AdvanceRequest& request) const {
    const crims::Instant now = m_stepper.time();
    const crims::Instant until = request.until.value_or(now + request.length);
    if (until < now) {
        throw DataError(fmt::format("request: $.until: {} lies before now, {}; time only goes on",
                                    instant_text(until), instant_text(now)));
    }
    if (until - now > longest_step) {
        throw DataError(fmt::format("request: a step of {} days is longer than {}; take several",
                                    std::chrono::ceil<std::chrono::days>(until - now).count(),
                                    longest_step.count()));
    }
    return until;
}

std::string StepSession::answer_to(const AdvanceRequest& request) {
    const crims::Instant until = end_of(request);
    std::string error;
    try {
        m_stepper.advance(until, m_table);
    } catch (const std::domain_error& failure) { // after some months, perhaps: theirs are told
        error = toolkit::visible_line(failure.what(), toolkit::longest_shown);
    }
    return crimes_answer(error);
}

std::string StepSession::crimes_answer(const std::string& error) const {
    ordered_json head;
    if (!error.empty()) {
        head["error"] = error;
    }
    head["time"] = instant_text(m_stepper.time());
    if (m_format == StepFormat::csv) {
        head["count"] = m_table.size();
    }
    std::string answer = head.dump();
    if (m_format == StepFormat::json) {
        answer.back() = ',';
        answer += R"("crimes":[)";
        add_rows(answer);
        answer += "]}\n";
    } else {
        answer += '\n';
        add_rows(answer);
    }
    return answer;
}

void StepSession::add_rows(std::string& answer) const {
    using std::chrono::days;
    using std::chrono::floor;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const bool placed = !m_table.x.empty();
    RowText rows(m_table.size() * m_rows.row_bound);
    char* to = rows.begin();
    std::optional<MonthText> text;
    crims::Instant begin;
    crims::Instant end;
    for (std::size_t i = 0; i < m_table.size(); ++i) {
        const crims::Instant time{std::chrono::minutes(m_table.time[i])};
        if (!text || time >= end) {
            const crims::Month month = crims::month_of(floor<days>(time));
            text = MonthText(month);
            begin = crims::first_day(month);
            end = crims::first_day(month + std::chrono::months(1));
        }
        to = put_row(to, m_rows, *text,
                     {.id = m_table.id[i],
                      .zone = m_table.zone[i],
                      .offence = m_table.offence[i],
                      .minute = static_cast<std::uint16_t>((time - begin).count()),
                      .suspect = m_table.suspect[i],
                      .x = placed ? m_table.x[i] : none,
                      .y = placed ? m_table.y[i] : none});
    }
    rows.set_end(to);
    const bool has_joint = m_format == StepFormat::json && m_table.size() > 0;
    answer += rows.text().substr(has_joint ? 1 : 0);
}

std::string StepSession::answer_to(const LoadingRequest& request) {
    m_stepper.set_loading(
        request.value,
        {.zones = numbers(request.zones, "zones", "zone", m_zones, m_model.zones.size()),
         .crime_types = numbers(request.crime_types, "crime_types", "crime type", m_crime_types,
                                m_model.crime_types.size()),
         .offences = numbers(request.offences, "offences", "offence", m_offences,
                             m_model.offences.size())});
    return done_answer;
}

std::string StepSession::answer_to(const SaveRequest& request) {
    SavedSession session = m_begun;
    session.state = m_stepper.state();
    write_session(request.path, session);
    return done_answer;
}

std::string StepSession::answer_to(const DescribeRequest& /*request*/) const {
    ordered_json json = {{"time", instant_text(m_stepper.time())},
                         {"model", m_begun.model},
                         {"zones", m_model.zones},
                         {"crime_types", m_model.crime_types},
                         {"offences", ordered_json::array()}};
    for (const crims::Offence& offence : m_model.offences) {
        json["offences"].push_back({{"code", offence.code},
                                    {"description", offence.description},
                                    {"crime_type", m_model.crime_types.at(offence.crime_type)}});
    }
    json["columns"] = {"id",          m_zone_column, "crime_type", "code",
                       "description", "time",        "suspect",    "severity"};
    if (m_rows.with_places) {
        json["columns"].push_back("x");
        json["columns"].push_back("y");
    }
    return line_of(json);
}

std::string StepSession::answer_to(const ExpectedRequest& /*request*/) const {
    ordered_json json = {{"time", instant_text(m_stepper.time())}, {"expected", nullptr}};
    if (const auto expected = m_stepper.expected()) {
        json["expected"] = *expected;
    }
    return line_of(json);
}

} // namespace crims_tool
