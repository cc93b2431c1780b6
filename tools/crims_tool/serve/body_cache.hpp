// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "crims_tool/http/body.hpp"

namespace crims_tool {

/// Answers that are asked for again: the last ones that were asked for, up to a number of bytes.
class BodyCache {
  public:
    explicit BodyCache(std::size_t most_bytes) : m_most(most_bytes) {}

    /// The answer under a key, which says all that it depends on; `make` makes it where it is not
    /// known. Of several who ask at once one makes it, and the others wait for it. Throws what
    /// `make` throws, and then knows nothing.
    BodyPointer get(const std::string& key, const std::function<BodyPointer()>& make);

    /// Lets all go.
    void clear();

  private:
    struct Item {
        std::string key;
        BodyPointer body;
    };

    struct Making {
        std::mutex mutex;
        BodyPointer body;
    };

    BodyPointer find(const std::string& key);
    std::shared_ptr<Making> making(const std::string& key);
    void keep(const std::string& key, const BodyPointer& body);

    std::size_t m_most;
    std::mutex m_mutex;
    std::list<Item> m_items; ///< the last asked for first
    std::map<std::string, std::list<Item>::iterator> m_by_key;
    std::map<std::string, std::weak_ptr<Making>> m_making;
    std::size_t m_bytes = 0;
};

} // namespace crims_tool
