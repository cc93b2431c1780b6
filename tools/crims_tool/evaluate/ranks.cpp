// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/ranks.hpp"

#ifdef CRIMEKIT_MPI

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string>

#define OMPI_SKIP_MPICXX
#define MPICH_SKIP_MPICXX
#include <mpi.h>

namespace crims_tool {

namespace {

/// Joining costs a tenth of a second, so a process that nobody started so does not.
bool started_by_mpirun() {
    constexpr std::array variables = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};
    return std::any_of(variables.begin(), variables.end(), [](const char* name) {
        return std::getenv(name) != nullptr; // NOLINT(concurrency-mt-unsafe): nobody sets it
    });
}

void require(int status, const char* what) {
    if (status != MPI_SUCCESS) {
        throw std::runtime_error(std::string("MPI fails at ") + what);
    }
}

} // namespace

Ranks::Ranks() {
    if (!started_by_mpirun()) {
        return;
    }
    int provided = 0;
    // Only the thread that has joined talks to the others.
    require(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided), "joining");
    MPI_Comm_rank(MPI_COMM_WORLD, &m_number);
    MPI_Comm_size(MPI_COMM_WORLD, &m_count);
}

Ranks::~Ranks() {
    int joined = 0;
    MPI_Initialized(&joined);
    if (joined != 0) {
        MPI_Finalize();
    }
}

void Ranks::share(std::span<std::uint8_t> bytes) const {
    if (m_count > 1) {
        require(
            MPI_Bcast(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, 0, MPI_COMM_WORLD),
            "sharing");
    }
}

void Ranks::send(std::uint32_t number, std::span<const std::byte> bytes) const {
    if (m_count > 1) {
        require(MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, 0,
                         static_cast<int>(number), MPI_COMM_WORLD),
                "sending");
    }
}

std::optional<RemoteBlock> Ranks::receive(bool wait) const {
    if (m_count == 1) {
        return std::nullopt;
    }
    MPI_Status status;
    int there = 1;
    if (wait) {
        require(MPI_Probe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &status), "waiting");
    } else {
        require(MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status),
                "looking");
    }
    if (there == 0) {
        return std::nullopt;
    }
    int size = 0;
    require(MPI_Get_count(&status, MPI_BYTE, &size), "looking");
    RemoteBlock block{.number = static_cast<std::uint32_t>(status.MPI_TAG),
                      .bytes = std::vector<std::byte>(static_cast<std::size_t>(size))};
    require(MPI_Recv(block.bytes.data(), size, MPI_BYTE, status.MPI_SOURCE, status.MPI_TAG,
                     MPI_COMM_WORLD, MPI_STATUS_IGNORE),
            "receiving");
    return block;
}

void Ranks::abort() const {
    if (m_count > 1) {
        MPI_Abort(MPI_COMM_WORLD, 1);
    }
}

} // namespace crims_tool

#else

namespace crims_tool {

// Members where there is MPI.
// NOLINTBEGIN(readability-convert-member-functions-to-static)

Ranks::Ranks() = default;
Ranks::~Ranks() = default;

void Ranks::share(std::span<std::uint8_t> /*bytes*/) const {}

void Ranks::send(std::uint32_t /*number*/, std::span<const std::byte> /*bytes*/) const {}

std::optional<RemoteBlock> Ranks::receive(bool /*wait*/) const {
    return std::nullopt;
}

void Ranks::abort() const {}

// NOLINTEND(readability-convert-member-functions-to-static)

} // namespace crims_tool

#endif
