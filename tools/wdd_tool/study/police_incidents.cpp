// SPDX-License-Identifier: MIT
#include "wdd_tool/study/police_incidents.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/layers/layer.hpp"
#include "toolkit/police/street_files.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/nearest.hpp"
#include "toolkit/time/month.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::StreetCrimes;
using toolkit::StreetFile;

constexpr const char* id_column = "Crime ID";
constexpr const char* type_column = "Crime type";

std::vector<std::string> in_lower_case(std::vector<std::string> names) {
    std::transform(names.begin(), names.end(), names.begin(),
                   [](const std::string& name) { return toolkit::lower_case(name); });
    return names;
}

std::string shown_paths(const std::vector<std::string>& paths) {
    std::vector<std::string> shown;
    std::transform(paths.begin(), paths.end(), std::back_inserter(shown),
                   toolkit::without_password);
    return fmt::format("{}", fmt::join(shown, ", "));
}

bool is_one_of(const std::vector<std::string>& wanted, const std::string& name) {
    return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
}

toolkit::FieldDate date_of(const StreetFile& file) {
    return {.state = toolkit::DateState::month,
            .day = std::chrono::sys_days(file.month / std::chrono::day(1))};
}

/// Hands file after file on, in batches, and remembers what is to be told of them.
class PoliceReading {
  public:
    PoliceReading(const std::vector<std::string>& crime_types, bool with_ids, bool with_types,
                  const toolkit::IncidentHandler& handle)
        : m_crime_types(crime_types), m_with_ids(with_ids), m_with_types(with_types),
          m_handle(handle) {}

    void add(const StreetFile& file, const StreetCrimes& crimes);

    toolkit::IncidentSummary finish(const std::string& text,
                                    const std::vector<std::string>& misnamed);

  private:
    std::vector<bool> wanted_types(const StreetCrimes& crimes);
    void add_crime(const StreetCrimes& crimes, std::size_t i, const toolkit::FieldDate& date);
    void require_types(const std::string& text) const;
    std::int64_t repeated_ids();

    const std::vector<std::string>& m_crime_types;
    bool m_with_ids;
    bool m_with_types;
    const toolkit::IncidentHandler& m_handle;
    toolkit::IncidentBatch m_batch;
    toolkit::IncidentSummary m_summary;
    std::set<std::string> m_types_seen;
    std::vector<std::uint64_t> m_ids;
    std::vector<std::string> m_empty; ///< files
};

std::vector<bool> PoliceReading::wanted_types(const StreetCrimes& crimes) {
    std::vector<bool> wanted;
    wanted.reserve(crimes.crime_types.size());
    for (const std::string& name : crimes.crime_types) {
        m_types_seen.insert(name);
        wanted.push_back(m_crime_types.empty() || is_one_of(m_crime_types, name));
    }
    return wanted;
}

void PoliceReading::add(const StreetFile& file, const StreetCrimes& crimes) {
    if (crimes.rows == 0) {
        m_empty.push_back(file.name);
    }
    const std::vector<bool> wanted = wanted_types(crimes);
    const toolkit::FieldDate date = date_of(file);
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        if (wanted[crimes.crime_type[i]]) {
            add_crime(crimes, i, date);
        }
    }
    m_handle(m_batch);
    m_batch.clear();
}

void PoliceReading::add_crime(const StreetCrimes& crimes, std::size_t i,
                              const toolkit::FieldDate& date) {
    const std::uint64_t id = crimes.id[i];
    m_batch.add(crimes.longitude[i], crimes.latitude[i], date, ++m_summary.read);
    m_summary.null_geometry += std::isnan(crimes.longitude[i]) ? 1 : 0;
    if (m_with_types) {
        m_batch.add_type(crimes.crime_types[crimes.crime_type[i]]);
    }
    if (m_with_ids) {
        m_batch.add_key(id == 0 ? "" : fmt::format("{:x}", id));
    } else if (id != 0) {
        m_ids.push_back(id);
    }
}

void PoliceReading::require_types(const std::string& text) const {
    const std::vector<std::string> seen(m_types_seen.begin(), m_types_seen.end());
    for (const std::string& name : m_crime_types) {
        if (!m_types_seen.contains(name) && !seen.empty()) {
            throw DataError(fmt::format(
                "{}: there is no crime type '{}' (⟨--crime-types⟩); the nearest is '{}', and all are: {}",
                text, name, toolkit::nearest(name, seen), toolkit::listed(seen)));
        }
    }
}

