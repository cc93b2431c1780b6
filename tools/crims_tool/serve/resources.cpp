// SPDX-License-Identifier: MIT
#include "crims_tool/serve/resources.hpp"

#include "crims_tool/serve/endpoint.hpp"

namespace crims_tool {

void require_memory(Resources& resources) {
    if (resources.memory->used() <= resources.most_memory) {
        return;
    }
    resources.cache->clear(); // what nobody is being sent
    if (resources.memory->used() > resources.most_memory) {
        throw HttpError(http_status::unavailable,
                        "the service is sending too many answers at once; try again");
    }
}

} // namespace crims_tool
