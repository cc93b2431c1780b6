// SPDX-License-Identifier: MIT
#include "toolkit/layers/layer.hpp"

#include <algorithm>
#include <regex>
#include <set>

#include <cpl_vsi.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "toolkit/layers/condition.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/remote.hpp"
#include "toolkit/layers/text_table.hpp"
#include "toolkit/system/native_path.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/name_list.hpp"
#include "toolkit/text/nearest.hpp"

namespace toolkit {

namespace {

/// The layers that a user knows of: not the tables that QGIS keeps beside them.
std::vector<OGRLayer*> user_layers(GDALDataset& dataset) {
    std::vector<OGRLayer*> layers;
    for (OGRLayer* layer : dataset.GetLayers()) {
        const std::string_view name = layer->GetName();
        if (name != "layer_styles" && name != "qgis_projects") {
            layers.push_back(layer);
        }
    }
    return layers;
}

std::vector<std::string> layer_names(GDALDataset& dataset) {
    std::vector<std::string> names;
    for (OGRLayer* layer : user_layers(dataset)) {
        names.emplace_back(layer->GetName());
    }
    return names;
}

bool exists(const std::string& path) {
    VSIStatBufL status{};
    return VSIStatExL(path.c_str(), &status, VSI_STAT_EXISTS_FLAG) == 0;
}

DatasetPointer open_local(const std::string& path, unsigned mode) {
    const NoFetching none;
    return DatasetPointer(GDALDataset::Open(path.c_str(), mode, local_drivers()));
}

bool is_empty_file(const std::string& path) {
    VSIStatBufL status{};
    return VSIStatL(path.c_str(), &status) == 0 && VSI_ISREG(status.st_mode) != 0 &&
           status.st_size == 0;
}

/// `shown` names it in messages; a password is not in it.
DatasetPointer open_dataset(const std::string& path, const std::string& shown, bool local_only) {
    const GdalErrors errors;
    constexpr unsigned mode = GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR;
    DatasetPointer dataset =
        local_only ? open_local(path, mode) : DatasetPointer(GDALDataset::Open(path.c_str(), mode));
    if (dataset) {
        return dataset;
    }
    const std::string below_root = path_text(native_path(path).relative_path()); // without "C:"
    const bool is_file = below_root.find(':') == std::string::npos || path.starts_with('/');
    if (is_file && !exists(path)) {
        throw DataError(fmt::format("{}: no such file", shown));
    }
    if (is_file && is_empty_file(path)) {
        throw DataError(fmt::format("{}: the file is empty", shown));
    }
    constexpr std::string_view zip = ".zip";
    const bool is_archive = path.ends_with(zip) && !path.starts_with("/vsizip/");
    throw DataError(
        is_archive
            ? fmt::format("{}: an archive is not a layer; for what is in it, write /vsizip/{}",
                          shown, shown)
            : fmt::format("{}: cannot be opened as vector data ({})", shown,
                          without_password(errors.first_failure())));
}

OGRLayer* find_layer(GDALDataset& dataset, const LayerReference& reference,
                     const std::string& shown) {
    const std::string there_are = fmt::format("it has: {}", listed(layer_names(dataset)));
    if (reference.layer) {
        const GdalErrors errors;
        if (OGRLayer* layer = dataset.GetLayerByName(reference.layer->c_str()); layer != nullptr) {
            return layer;
        }
        throw DataError(
            fmt::format("{}: there is no layer '{}'; {}", shown, *reference.layer, there_are));
    }
    if (reference.layer_id) {
        if (*reference.layer_id < dataset.GetLayerCount()) {
            return dataset.GetLayer(*reference.layer_id);
        }
        throw DataError(fmt::format("{}: there is no layer number {}; {}", shown,
                                    *reference.layer_id, there_are));
    }
    const std::vector<OGRLayer*> layers = user_layers(dataset);
    if (layers.size() == 1) {
        return layers.front();
    }
    if (layers.empty()) {
        throw DataError(fmt::format("{}: it has no layer", shown));
    }
    throw DataError(fmt::format("{}: it has several layers, so name one as '{}|layername=NAME'; {}",
                                shown, shown, there_are));
}

} // namespace

std::string without_password(const std::string& path) {
    // libpq's key = value with its quoting, and its URIs.
    static const std::regex pair(R"re((password\s*=\s*)('(\\.|[^'\\])*'?|(\\.|[^\s\\&])+))re",
                                 std::regex::icase);
    static const std::regex uri("(://[^/@:]*:)[^@/]*@");
    return std::regex_replace(std::regex_replace(path, pair, "$1***"), uri, "$1***@");
}

std::string in_quotes(std::string_view text, char quote) {
    std::string result(1, quote);
    for (const char c : text) {
        result.append(c == quote ? 2 : 1, c);
    }
    return result + quote;
}

std::string listed(const std::vector<std::string>& names) {
    return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

Layer Layer::open(const LayerReference& reference, const std::string& where) {
    Layer layer;
    layer.m_path = reference.path;
    const std::string shown = without_password(reference.path);
    layer.m_dataset = open_dataset(rewritten_table(reference.path, shown).value_or(reference.path),
                                   shown, reference.local_only);
    layer.m_layer = find_layer(*layer.m_dataset, reference, shown);
    layer.m_text = shown;
    const std::string stem = stem_of(reference.path);
    if (user_layers(*layer.m_dataset).size() > 1 || layer.name() != stem) {
        layer.m_text += fmt::format(", layer {}", layer.name());
    }
    layer.set_condition(reference.subset, where);
    return layer;
}

Layer Layer::open_as(const LayerReference& reference, const std::string& shown,
                     const std::string& where) {
    Layer layer;
    layer.m_path = reference.path;
    layer.m_text = shown;
    layer.m_dataset = open_dataset(reference.path, shown, reference.local_only);
    layer.m_layer = find_layer(*layer.m_dataset, reference, shown);
    layer.set_condition(reference.subset, where);
    return layer;
}

void Layer::set_condition(const std::string& subset, const std::string& where) {
    for (const std::string& part : {subset, where}) {
        if (part.empty()) {
            continue;
        }
        if (const auto reason = breaks_out(part)) {
            refuse_condition(part, *reason);
        }
        const GdalErrors errors;
        const bool accepted = m_layer->SetAttributeFilter(part.c_str()) == OGRERR_NONE;
        if (accepted) {
            try_condition(part);
        }
        if (!accepted || errors.failed()) {
            refuse_condition(part, errors.first_failure());
        }
        m_condition += (m_condition.empty() ? "(" : " AND (") + part + ")";
    }
    restore_condition();
}

void Layer::refuse_condition(const std::string& condition, const std::string& reason) const {
    const std::string hint = hint_on_dates(condition);
    throw DataError(fmt::format("{}: the condition {} cannot be used: {}; its fields are: {}",
                                m_text, condition, hint.empty() ? reason : hint, field_names()));
}

std::string Layer::values_like(std::string_view condition) const {
    const std::optional<EqualText> wanted = equal_text(condition);
    const int field = wanted ? m_layer->GetLayerDefn()->GetFieldIndex(wanted->field.c_str()) : -1;
    if (field < 0) {
        return {};
    }
    constexpr int most_read = 100'000;
    std::set<std::string> values;
    m_layer->SetAttributeFilter(nullptr);
    m_layer->SetSpatialFilter(nullptr);
    m_layer->SetIgnoredFields(nullptr);
    m_layer->ResetReading();
    for (int read = 0; read < most_read; ++read) {
        const OGRFeatureUniquePtr feature{m_layer->GetNextFeature()};
        if (!feature) {
            break;
        }
        if (feature->IsFieldSetAndNotNull(field)) {
            values.insert(feature->GetFieldAsString(field));
        }
    }
    restore_condition();
    std::vector<std::string> nearest_first(values.begin(), values.end());
    std::stable_sort(nearest_first.begin(), nearest_first.end(),
                     [&wanted](const std::string& a, const std::string& b) {
                         return edits(a, wanted->text) < edits(b, wanted->text);
                     });
    return nearest_first.empty()
               ? std::string()
               : fmt::format("; values of {} are: {}", wanted->field, name_list(nearest_first));
}

std::string Layer::nothing_text(std::string_view kind) const {
    return m_condition.empty() ? fmt::format("{}: it has no {}", m_text, kind)
                               : fmt::format("{}: the condition {} selects no {}{}", m_text,
                                             m_condition, kind, values_like(m_condition));
}

std::string Layer::condition_after(std::string_view keyword) const {
    return m_condition.empty() ? "" : fmt::format(" {} {}", keyword, m_condition);
}

void ReleaseResult::operator()(OGRLayer* rows) const {
    dataset->ReleaseResultSet(rows);
}

SqlResult Layer::query(const std::string& sql) const {
    return {m_dataset->ExecuteSQL(sql.c_str(), nullptr, nullptr), ReleaseResult{m_dataset.get()}};
}

void Layer::restore_condition() const {
    m_layer->SetAttributeFilter(m_condition.empty() ? nullptr : m_condition.c_str());
}

/// Databases look at a condition only when they read, so one read is tried: of the condition alone,
/// which must not lean on what stands around it, and as it is used.
void Layer::try_condition(const std::string& condition) const {
    if (driver() == "GPKG" || driver() == "SQLite") {
        query(fmt::format("SELECT 1 FROM {} WHERE {} LIMIT 0", quoted_name(), condition));
        query(fmt::format("SELECT 1 FROM {} WHERE ({}) LIMIT 0", quoted_name(), condition));
    } else if (driver() == "PostgreSQL") {
        const OGRFeatureUniquePtr first(m_layer->GetNextFeature());
        m_layer->ResetReading();
    }
}

std::string Layer::quoted_name() const {
    const std::string whole = name();
    const std::size_t point = whole.find('.');
    if (driver() == "PostgreSQL" && point != std::string::npos) { // schema.table
        return in_quotes(whole.substr(0, point)) + "." + in_quotes(whole.substr(point + 1));
    }
    return in_quotes(whole);
}

std::string Layer::driver() const {
    return m_dataset->GetDriver()->GetDescription();
}

std::string Layer::name() const {
    return m_layer->GetName();
}

std::string Layer::field_names() const {
    const OGRFeatureDefn& definition = *m_layer->GetLayerDefn();
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(definition.GetFieldCount()));
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        names.emplace_back(definition.GetFieldDefn(i)->GetNameRef());
    }
    return listed(names);
}

