// SPDX-License-Identifier: MIT
#include "crims_tool/serve/crime_package.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h> // NOLINT(modernize-deprecated-headers): mkdtemp
#include <unistd.h>

#include "crims_tool/model/zone_column.hpp"
#include "crims_tool/rows/crime_output.hpp"
#include "crims_tool/serve/endpoint.hpp"
#include "toolkit/command/made_by.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/time/period_text.hpp"

namespace crims_tool {

namespace {

/// A folder for temporary files that goes with all that is in it.
class ScratchFolder {
  public:
    ScratchFolder() {
        std::error_code failure;
        m_path = std::filesystem::temp_directory_path(failure).string() + "/crims-serve-XXXXXX";
        if (failure || mkdtemp(m_path.data()) == nullptr) {
            m_path.clear();
            throw HttpError(
                http_status::server_error,
                "the service has no folder in which it may write temporary files, which "
                "a GeoPackage needs; ask for csv or json");
        }
    }

    ~ScratchFolder() {
        std::error_code failure;
        if (!m_path.empty()) {
            std::filesystem::remove_all(m_path, failure);
        }
    }

    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder(ScratchFolder&&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ScratchFolder& operator=(ScratchFolder&&) = delete;

    const std::string& path() const { return m_path; }

  private:
    std::string m_path;
};

toolkit::LayerDescription description_of(const SimulationQuery& query) {
    const MonthRange& months = query.months();
    return toolkit::made_by(
        fmt::format("Simulated crimes, {}, seed {}",
                    toolkit::short_period(std::chrono::sys_days(months.from / std::chrono::day(1)),
                                          std::chrono::sys_days(months.to / std::chrono::last)),
                    query.options().seed),
        "crims serve of crimekit " CRIMEKIT_VERSION, {});
}

void write_package(const SimulationQuery& query, const std::string& path) {
    const ServedModel& model = query.model();
    const std::lock_guard lock(model.crs_mutex());
    const CrimeOutput output{.target = path,
                             .with_places = query.options().placement != crims::Placement::none,
                             .crs = model.stored().crs,
                             .zone = zone_column(model.stored().metadata),
                             .description = description_of(query)};
    const std::unique_ptr<CrimeWriter> writer = open_crime_writer(output, model.model());
    const crims::Simulation simulation(model.model(), query.options(), query.loading());
    crims::Simulator replicate = simulation.replicate(query.options().replicate);
    crims::CrimeTable crimes;
    for (std::size_t month = 0; month < query.months().size(); ++month) {
        replicate.step(crimes);
        writer->write(crimes);
    }
    writer->finish();
    writer->publish();
}

} // namespace

PieceSource crime_package(const SimulationQuery& query, const std::string& layer,
                          const std::shared_ptr<BodyMemory>& memory) {
    const ScratchFolder folder;
    const std::string path = fmt::format("{}/{}.gpkg", folder.path(), layer);
    try {
        write_package(query, path);
    } catch (const toolkit::DataError&) {
        throw HttpError(http_status::server_error,
                        "the service could not write the GeoPackage: its disk may be full; ask for "
                        "csv or json");
    }
    auto file = std::make_shared<toolkit::Descriptor>(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return [file, memory]() -> BodyPointer {
        constexpr std::size_t megabyte = std::size_t{1} << 20;
        std::string piece(megabyte, '\0');
        const ssize_t count = ::read(file->number(), piece.data(), piece.size());
        if (count < 0) {
            throw HttpError(http_status::server_error, "a temporary file cannot be read");
        }
        piece.resize(static_cast<std::size_t>(count));
        return count == 0 ? nullptr : std::make_shared<Body>(std::move(piece), memory);
    };
}

} // namespace crims_tool