std::int64_t PoliceReading::repeated_ids() {
    std::sort(m_ids.begin(), m_ids.end());
    return m_ids.end() - std::unique(m_ids.begin(), m_ids.end());
}

toolkit::IncidentSummary PoliceReading::finish(const std::string& text,
                                               const std::vector<std::string>& misnamed) {
    require_types(text);
    if (!misnamed.empty()) {
        m_summary.warnings.push_back(fmt::format(
            "These files were ignored because they are not named YYYY-MM-FORCE-street.csv: {}.",
            toolkit::listed(misnamed)));
    }
    if (const std::int64_t repeated = repeated_ids(); repeated > 0) {
        m_summary.warnings.push_back(fmt::format(
            "{} rows repeat the crime id of another row. Each row counts as a crime; ⟨--id-field⟩ '{}' counts each id once.",
            fmt::group_digits(repeated), id_column));
    }
    if (!m_empty.empty()) {
        m_summary.warnings.push_back(fmt::format(
            "These files hold no crimes and count as missing: {}.", toolkit::listed(m_empty)));
    }
    return std::move(m_summary);
}

} // namespace

PoliceIncidents::PoliceIncidents(const std::vector<std::string>& paths,
                                 const IncidentOptions& options)
    : m_download(toolkit::open_downloads(paths)), m_text(shown_paths(paths)),
      m_crs(toolkit::Crs::from_text("EPSG:4326", "the download")), m_where(options.reading.where),
      m_crime_types(in_lower_case(options.crime_types)),
      m_with_ids(!options.reading.id_field.empty()),
      m_with_types(!options.reading.type_field.empty()) {
    const bool is_type =
        toolkit::lower_case(options.reading.type_field) == toolkit::lower_case(type_column);
    if (m_with_types && !is_type) {
        throw DataError(fmt::format(
            "{}: there is no field '{}' (⟨--type-field⟩); the type of a crime is in '{}'", m_text,
            options.reading.type_field, type_column));
    }
    if (m_with_ids &&
        toolkit::lower_case(options.reading.id_field) != toolkit::lower_case(id_column)) {
        throw DataError(fmt::format(
            "{}: there is no field '{}' (⟨--id-field⟩); the number of a crime is in '{}'", m_text,
            options.reading.id_field, id_column));
    }
}

std::string PoliceIncidents::condition() const {
    std::string condition = m_where;
    if (!m_crime_types.empty()) {
        condition += fmt::format("{}crime type {}", m_where.empty() ? "" : " and ",
                                 fmt::join(m_crime_types, " or "));
    }
    return condition;
}

std::string PoliceIncidents::note() const {
    std::set<std::string> forces;
    std::set<std::chrono::year_month> months;
    for (const StreetFile& file : m_download.files) {
        forces.insert(toolkit::force_name(file.force));
        months.insert(file.month);
    }
    constexpr std::size_t few = 5;
    return fmt::format(
        "The incidents are crimes of data.police.uk: {} files, {} to {}, of {}. Their dates are months, and their places are map points near where they happened.",
        m_download.files.size(), toolkit::month_text(*months.begin()),
        toolkit::month_text(*months.rbegin()),
        forces.size() > few ? fmt::format("{} forces", forces.size())
                            : fmt::format("{}", fmt::join(forces, ", ")));
}

toolkit::IncidentSummary PoliceIncidents::read(const SourceRequest& /*request*/,
                                               const toolkit::IncidentHandler& handle,
                                               const toolkit::ReadingProgress& progress) const {
    PoliceReading reading(m_crime_types, m_with_ids, m_with_types, handle);
    toolkit::read_street_files_in_order(m_download.files, m_where, progress,
                                        [&](std::size_t index, const StreetCrimes& crimes) {
                                            reading.add(m_download.files[index], crimes);
                                        });
    return reading.finish(m_text, m_download.misnamed);
}

void PoliceIncidents::read_dates(const toolkit::DateHandler& handle) const {
    read(
        {},
        [&handle](toolkit::IncidentBatch& batch) {
            for (const toolkit::FieldDate& date : batch.date) {
                handle(date, 1);
            }
        },
        [](std::int64_t, std::int64_t) {});
}

} // namespace wdd_tool
