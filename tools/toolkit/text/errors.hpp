// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

namespace toolkit {

/// A wrong command line: exit status 2.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Data, files or the machine are not as needed: exit status 1.
class DataError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A command's own refusal, with an exit status that its documentation names.
class Refusal : public std::runtime_error {
  public:
    Refusal(const std::string& what, int status) : std::runtime_error(what), m_status(status) {}

    int status() const { return m_status; }

  private:
    int m_status;
};

/// The user stopped the run: exit status 1, nothing is left behind.
class Cancelled : public std::runtime_error {
  public:
    Cancelled() : std::runtime_error("stopped before the end; nothing was written") {}
};

} // namespace toolkit
