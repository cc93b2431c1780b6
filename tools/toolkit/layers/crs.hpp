// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "toolkit/layers/distance.hpp"
#include "wdd/area.hpp"

class OGRSpatialReference;
class OGRCoordinateTransformation;

namespace toolkit {

/// A coordinate reference system, axes in the order x (east), y (north). Cheap to copy.
class Crs {
  public:
    /// From what people write: "EPSG:27700", WKT, a PROJ string. `option` is named in the error.
    /// Throws UsageError if PROJ does not know it.
    static Crs from_text(std::string_view text, std::string_view option);

    explicit Crs(const OGRSpatialReference& reference);

    /// "EPSG:27700 (OSGB36 / British National Grid)", or the name alone.
    std::string text() const;

    bool is_projected() const;

    /// Web Mercator, whose metres are longer than a metre everywhere but on the equator.
    bool is_web_mercator() const;

    /// True for a projected system other than Web Mercator.
    bool has_true_lengths() const { return is_projected() && !is_web_mercator(); }

    /// Unit of a projected system's coordinates.
    LinearUnit unit() const;

    /// True length over map length at a point of this projected system, averaged over the
    /// directions.
    double scale_at(double x, double y) const;

    bool same_as(const Crs& other) const;

    /// Where the system is meant to be used, as a box of its own coordinates; all longitudes and
    /// latitudes for a geographic one. No value if it is not known or reaches over the 180th
    /// meridian.
    std::optional<wdd::Box> area_of_use() const;

    const OGRSpatialReference& reference() const { return *m_reference; }

    /// Lambert's azimuthal equal-area projection in metres around the middle of a box in `source`,
    /// on the same ellipsoid: up to 570 km from there lengths are true to 0.1 %, areas everywhere.
    /// Throws DataError if the box reaches further.
    static Crs local_projection(const Crs& source, const wdd::Box& box);

  private:
    std::shared_ptr<const OGRSpatialReference> m_reference;
};

/// Moves coordinates from one system to another; does nothing if they are the same.
class Transformation {
  public:
    Transformation(const Crs& from, const Crs& to);
    ~Transformation();
    Transformation(Transformation&& other) noexcept;
    Transformation& operator=(Transformation&& other) noexcept;
    Transformation(const Transformation&) = delete;
    Transformation& operator=(const Transformation&) = delete;

    bool is_identity() const { return m_transformation == nullptr; }

    /// In place. A point that has no image gets NaN for both coordinates.
    void transform(std::span<double> x, std::span<double> y);

    /// A box around the image of a box; no value if there is none (a pole inside, say).
    std::optional<wdd::Box> transform_box(const wdd::Box& box);

    OGRCoordinateTransformation* get() { return m_transformation.get(); }

  private:
    struct Destroy {
        void operator()(OGRCoordinateTransformation* transformation) const;
    };

    std::unique_ptr<OGRCoordinateTransformation, Destroy> m_transformation;
};

} // namespace toolkit
