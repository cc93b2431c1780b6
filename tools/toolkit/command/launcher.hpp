// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace toolkit {

/// What mpirun, srun and the like tell each of several processes that they start together.
struct Launch {
    std::string told_by;    ///< the environment variable
    std::string processes;  ///< "4 processes"
    bool is_speaker = true; ///< this process says what all have to say
};

/// No value if this process was started alone. One process of mpirun is alone.
std::optional<Launch> started_together();

/// Ends this process, one of several: the speaker by a Refusal with the exit status of a wrong
/// command line, the others, a moment later, by an empty one. (Launchers end all processes when the
/// first fails, which must not be before it is said why.)
[[noreturn]] void refuse_together(const Launch& launch, const std::string& why);

} // namespace toolkit
