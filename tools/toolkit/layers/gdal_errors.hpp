// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace toolkit {

/// For an error after which GDAL would end the program by a signal, want of memory above all: says
/// it in one line, without memory if there is none, and ends the program with status 1.
[[noreturn]] void end_after_fatal_error(const char* message) noexcept;

/// Collects what GDAL says while it lives, instead of letting it print. For one thread.
class GdalErrors {
  public:
    GdalErrors();
    ~GdalErrors();
    GdalErrors(const GdalErrors&) = delete;
    GdalErrors(GdalErrors&&) = delete;
    GdalErrors& operator=(const GdalErrors&) = delete;
    GdalErrors& operator=(GdalErrors&&) = delete;

    bool failed() const { return !m_failures.empty(); }

    /// The first failure as one line, or `otherwise`.
    std::string first_failure(const std::string& otherwise = "no reason is given") const;

    /// True if some failure contains a text.
    bool mentions(const std::string& text) const;

    void keep(int severity, const char* message);

  private:
    std::vector<std::string> m_failures;
};

} // namespace toolkit
