// SPDX-License-Identifier: MIT
#include "crims_tool/ranks/together.hpp"

#include <array>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>

#include "crims_tool/ranks/ahead.hpp"

namespace crims_tool {

namespace {

class SilentConsole : public toolkit::Console {
  public:
    void warn(const std::string& /*text*/) override {}

    void progress(std::int64_t /*done*/, std::int64_t /*total*/) override {}

    void end_progress() override {}

    void result(const std::string& /*text*/) override {}
};

} // namespace

void work_together(const Ranks& ranks, toolkit::Console& console,
                   const std::function<void(toolkit::Console&)>& prepare,
                   const std::function<void(toolkit::Console&)>& work) {
    SilentConsole silent;
    toolkit::Console& own = ranks.is_first() ? console : silent;
    std::array<std::uint8_t, 1> ready = {0};
    try {
        if (ranks.is_first()) {
            prepare(own);
            ready = {1};
        }
    } catch (...) {
        ranks.share(ready);
        throw;
    }
    ranks.share(ready);
    if (ready[0] == 0) {
        return;
    }
    try {
        if (!ranks.is_first()) {
            prepare(own);
        }
        work(own);
    } catch (const std::exception& error) {
        if (ranks.count() > 1) { // the others wait: the line must be out before they are ended
            console.warn(error.what());
            ranks.abort();
        }
        throw;
    }
}

void make_in_turn(const Ranks& ranks, std::size_t count,
                  const std::function<std::vector<std::byte>(std::size_t)>& make,
                  const std::function<void(std::size_t, std::span<const std::byte>)>& take) {
    const auto processes = static_cast<std::size_t>(ranks.count());
    auto next = static_cast<std::size_t>(ranks.number());
    if (!ranks.is_first()) {
        give_all(ranks, [&]() -> std::optional<std::vector<std::byte>> {
            if (next >= count) {
                return std::nullopt;
            }
            std::vector<std::byte> result = make(next);
            next += processes;
            return result;
        });
        return;
    }
    for (; next < count; ++next) {
        const std::size_t maker = next % processes;
        take(next, maker == 0 ? make(next) : ranks.take_from(static_cast<int>(maker)));
    }
}

} // namespace crims_tool
