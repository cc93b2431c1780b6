// SPDX-License-Identifier: MIT
#pragma once

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace toolkit {

/// Gives the system back what was freed: threads that have ended leave their heaps as large as they
/// were. Takes a millisecond, so it is for after large things alone.
inline void return_free_memory() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace toolkit
