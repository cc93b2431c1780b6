// SPDX-License-Identifier: MIT
#include "crims_tool/serve/body_cache.hpp"

namespace crims_tool {

BodyPointer BodyCache::find(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_by_key.find(key);
    if (found == m_by_key.end()) {
        return nullptr;
    }
    m_items.splice(m_items.begin(), m_items, found->second);
    return found->second->body;
}

std::shared_ptr<BodyCache::Making> BodyCache::making(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_making, [](const auto& one) { return one.second.expired(); });
    std::weak_ptr<Making>& known = m_making[key];
    std::shared_ptr<Making> one = known.lock();
    if (!one) {
        one = std::make_shared<Making>();
        known = one;
    }
    return one;
}

void BodyCache::keep(const std::string& key, const BodyPointer& body) {
    const std::lock_guard lock(m_mutex);
    const std::size_t bytes = body->text().size();
    if (bytes > m_most || m_by_key.contains(key)) {
        return;
    }
    m_items.push_front({key, body});
    m_by_key[key] = m_items.begin();
    m_bytes += bytes;
    while (m_bytes > m_most) {
        m_bytes -= m_items.back().body->text().size();
        m_by_key.erase(m_items.back().key);
        m_items.pop_back();
    }
}

BodyPointer BodyCache::get(const std::string& key, const std::function<BodyPointer()>& make) {
    if (BodyPointer body = find(key)) {
        return body;
    }
    const std::shared_ptr<Making> one = making(key);
    const std::lock_guard lock(one->mutex);
    if (!one->body) {
        one->body = make();
        keep(key, one->body);
    }
    return one->body;
}

void BodyCache::clear() {
    const std::lock_guard lock(m_mutex);
    m_items.clear();
    m_by_key.clear();
    m_bytes = 0;
}

} // namespace crims_tool
