// SPDX-License-Identifier: MIT
#include "crims/crime_table.hpp"

namespace crims {

void CrimeTable::resize(std::size_t count, bool with_places) {
    zone.resize(count);
    offence.resize(count);
    minute.resize(count);
    suspect.resize(count);
    x.resize(with_places ? count : 0);
    y.resize(with_places ? count : 0);
}

} // namespace crims