int Layer::field_index(const std::string& field, std::string_view option) const {
    const int index = m_layer->GetLayerDefn()->GetFieldIndex(field.c_str());
    if (index < 0) {
        throw DataError(fmt::format("{}: there is no field '{}' (⟨{}⟩); its fields are: {}", m_text,
                                    field, option, field_names()));
    }
    return index;
}

const OGRFieldDefn& Layer::field(int index) const {
    return *m_layer->GetLayerDefn()->GetFieldDefn(index);
}

bool Layer::has_geometry() const {
    return m_layer->GetLayerDefn()->GetGeomFieldCount() > 0;
}

Crs Layer::crs(const std::optional<Crs>& assumed) const {
    const OGRSpatialReference* reference = m_layer->GetSpatialRef();
    const bool placed =
        reference != nullptr && (reference->IsProjected() != 0 || reference->IsGeographic() != 0);
    // GeoPackage gives a system to layers of which nobody knows any: "Undefined geographic SRS".
    if (placed && !STARTS_WITH_CI(reference->GetName(), "undefined")) {
        return Crs(*reference);
    }
    if (assumed) {
        return *assumed;
    }
    throw DataError(fmt::format(
        "{}: it has no coordinate system; name it with ⟨--assume-crs⟩, such as EPSG:27700",
        m_text));
}

std::int64_t Layer::feature_count() const {
    const GdalErrors errors;
    const GIntBig count = m_layer->GetFeatureCount();
    if (errors.failed() || count < 0) {
        throw DataError(fmt::format("{}: cannot be read: {}", m_text, errors.first_failure()));
    }
    return count;
}

} // namespace toolkit
