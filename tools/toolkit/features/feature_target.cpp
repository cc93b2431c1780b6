// SPDX-License-Identifier: MIT
#include "toolkit/features/feature_target.hpp"

#include <array>
#include <cctype>
#include <stdexcept>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

LayerReference output_reference(const std::string& reference, const std::string& option) {
    try {
        LayerReference parsed = parse_layer_reference(reference);
        while (parsed.path.size() > 1 && parsed.path.ends_with('/')) { // a geodatabase is a folder
            parsed.path.pop_back();
        }
        return parsed;
    } catch (const std::invalid_argument& error) {
        throw UsageError(fmt::format("⟨{}⟩: {}", option, error.what()));
    }
}

/// A name that a geodatabase takes; GDAL would change it too.
std::string geodatabase_name(std::string name) {
    for (char& c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
            c = '_';
        }
    }
    return std::isdigit(static_cast<unsigned char>(name.front())) != 0 ? "_" + name : name;
}

/// One is replaced as a whole, so it must not hold anything else.
void require_replaceable_geodatabase(const FeatureTarget& target) {
    const GdalErrors errors;
    const std::array<const char*, 2> drivers{"OpenFileGDB", nullptr};
    const DatasetPointer there(
        GDALDataset::Open(target.path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers.data()));
    if (!there) {
        throw DataError(fmt::format(
            "{}: it exists and is not a file geodatabase; choose another name", target.path));
    }
    const bool is_ours =
        there->GetLayerCount() == 1 && EQUAL(there->GetLayer(0)->GetName(), target.layer.c_str());
    if (!is_ours && there->GetLayerCount() > 0) {
        throw DataError(fmt::format(
            "{}: the file geodatabase holds other layers, and would be replaced as a whole; name a new one",
            target.path));
    }
    if (!target.overwrite) {
        throw DataError(fmt::format(
            "{}: the file geodatabase exists already; choose another name or give ⟨--overwrite⟩",
            target.path));
    }
}

void require_writable_geodatabase(const FeatureTarget& target) {
    require_writable_folder(target.path);
    if (path_exists(target.path)) {
        require_replaceable_geodatabase(target);
    }
}

void require_writable_shapefile(const FeatureTarget& target) {
    for (const std::string& part : shapefile_parts(target.path)) {
        OutputFile::require_writable(part, target.overwrite);
    }
}

} // namespace

std::vector<std::string> shapefile_parts(const std::string& path) {
    std::vector<std::string> parts;
    constexpr std::array endings{".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx"};
    parts.reserve(endings.size() + 1);
    for (const char* ending : endings) {
        parts.push_back(with_ending(path, ending));
    }
    parts.push_back(path);
    return parts;
}

FeatureTarget feature_target(const std::string& reference, bool overwrite,
                             const std::string& option,
                             std::initializer_list<FeatureFormat> allowed) {
    const LayerReference parsed = output_reference(reference, option);
    const std::optional<FeatureFormat> format = format_of(parsed.path, allowed);
    if (!format) {
        throw UsageError(fmt::format("⟨{}⟩ '{}': the file's name must end in {}", option, reference,
                                     endings_of(allowed)));
    }
    if (*format == FeatureFormat::geopackage) {
        return feature_class_target(reference, overwrite, option);
    }
    const bool is_geodatabase = *format == FeatureFormat::geodatabase;
    if ((parsed.layer && !is_geodatabase) || parsed.layer_id || !parsed.subset.empty()) {
        throw UsageError(fmt::format("⟨{}⟩ '{}': a {} file holds one layer; name the file alone",
                                     option, reference, endings_of({*format})));
    }
    if (!can_be_written(*format)) {
        throw UsageError(
            fmt::format("⟨{}⟩ '{}': this GDAL cannot write a {} file; name one that ends in .gpkg",
                        option, reference, endings_of({*format})));
    }
    FeatureTarget target;
    target.path = is_geodatabase ? parsed.path : resolved(parsed.path);
    target.layer = parsed.layer.value_or(stem_of(parsed.path));
    if (is_geodatabase) {
        target.layer = geodatabase_name(target.layer);
    }
    target.format = *format;
    target.overwrite = overwrite;
    return target;
}

void require_writable(const FeatureTarget& target) {
    if (target.geopackage) {
        require_writable(*target.geopackage);
        return;
    }
    if (OutputFile::is_device(target.path)) {
        throw DataError(
            fmt::format("{}: this is not a regular file; name another output", target.path));
    }
    if (target.format == FeatureFormat::geodatabase) {
        require_writable_geodatabase(target);
    } else if (target.format == FeatureFormat::shapefile) {
        require_writable_shapefile(target);
    } else {
        OutputFile::require_writable(target.path, target.overwrite);
    }
}

bool would_replace(const FeatureTarget& target, const LayerReference& input) {
    return target.geopackage ? would_replace(*target.geopackage, input)
                             : holds_content(target.path) && is_same_file(target.path, input.path);
}

std::string limits_of(const FeatureTarget& target) {
    const std::string limits = limits_of(target.format);
    return limits.empty() ? "" : fmt::format("{}: {}.", target.path, limits);
}

} // namespace toolkit
