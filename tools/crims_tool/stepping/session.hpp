// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "crims/stepper.hpp"
#include "crims_tool/model/file.hpp"
#include "crims_tool/rows/crime_rows.hpp"
#include "crims_tool/stepping/request.hpp"
#include "crims_tool/stepping/saved_session.hpp"

namespace crims_tool {

/// How crimes are written.
enum class StepFormat : std::uint8_t { json, csv };

/// The numbers of names, of which some have several: a code in two crime types.
using NumbersOfName = std::map<std::string, std::vector<std::size_t>, std::less<>>;

/// A model that goes through time as it is asked to: one request, one answer.
class StepSession {
  public:
    /// Begins. `begun.state` is empty. Throws as Stepper does.
    StepSession(const StoredModel& stored, const SavedSession& begun, crims::Instant start,
                StepFormat format);

    /// Goes on from what `begun` holds. Throws as Stepper does.
    StepSession(const StoredModel& stored, const SavedSession& begun, StepFormat format);

    /// The answer to a line, with the line end, and in CSV the lines of the crimes. Whatever is
    /// wrong with a request is an answer too; only what ends the program is thrown.
    std::string answer(const std::string& line);

    /// The same for a request that has been read. Throws what is wrong with it.
    std::string answer(const Request& request);

    /// Where the next step begins.
    crims::Instant time() const { return m_stepper.time(); }

    /// Where the step would end. Throws toolkit::DataError for one that goes back or is too long.
    crims::Instant end_of(const AdvanceRequest& request) const;

    /// What went wrong, as an answer.
    static std::string error_answer(std::string_view what);

  private:
    StepSession(const StoredModel& stored, SavedSession begun, crims::Stepper stepper,
                StepFormat format);

    std::string answer_to(const AdvanceRequest& request);
    std::string answer_to(const LoadingRequest& request);
    std::string answer_to(const SaveRequest& request);
    std::string answer_to(const DescribeRequest& request) const;
    std::string answer_to(const ExpectedRequest& request) const;
    std::string crimes_answer(const std::string& error) const;
    void add_rows(std::string& answer) const;

    const crims::Model& m_model;
    SavedSession m_begun;
    StepFormat m_format;
    std::string m_zone_column; ///< what rows call the zone's code
    RowFormat m_rows;
    NumbersOfName m_zones;
    NumbersOfName m_crime_types;
    NumbersOfName m_offences;
    crims::Stepper m_stepper;
    crims::StepTable m_table;
};

} // namespace crims_tool
