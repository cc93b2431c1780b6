// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/records/crime_collector.hpp"
#include "crims_tool/records/month_range.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/police/street_files.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::StreetCrimes;
using toolkit::StreetFile;

/// A force's files of the months, in order.
std::vector<StreetFile> files_of(toolkit::Download download, const std::string& path,
                                 const std::string& force, const MonthRange& months) {
    std::vector<StreetFile> files = std::move(download.files);
    std::set<std::string> forces;
    for (const StreetFile& file : files) {
        forces.insert(file.force);
    }
    const std::string slug = toolkit::find_force(force, {forces.begin(), forces.end()});
    std::erase_if(files, [&slug](const StreetFile& file) { return file.force != slug; });
    const MonthRange there{files.front().month, files.back().month};
    std::erase_if(files,
                  [&months](const StreetFile& file) { return !months.contains(file.month); });
    if (files.empty()) {
        throw DataError(fmt::format("{}: it has {} from {} to {}, but nothing from {} to {}", path,
                                    slug, month_text(there.from), month_text(there.to),
                                    month_text(months.from), month_text(months.to)));
    }
    return files;
}

/// Puts files together, in their order.
class Merger {
  public:
    explicit Merger(const MonthRange& months) : m_collector(months) {
        m_collector.crimes().has_outcomes = true;
        m_collector.crimes().crs = toolkit::Crs::from_text("EPSG:4326", "the download");
    }

    void add(const StreetFile& file, const StreetCrimes& crimes);
    void warn_of_misnamed(const std::vector<std::string>& files);
    RecordedCrimes finish(const std::string& path);

  private:
    std::vector<crims::OutcomeMeaning> meanings(const StreetCrimes& crimes);
    void warn_of_repeated_ids();

    CrimeCollector m_collector;
    std::vector<std::uint64_t> m_ids;
    std::set<std::string> m_never_seen; ///< outcomes
    std::vector<std::string> m_empty;   ///< files
};

std::vector<crims::OutcomeMeaning> Merger::meanings(const StreetCrimes& crimes) {
    std::vector<crims::OutcomeMeaning> meanings;
    for (const std::string& outcome : crimes.outcomes) {
        meanings.push_back(crims::outcome_meaning(outcome));
        if (meanings.back() == crims::OutcomeMeaning::never_seen) {
            m_never_seen.insert(outcome);
        }
    }
    return meanings;
}

void Merger::add(const StreetFile& file, const StreetCrimes& crimes) {
    RecordedCrimes& all = m_collector.crimes();
    all.sources.push_back({file.name, crimes.sha256});
    if (crimes.size() == 0) {
        m_empty.push_back(file.name);
        return;
    }
    const std::size_t month = all.months.number(file.month);
    all.present[month] = 1;
    const std::vector<crims::OutcomeMeaning> outcomes = meanings(crimes);
    std::vector<std::uint16_t> types;
    std::transform(crimes.crime_types.begin(), crimes.crime_types.end(), std::back_inserter(types),
                   [this](const std::string& name) { return m_collector.crime_type(name); });
    std::vector<std::uint32_t> lsoas;
    std::transform(crimes.lsoas.begin(), crimes.lsoas.end(), std::back_inserter(lsoas),
                   [this](const std::string& code) { return m_collector.lsoa(code); });
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        m_collector.add({.crime_type = types[crimes.crime_type[i]],
                         .month = month,
                         .lsoa = lsoas[crimes.lsoa[i]],
                         .point = m_collector.point(crimes.longitude[i], crimes.latitude[i]),
                         .outcome = outcomes[crimes.outcome[i]]});
        if (crimes.id[i] != 0) {
            m_ids.push_back(crimes.id[i]);
        }
    }
}

void Merger::warn_of_misnamed(const std::vector<std::string>& files) {
    if (!files.empty()) {
        m_collector.crimes().warnings.push_back(fmt::format(
            "These files were ignored because they are not named YYYY-MM-FORCE-street.csv: {}.",
            toolkit::listed(files)));
    }
}

void Merger::warn_of_repeated_ids() {
    std::sort(m_ids.begin(), m_ids.end());
    const auto repeated = m_ids.end() - std::unique(m_ids.begin(), m_ids.end());
    if (repeated > 0) {
        m_collector.crimes().warnings.push_back(fmt::format(
            "{} rows repeat the crime id of another row. Each row counts as a crime.", repeated));
    }
}

RecordedCrimes Merger::finish(const std::string& path) {
    std::vector<std::string>& warnings = m_collector.crimes().warnings;
    warn_of_repeated_ids();
    if (!m_never_seen.empty()) {
        warnings.push_back(fmt::format(
            "The meaning of these outcomes is not known, so they were not used for suspects: {}.",
            toolkit::listed({m_never_seen.begin(), m_never_seen.end()})));
    }
    if (!m_empty.empty()) {
        warnings.push_back(fmt::format("These files hold no crimes and count as missing: {}.",
                                       toolkit::listed(m_empty)));
    }
    RecordedCrimes crimes = m_collector.finish();
    if (crimes.size() == 0) {
        throw DataError(fmt::format("{}: its files hold no crime", path));
    }
    return crimes;
}

} // namespace

RecordedCrimes read_police_crimes(const std::string& path, const std::string& force,
                                  const MonthRange& months, toolkit::Console& console) {
    toolkit::Download download = toolkit::open_download(path);
    const std::vector<std::string> misnamed = std::move(download.misnamed);
    const std::vector<StreetFile> files = files_of(std::move(download), path, force, months);
    Merger merger(months);
    merger.warn_of_misnamed(misnamed);
    toolkit::read_street_files_in_order(
        files, "", [&](std::int64_t done, std::int64_t total) { console.progress(done, total); },
        [&](std::size_t index, const StreetCrimes& crimes) { merger.add(files[index], crimes); });
    console.end_progress();
    return merger.finish(path);
}

} // namespace crims_tool
