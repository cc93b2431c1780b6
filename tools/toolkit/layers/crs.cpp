// SPDX-License-Identifier: MIT
#include "toolkit/layers/crs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>
#include <ogr_spatialref.h>

#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

constexpr double earth_radius_m = 6371008.8;
/// cos(c/2) = 0.999: where Lambert's equal-area projection stretches lengths by 0.1 %.
constexpr double local_radius_m = 570e3;

double great_circle_m(double lon_a, double lat_a, double lon_b, double lat_b) {
    const auto radians = [](double degrees) { return degrees * M_PI / 180; };
    const double half_lat = std::sin(radians(lat_b - lat_a) / 2);
    const double half_lon = std::sin(radians(lon_b - lon_a) / 2);
    const double h = half_lat * half_lat +
                     std::cos(radians(lat_a)) * std::cos(radians(lat_b)) * half_lon * half_lon;
    return 2 * earth_radius_m * std::asin(std::min(1.0, std::sqrt(h)));
}

std::optional<std::string> authority_code(const OGRSpatialReference& reference) {
    const char* name = reference.GetAuthorityName(nullptr);
    const char* code = reference.GetAuthorityCode(nullptr);
    if (name == nullptr || code == nullptr) {
        return std::nullopt;
    }
    return fmt::format("{}:{}", name, code);
}

/// Degrees from Greenwich: on the system's own datum, to which a way is found in no time, while one
/// from WGS 84 costs PROJ as much as reading a hundred thousand incidents.
Crs degrees_of(const OGRSpatialReference& reference) {
    OGRSpatialReference degrees;
    degrees.CopyGeogCSFrom(&reference);
    constexpr double radians_a_degree = M_PI / 180;
    const bool is_plain = degrees.GetPrimeMeridian() == 0 &&
                          std::abs(degrees.GetAngularUnits() / radians_a_degree - 1) < 1e-9;
    if (!is_plain) {
        degrees.importFromEPSG(4326);
    }
    return Crs(degrees);
}

} // namespace

Crs::Crs(const OGRSpatialReference& reference) {
    auto copy = std::make_shared<OGRSpatialReference>(reference);
    copy->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    m_reference = std::move(copy);
}

Crs Crs::from_text(std::string_view text, std::string_view option) {
    const GdalErrors errors;
    OGRSpatialReference reference;
    // Only what names a system; never a file or an address.
    const std::array<const char*, 3> options{"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO",
                                             nullptr};
    if (reference.SetFromUserInput(std::string(text).c_str(), options.data()) != OGRERR_NONE) {
        throw UsageError(fmt::format(
            "⟨{}⟩ '{}': no such coordinate system; write a code such as EPSG:27700, WKT or a PROJ string ({})",
            option, text, errors.first_failure()));
    }
    return Crs(reference);
}

std::string Crs::text() const {
    const char* name = m_reference->GetName();
    const std::string shown = name == nullptr ? "unnamed" : name;
    const auto code = authority_code(*m_reference);
    return code ? fmt::format("{} ({})", *code, shown) : shown;
}

bool Crs::is_projected() const {
    return m_reference->IsProjected() != 0;
}

bool Crs::is_web_mercator() const {
    const char* method = m_reference->GetAttrValue("PROJECTION");
    const std::string projection = method == nullptr ? "" : method;
    if (projection.find("Pseudo_Mercator") != std::string::npos ||
        projection.find("Pseudo Mercator") != std::string::npos ||
        projection == "Mercator_Auxiliary_Sphere") {
        return true;
    }
    const auto code = authority_code(*m_reference);
    return code && (*code == "EPSG:3857" || *code == "EPSG:900913" || *code == "EPSG:3785" ||
                    *code == "ESRI:102100" || *code == "ESRI:102113");
}

LinearUnit Crs::unit() const {
    const char* name = nullptr;
    const double metres = m_reference->GetLinearUnits(&name);
    const bool named = name != nullptr && std::string_view(name) != "unknown"; // PROJ's +to_meter
    return {named ? unit_name(name, metres) : "unit", metres};
}

double Crs::scale_at(double x, double y) const {
    const GdalErrors errors;
    OGRSpatialReference geographic;
    geographic.CopyGeogCSFrom(m_reference.get());
    Transformation to_degrees(*this, Crs(geographic));
    constexpr double step = 500;
    const double reach = step / unit().metres;
    std::array<double, 4> xs{x - reach, x + reach, x, x};
    std::array<double, 4> ys{y, y, y - reach, y + reach};
    to_degrees.transform(xs, ys);
    const double true_length =
        great_circle_m(xs[0], ys[0], xs[1], ys[1]) + great_circle_m(xs[2], ys[2], xs[3], ys[3]);
    return true_length / (4 * step);
}

