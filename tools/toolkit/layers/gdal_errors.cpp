// SPDX-License-Identifier: MIT
#include "toolkit/layers/gdal_errors.hpp"

#include <algorithm>
#include <new>
#include <string_view>

#include <cpl_error.h>

#include "toolkit/system/descriptor.hpp"
#include "toolkit/system/process.hpp"
#include "toolkit/text/visible.hpp"

namespace toolkit {

namespace {

void CPL_STDCALL keep_error(CPLErr severity, CPLErrorNum /*number*/, const char* message) {
    if (severity == CE_Fatal) {
        end_after_fatal_error(message);
    }
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

void write_error(std::string_view text) noexcept {
    write_some(standard_error, text);
}

} // namespace

void end_after_fatal_error(const char* message) noexcept {
    write_error(program_name());
    write_error(": error: ");
    try {
        write_error(visible_line(message, longest_shown));
    } catch (const std::bad_alloc&) {
        write_error("out of memory");
    }
    write_error("\n");
    end_at_once(1);
}

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
