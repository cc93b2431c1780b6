// SPDX-License-Identifier: MIT
#include "crims_tool/ranks/ranks.hpp"

#ifdef CRIMEKIT_MPI

#include <algorithm>
#include <stdexcept>
#include <string>

#define OMPI_SKIP_MPICXX
#define MPICH_SKIP_MPICXX
#include <mpi.h>

#include "toolkit/command/launcher.hpp"
#include "toolkit/system/process.hpp"

namespace crims_tool {

namespace {

void require(int status, const char* what) {
    if (status != MPI_SUCCESS) {
        throw std::runtime_error(std::string("MPI fails at ") + what);
    }
}

/// A number of bytes must fit an int.
constexpr std::size_t most_at_once = std::size_t{1} << 30U;

constexpr int giving = 0; ///< the tag; number 0 always knows whom it takes from

template<class Bytes>
void in_parts(Bytes bytes, const auto& use) {
    while (!bytes.empty()) {
        const Bytes part = bytes.first(std::min(bytes.size(), most_at_once));
        use(part.data(), static_cast<int>(part.size()));
        bytes = bytes.subspan(part.size());
    }
}

} // namespace

bool Ranks::can_share() {
    return true;
}

Ranks::Ranks() {
    // Joining costs a tenth of a second, so a process alone does not. PMIx numbers processes
    // without a word of how many there are.
    const auto launch = toolkit::started_together();
    if (!launch && toolkit::environment_variable("PMIX_RANK").empty()) {
        return;
    }
    int provided = 0;
    // Only the thread that has joined talks to the others.
    require(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided), "joining");
    MPI_Comm_rank(MPI_COMM_WORLD, &m_number);
    MPI_Comm_size(MPI_COMM_WORLD, &m_count);
    if (launch && m_count == 1) {
        leave();
        toolkit::refuse_together(
            *launch,
            "MPI does not bring them together, so each would do all of the work; start them with the mpirun of the MPI that this command was built with (ldd shows it), or start one without mpirun");
    }
}

Ranks::~Ranks() {
    leave();
}

void Ranks::leave() {
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

// NOLINTNEXTLINE(readability-convert-member-functions-to-static): only who has joined can give
void Ranks::give(std::span<const std::byte> bytes) const {
    const std::uint64_t size = bytes.size();
    require(MPI_Ssend(&size, 1, MPI_UINT64_T, 0, giving, MPI_COMM_WORLD), "giving");
    in_parts(bytes, [](const std::byte* part, int part_size) {
        require(MPI_Send(part, part_size, MPI_BYTE, 0, giving, MPI_COMM_WORLD), "giving");
    });
}

// NOLINTNEXTLINE(readability-convert-member-functions-to-static): only who has joined can take
std::vector<std::byte> Ranks::take_from(int number) const {
    std::uint64_t size = 0;
    require(MPI_Recv(&size, 1, MPI_UINT64_T, number, giving, MPI_COMM_WORLD, MPI_STATUS_IGNORE),
            "taking");
    std::vector<std::byte> bytes(size);
    in_parts(std::span(bytes), [number](std::byte* part, int part_size) {
        require(
            MPI_Recv(part, part_size, MPI_BYTE, number, giving, MPI_COMM_WORLD, MPI_STATUS_IGNORE),
            "taking");
    });
    return bytes;
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

bool Ranks::can_share() {
    return false;
}

Ranks::Ranks() = default;
Ranks::~Ranks() = default;

void Ranks::share(std::span<std::uint8_t> /*bytes*/) const {}

void Ranks::send(std::uint32_t /*number*/, std::span<const std::byte> /*bytes*/) const {}

std::optional<RemoteBlock> Ranks::receive(bool /*wait*/) const {
    return std::nullopt;
}

void Ranks::give(std::span<const std::byte> /*bytes*/) const {}

std::vector<std::byte> Ranks::take_from(int /*number*/) const {
    return {};
}

void Ranks::abort() const {}

// NOLINTEND(readability-convert-member-functions-to-static)

} // namespace crims_tool

#endif
