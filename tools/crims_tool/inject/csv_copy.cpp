// SPDX-License-Identifier: MIT
#include "crims_tool/inject/csv_copy.hpp"

#include <fmt/format.h>
#include <ogr_feature.h>

#include "crims_tool/inject/incident_edit.hpp"
#include "toolkit/files/csv_reader.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

/// The records of a CSV as they are written, each with the empty lines before it.
class RawRecords {
  public:
    RawRecords(const std::string& path, const std::string& shown)
        : m_shown(shown), m_reader(path, shown),
          m_file(VSIFOpenL(m_reader.opened().c_str(), "rb")) {
        if (!m_file) {
            throw DataError(fmt::format("{}: cannot be opened again", shown));
        }
    }

    bool next() {
        if (!m_reader.next()) {
            return false;
        }
        read_to(m_reader.end());
        return true;
    }

    /// After the last record: the empty lines that may follow it.
    const std::string& rest() {
        read_to(m_reader.end());
        return m_text;
    }

    /// Without the end of the line.
    std::string_view body() const {
        const std::size_t last = m_text.find_last_not_of("\r\n");
        return std::string_view(m_text).substr(0, last == std::string::npos ? 0 : last + 1);
    }

    std::string_view line_end() const { return std::string_view(m_text).substr(body().size()); }

    const toolkit::CsvReader& cells() const { return m_reader; }

  private:
    void read_to(std::uint64_t end) {
        m_text.resize(static_cast<std::size_t>(end - m_end));
        m_end = end;
        if (VSIFReadL(m_text.data(), 1, m_text.size(), m_file.get()) != m_text.size()) {
            throw DataError(fmt::format("{}: cannot be read again", m_shown));
        }
    }

    std::string m_shown;
    toolkit::CsvReader m_reader;
    std::unique_ptr<VSILFILE, toolkit::CloseFile> m_file;
    std::uint64_t m_end = 0;
    std::string m_text;
};

class CsvCopy : public IncidentCopy {
  public:
    CsvCopy(const InjectionSource& source, const IncidentEdits& edits, const std::string& path,
            bool overwrite, const std::function<void(std::size_t)>& progress)
        : m_source(source), m_records(source.layer().path(), source.layer().text()),
          m_with_fates(edits.keep_prevented), m_output(path, overwrite) {
        copy_header();
        EditWalk edit(edits);
        for (std::int64_t id = 1; m_records.next(); ++id) {
            if (edit.at_end() || id != edit.id()) {
                continue; // the condition does not select it
            }
            if (edit.is_written()) {
                copy_record(edit);
            }
            progress(edit.index());
            edit.next();
        }
        if (!edit.at_end()) {
            throw DataError(fmt::format("{}: the file changed while it was read; try again",
                                        source.layer().text()));
        }
        m_output.write(m_buffer + m_records.rest());
        m_output.finish();
    }

    void publish() override { m_output.publish(); }

  private:
    void copy_header() {
        const int x = m_source.place().x_index();
        if (!m_records.next() || m_records.cells().size() <= static_cast<std::size_t>(x) ||
            m_records.cells().cell(static_cast<std::size_t>(x)) !=
                m_source.layer().field(x).GetNameRef()) {
            throw DataError(fmt::format("{}: the first line does not name the columns",
                                        m_source.layer().text()));
        }
        write(m_records.body(), {fate_columns[0], fate_columns[1], fate_columns[2]});
    }

    void copy_record(const EditWalk& edit) {
        const toolkit::Crs& crs = m_source.crs();
        const std::vector<std::string> more{fate_name(edit.fate()),
                                            coordinate_text(edit.original_x(), crs),
                                            coordinate_text(edit.original_y(), crs)};
        if (const crims::DisplacedCrime* moved = edit.moved()) {
            write(moved_body(*moved, edit), more);
        } else {
            write(m_records.body(), more);
        }
    }

    std::string moved_body(const crims::DisplacedCrime& moved, const EditWalk& edit) const {
        const toolkit::CsvReader& reader = m_records.cells();
        const std::string special = reader.separator() + "\"\r\n";
        std::vector<std::string> cells = reader.cells();
        cells.at(static_cast<std::size_t>(m_source.place().x_index())) =
            coordinate_text(moved.x, m_source.crs());
        cells.at(static_cast<std::size_t>(m_source.place().y_index())) =
            coordinate_text(moved.y, m_source.crs());
        for (std::size_t i = 0; i < edit.place_fields().size(); ++i) {
            cells.at(static_cast<std::size_t>(edit.place_fields()[i])) =
                edit.place_texts()[i].value_or("");
        }
        std::string body;
        for (const std::string& cell : cells) {
            body += body.empty() && &cell == &cells.front() ? "" : reader.separator();
            body +=
                cell.find_first_of(special) == std::string::npos ? cell : toolkit::in_quotes(cell);
        }
        return body;
    }

    void write(std::string_view body, const std::vector<std::string>& more) {
        m_buffer += body;
        for (std::size_t i = 0; m_with_fates && i < more.size(); ++i) {
            m_buffer += m_records.cells().separator() + more[i];
        }
        m_buffer += m_records.line_end();
        constexpr std::size_t piece = 1 << 20;
        if (m_buffer.size() >= piece) {
            m_output.write(m_buffer);
            m_buffer.clear();
        }
    }

    const InjectionSource& m_source;
    RawRecords m_records;
    bool m_with_fates;
    toolkit::OutputStream m_output;
    std::string m_buffer;
};

} // namespace

std::unique_ptr<IncidentCopy> copy_csv(const InjectionSource& source, const IncidentEdits& edits,
                                       const std::string& path, bool overwrite,
                                       const std::function<void(std::size_t)>& progress) {
    return std::make_unique<CsvCopy>(source, edits, path, overwrite, progress);
}

} // namespace crims_tool