bool Crs::same_as(const Crs& other) const {
    return m_reference->IsSame(other.m_reference.get()) != 0;
}

std::optional<wdd::Box> Crs::area_of_use() const {
    if (!is_projected()) {
        return wdd::Box{-360, -90, 360, 90}; // longitudes from 0 to 360 are in use, too
    }
    wdd::Box degrees;
    const char* name = nullptr;
    const GdalErrors errors;
    if (!m_reference->GetAreaOfUse(&degrees.min_x, &degrees.min_y, &degrees.max_x, &degrees.max_y,
                                   &name) ||
        degrees.min_x >= degrees.max_x || degrees.min_y < -90) {
        return std::nullopt;
    }
    return Transformation(degrees_of(*m_reference), *this).transform_box(degrees);
}

Crs Crs::local_projection(const Crs& source, const wdd::Box& box) {
    OGRSpatialReference geographic;
    geographic.CopyGeogCSFrom(&source.reference());
    Transformation to_degrees(source, Crs(geographic));
    const auto degrees = to_degrees.transform_box(box);
    const bool plausible = degrees && degrees->min_y >= -90 && degrees->max_y <= 90 &&
                           degrees->min_x >= -360 && degrees->max_x <= 360;
    if (!plausible) {
        throw DataError(fmt::format(
            "the study area reaches from ({:.6g}, {:.6g}) to ({:.6g}, {:.6g}), which are not coordinates in {}; check the layer's coordinate system",
            box.min_x, box.min_y, box.max_x, box.max_y, source.text()));
    }
    const double lon = (degrees->min_x + degrees->max_x) / 2;
    const double lat = (degrees->min_y + degrees->max_y) / 2;
    const double reach = std::max({great_circle_m(lon, lat, degrees->min_x, degrees->min_y),
                                   great_circle_m(lon, lat, degrees->min_x, degrees->max_y),
                                   great_circle_m(lon, lat, degrees->max_x, lat)});
    if (reach > local_radius_m) {
        throw DataError(fmt::format(
            "the study area reaches {:.0f} km from its middle, too far for a local projection; name a projected system with ⟨--crs⟩",
            reach / 1000));
    }
    OGRSpatialReference local(geographic);
    local.SetProjCS("Local equal-area projection around the study area");
    local.SetLAEA(lat, lon, 0, 0);
    local.SetLinearUnits(SRS_UL_METER, 1);
    return Crs(local);
}

void Transformation::Destroy::operator()(OGRCoordinateTransformation* transformation) const {
    OGRCoordinateTransformation::DestroyCT(transformation);
}

Transformation::Transformation(const Crs& from, const Crs& to) {
    if (from.same_as(to)) {
        return;
    }
    const GdalErrors errors;
    m_transformation.reset(OGRCreateCoordinateTransformation(&from.reference(), &to.reference()));
    if (!m_transformation) {
        throw DataError(fmt::format("no way from {} to {}: {}", from.text(), to.text(),
                                    errors.first_failure()));
    }
}

Transformation::~Transformation() = default;
Transformation::Transformation(Transformation&& other) noexcept = default;
Transformation& Transformation::operator=(Transformation&& other) noexcept = default;

void Transformation::transform(std::span<double> x, std::span<double> y) {
    if (is_identity() || x.empty()) {
        return;
    }
    const GdalErrors errors;
    std::vector<int> success(x.size());
    m_transformation->Transform(static_cast<int>(x.size()), x.data(), y.data(), nullptr,
                                success.data());
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (success[i] == 0 || !std::isfinite(x[i]) || !std::isfinite(y[i])) {
            x[i] = y[i] = std::numeric_limits<double>::quiet_NaN();
        }
    }
}

std::optional<wdd::Box> Transformation::transform_box(const wdd::Box& box) {
    if (is_identity()) {
        return box;
    }
    const GdalErrors errors;
    constexpr int points_an_edge = 21;
    wdd::Box image;
    if (m_transformation->TransformBounds(box.min_x, box.min_y, box.max_x, box.max_y, &image.min_x,
                                          &image.min_y, &image.max_x, &image.max_y,
                                          points_an_edge) == 0) {
        return std::nullopt;
    }
    const bool finite = std::isfinite(image.min_x + image.min_y + image.max_x + image.max_y);
    if (!finite || image.min_x > image.max_x) { // over the 180th meridian
        return std::nullopt;
    }
    return image;
}

} // namespace toolkit
