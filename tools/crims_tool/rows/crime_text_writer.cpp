// SPDX-License-Identifier: MIT
#include "crims_tool/rows/crime_text_writer.hpp"

#include <utility>

#include "crims_tool/rows/crime_text.hpp"
#include "toolkit/files/output_file.hpp"

namespace crims_tool {

namespace {

class TextWriter : public CrimeWriter {
  public:
    TextWriter(const std::string& path, bool overwrite, RowFormat format)
        : m_format(std::move(format)), m_text(m_format), m_stream(path, overwrite) {
        m_stream.write(m_text.head());
    }

    void write(const crims::CrimeTable& crimes) override {
        m_text.add(crimes, [this](std::string_view piece) { m_stream.write(piece); });
    }

    void finish() override {
        m_stream.write(m_text.foot());
        m_stream.finish();
    }

    void publish() override { m_stream.publish(); }

  private:
    RowFormat m_format;
    CrimeText m_text;
    toolkit::OutputStream m_stream;
};

} // namespace

std::unique_ptr<CrimeWriter> open_text_writer(const std::string& path, bool overwrite,
                                              RowFormat format) {
    return std::make_unique<TextWriter>(path, overwrite, std::move(format));
}

} // namespace crims_tool
