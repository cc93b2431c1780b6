// SPDX-License-Identifier: MIT
#include "toolkit/layers/gdal_errors.hpp"

#include <algorithm>

#include <cpl_error.h>

namespace toolkit {

namespace {

void CPL_STDCALL keep_error(CPLErr severity, CPLErrorNum /*number*/, const char* message) {
    static_cast<GdalErrors*>(CPLGetErrorHandlerUserData())->keep(severity, message);
}

/// What the driver says, without the names of its functions and the statement nobody wrote.
std::string plain_words(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    constexpr std::string_view inner_call = "sqlite3_prepare_v2(";
    const std::size_t call = text.find(inner_call);
    const std::size_t end = call == std::string::npos ? call : text.rfind("): ");
    return end == std::string::npos ? text : text.substr(end + 3);
}

} // namespace

GdalErrors::GdalErrors() {
    CPLErrorReset();
    CPLPushErrorHandlerEx(keep_error, this);
}

GdalErrors::~GdalErrors() {
    CPLPopErrorHandler();
}

void GdalErrors::keep(int severity, const char* message) {
    if (severity >= CE_Failure) {
        m_failures.push_back(plain_words(message));
    }
}

std::string GdalErrors::first_failure(const std::string& otherwise) const {
    return m_failures.empty() ? otherwise : m_failures.front();
}

bool GdalErrors::mentions(const std::string& text) const {
    return std::any_of(m_failures.begin(), m_failures.end(), [&text](const std::string& failure) {
        return failure.find(text) != std::string::npos;
    });
}

} // namespace toolkit
