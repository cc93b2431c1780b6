// SPDX-License-Identifier: MIT
#include "common/gdal_errors.hpp"

#include <algorithm>

#include <cpl_error.h>

namespace toolkit {

namespace {

void CPL_STDCALL keep_error(CPLErr severity, CPLErrorNum /*number*/, const char* message) {
    static_cast<GdalErrors*>(CPLGetErrorHandlerUserData())->keep(severity, message);
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
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
        m_failures.push_back(one_line(message));
    } else if (severity == CE_Warning) {
        m_warnings.push_back(one_line(message));
    }
}

std::string GdalErrors::first_failure(const std::string& otherwise) const {
    return m_failures.empty() ? otherwise : m_failures.front();
}

void GdalErrors::clear() {
    m_failures.clear();
    m_warnings.clear();
}

} // namespace toolkit
