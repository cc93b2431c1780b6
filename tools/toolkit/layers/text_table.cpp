// SPDX-License-Identifier: MIT
#include "toolkit/layers/text_table.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/remote.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/csv_quotation.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/plain_csv.hpp"

namespace toolkit {

namespace {

constexpr std::string_view folder = "/vsimem/crimekit-table-";
constexpr std::size_t most_bytes = std::size_t{1} << 30;
constexpr std::size_t piece_bytes = std::size_t{1} << 22;

struct CloseTable {
    void operator()(VSILFILE* file) const { VSIFCloseL(file); }
};

using TableFile = std::unique_ptr<VSILFILE, CloseTable>;

enum class Kind { other, opened_by_gdal, text };

/// GDAL opens .txt as a table under another name only.
Kind kind_of(const std::string& path) {
    const std::string ending = lower_case(ending_of(path));
    constexpr std::array<std::string_view, 3> tables{".csv", ".tsv", ".psv"};
    if (std::find(tables.begin(), tables.end(), ending) != tables.end()) {
        return Kind::opened_by_gdal;
    }
    return ending == ".txt" ? Kind::text : Kind::other;
}

/// At most as many bytes as are asked for.
std::string read_bytes(VSILFILE* file, std::size_t most) {
    std::string bytes;
    while (bytes.size() < most) {
        const std::size_t before = bytes.size();
        bytes.resize(std::min(most, before + piece_bytes));
        const std::size_t got = VSIFReadL(bytes.data() + before, 1, bytes.size() - before, file);
        const bool is_end = got < bytes.size() - before;
        bytes.resize(before + got);
        if (is_end) {
            break;
        }
    }
    return bytes;
}

template<typename Find>
auto named(const std::string& shown, const Find& find) {
    try {
        return find();
    } catch (const std::invalid_argument& error) {
        throw DataError(fmt::format("{}: {}", shown, error.what()));
    }
}

void require_closed(const QuotationMarks& marks, const std::string& shown) {
    if (const std::optional<std::size_t> line = marks.unclosed_on()) {
        throw DataError(unclosed_quotation(shown, *line));
    }
}

/// Of what GDAL reads by itself. What is on another machine is not read twice.
void require_closed_quotations(const std::string& path, const std::string& shown) {
    const GdalErrors errors;
    const TableFile file(is_remote(path) ? nullptr : VSIFOpenL(path.c_str(), "rb"));
    if (!file) {
        return;
    }
    QuotationMarks marks;
    for (std::string bytes = read_bytes(file.get(), piece_bytes); !bytes.empty();
         bytes = read_bytes(file.get(), piece_bytes)) {
        marks.read(bytes);
    }
    require_closed(marks, shown);
}

/// No value for a file that cannot be opened, which is said elsewhere, and for one that GDAL reads
/// as it is.
std::optional<std::string> rewritten_file(const std::string& path, const std::string& shown) {
    const GdalErrors errors;
    const TableFile file(VSIFOpenL(path.c_str(), "rb"));
    if (!file) {
        return std::nullopt;
    }
    std::string content = read_bytes(file.get(), csv_sample_bytes);
    const bool is_whole = content.size() < csv_sample_bytes;
    const bool once = is_read_once(path);
    if (!once && !named(shown, [&] { return may_need_rewriting(content, is_whole); })) {
        return std::nullopt;
    }
    content += read_bytes(file.get(), most_bytes + 1 - content.size());
    if (content.size() > most_bytes) {
        throw DataError(fmt::format(
            "{}: it is too large to be read in the way it is written; save it as CSV with commas, in UTF-8, its header first",
            shown));
    }
    std::optional<std::string> plain = named(shown, [&] { return rewritten_csv(content); });
    return plain || !once ? plain : std::optional(std::move(content));
}

/// As it is, for GDAL to open it under another name.
std::optional<std::string> whole_file(const std::string& path, const std::string& shown) {
    const GdalErrors errors;
    const TableFile file(VSIFOpenL(path.c_str(), "rb"));
    if (!file) {
        return std::nullopt;
    }
    std::string content = read_bytes(file.get(), most_bytes + 1);
    if (content.size() > most_bytes) {
        throw DataError(fmt::format(
            "{}: it is too large to be read under this name; rename it to .csv", shown));
    }
    return content;
}

/// In a folder of its own, which GDAL names, and a file of the same stem, after which the layer is
/// called.
std::string in_memory(const std::string& content, const std::string& path) {
    const std::string own = CPLGenerateTempFilename(""); // no two alike in a process
    std::string name = fmt::format("{}{}/{}.csv", folder, file_name_of(own), stem_of(path));
    const TableFile file(VSIFOpenL(name.c_str(), "wb"));
    if (!file || VSIFWriteL(content.data(), 1, content.size(), file.get()) != content.size()) {
        throw std::bad_alloc();
    }
    return name;
}

} // namespace

std::optional<std::string> rewritten_table(const std::string& path, const std::string& shown) {
    const Kind kind = kind_of(path);
    if (kind == Kind::other) {
        return std::nullopt;
    }
    std::optional<std::string> plain = rewritten_file(path, shown);
    if (!plain && kind == Kind::text) {
        plain = whole_file(path, shown);
    }
    if (plain) {
        QuotationMarks marks;
        marks.read(*plain);
        require_closed(marks, shown);
        return in_memory(*plain, path);
    }
    require_closed_quotations(path, shown);
    return std::nullopt;
}

std::optional<std::string> rewritten_csv_file(const std::string& path, const std::string& shown) {
    const std::optional<std::string> plain = rewritten_file(path, shown);
    return plain ? std::optional(in_memory(*plain, path)) : std::nullopt;
}

void forget_rewritten_table(const std::string& path) {
    if (path.starts_with(folder)) {
        VSIUnlink(path.c_str());
    }
}

} // namespace toolkit
