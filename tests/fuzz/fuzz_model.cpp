// SPDX-License-Identifier: MIT
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gdal.h>
#include <sqlite3.h>

#include "crims/model.hpp"
#include "crims_gpkg/model_tables.hpp"
#include "crims_tool/calibrate/model_writer.hpp"
#include "crims_tool/model/file.hpp"
#include "crims_tool/small_model.hpp"
#include "fuzzing.hpp"
#include "toolkit/command/console.hpp"
#include "toolkit/scratch_folder.hpp"

// A model as somebody has edited it: the input says which cells of its tables hold what. (Bytes of
// an SQLite file that are changed at random would test SQLite.)

namespace {

using fuzzing::Pieces;
using fuzzing::require;

/// The bytes of a small model with zones, places and polygons.
std::string written_model() {
    const ScratchFolder folder;
    const std::string path = folder.file("model.gpkg");
    const std::vector<wdd::Wkb> polygons = {
        wkb_of("POLYGON((530000 180000, 534000 180000, 534000 183000, 530000 180000))"),
        wkb_of("POLYGON((350000 172000, 352000 172000, 352000 174000, 350000 172000))")};
    crims_tool::ModelOutput(path, small_model(), polygons).publish(true);
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

const std::string& whole_model() {
    static const std::string bytes = written_model();
    require(!bytes.empty());
    return bytes;
}

void bind_value(sqlite3_stmt* statement, Pieces& pieces) {
    constexpr std::array texts{"",    "E02000001", "vehicle crime",    "45",
                               "nan", "2020-13",   "crimekit model 3", "crimekit model 4"};
    switch (pieces.byte() % 6) {
    case 0:
        sqlite3_bind_null(statement, 1);
        break;
    case 1:
        sqlite3_bind_double(statement, 1, pieces.number<double>());
        break;
    case 2:
        sqlite3_bind_int64(statement, 1, static_cast<std::int8_t>(pieces.byte()));
        break;
    case 3:
        sqlite3_bind_int64(statement, 1, pieces.number<std::int64_t>());
        break;
    case 4:
        sqlite3_bind_text(statement, 1, texts.at(pieces.byte() % texts.size()), -1, SQLITE_STATIC);
        break;
    default: {
        const std::string_view bytes = pieces.bytes(pieces.byte());
        const bool is_text = (pieces.byte() & 1U) != 0;
        is_text ? sqlite3_bind_text(statement, 1, bytes.data(), static_cast<int>(bytes.size()),
                                    SQLITE_TRANSIENT)
                : sqlite3_bind_blob(statement, 1, bytes.data(), static_cast<int>(bytes.size()),
                                    SQLITE_TRANSIENT);
    }
    }
}

/// One cell, a whole column, or a row that goes or comes twice.
std::string statement_of(const crims::ModelTable& table, std::string_view column, std::uint8_t what,
                         unsigned row) {
    const std::string name = "\"" + std::string(table.name) + "\"";
    const std::string where = " WHERE rowid = " + std::to_string(row);
    constexpr unsigned rare = 16;
    if (what % rare == 1) {
        return "DELETE FROM " + name + where;
    }
    return "UPDATE " + name + " SET \"" + std::string(column) + "\" = ?1" +
           (what % rare == 2 ? "" : where);
}

void edit(sqlite3* model, Pieces& pieces) {
    const std::span<const crims::ModelTable* const> tables = crims::model_tables();
    const crims::ModelTable& table = *tables[pieces.byte() % tables.size()];
    const std::size_t number = pieces.byte() % (table.columns.size() + 1);
    const std::string_view column =
        number == table.columns.size() ? crims::geometry_column : table.columns[number].name;
    const std::uint8_t what = pieces.byte();
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(model,
                           statement_of(table, column, what, 1U + pieces.byte() % 64U).c_str(), -1,
                           &statement, nullptr) == SQLITE_OK) {
        bind_value(statement, pieces);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
}

std::string edited(Pieces& pieces) {
    sqlite3* model = nullptr;
    require(sqlite3_open(":memory:", &model) == SQLITE_OK);
    std::string bytes = whole_model();
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size()));
    std::copy(bytes.begin(), bytes.end(), copy);
    require(sqlite3_deserialize(model, "main", copy, size, size,
                                SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) ==
            SQLITE_OK);
    while (!pieces.empty()) {
        edit(model, pieces);
    }
    sqlite3_int64 now = 0;
    unsigned char* image = sqlite3_serialize(model, "main", &now, 0);
    require(image != nullptr);
    bytes.assign(reinterpret_cast<const char*>(image), static_cast<std::size_t>(now));
    sqlite3_free(image);
    sqlite3_close(model);
    return bytes;
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
    toolkit::keep_gdal_quiet();
    GDALAllRegister();
    return 0;
}

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Pieces pieces(data, size);
    const fuzzing::InputFile file("model.gpkg", edited(pieces));
    fuzzing::read_or_refuse([&] {
        // What is accepted is a model that may be simulated from.
        crims::validate(crims_tool::read_model(file.path(), crims_tool::ReadShapes::yes).model);
    });
    return 0;
}
