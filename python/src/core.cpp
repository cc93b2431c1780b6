// SPDX-License-Identifier: MIT
// crimekit._core: the libraries as Python sees them. What is friendly about the module (names for
// numbers, dates as text, pandas) is written in Python.
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "crims/limits.hpp"
#include "crims/stepper.hpp"
#include "crims_gpkg/model_file.hpp"
#include "crims_tool/shapes/triangles.hpp"
#include "wdd/statistic.hpp"

namespace py = pybind11;

namespace crimekit_python {

namespace {

using ModelPointer = std::shared_ptr<crims::ModelFile>;

/// A column that is not copied: the array keeps `owner` alive, and nobody may write into it.
/// Where an element begins is said, not asked: Debian 12's pybind11 would read it from where NumPy
/// 2 has something else, and every element would be the first.
template<typename T>
py::array column(const py::dtype& type, const T* data, std::size_t size, const py::handle& owner) {
    py::array array(type, {static_cast<py::ssize_t>(size)}, {static_cast<py::ssize_t>(sizeof(T))},
                    data, owner);
    py::detail::array_proxy(array.ptr())->flags &= ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
    return array;
}

template<typename T>
py::array column(const std::vector<T>& values, const py::handle& owner) {
    return column(py::dtype::of<T>(), values.data(), values.size(), owner);
}

void make_triangles(const std::string& path, crims::ModelFile& file) {
    if (file.polygons.empty()) {
        return;
    }
    crims::Model& model = file.model;
    const auto zones =
        crims_tool::triangulate(file.polygons, [&](std::size_t zone, const std::string& problem) {
            return toolkit::DataError(path + ": table zones, zone '" + model.zones[zone] +
                                      "': " + problem);
        });
    model.triangle_begin.push_back(0);
    for (const std::vector<crims::Triangle>& zone : zones) {
        model.triangles.insert(model.triangles.end(), zone.begin(), zone.end());
        model.triangle_begin.push_back(model.triangles.size());
    }
    crims::validate(model);
}

ModelPointer read_model(const std::string& path) {
    const py::gil_scoped_release release;
    auto file = std::make_shared<crims::ModelFile>(crims::read_model(path));
    make_triangles(path, *file);
    return file;
}

std::string month_text(crims::Month month) {
    const int year = static_cast<int>(month.year());
    const int number = crims::calendar_month(month) + 1;
    return std::to_string(year) + (number < 10 ? "-0" : "-") + std::to_string(number);
}

py::list offences(const crims::Model& model) {
    py::list list;
    for (const crims::Offence& offence : model.offences) {
        list.append(py::make_tuple(offence.crime_type, offence.code, offence.description,
                                   offence.share, offence.severity,
                                   offence.rhythm == crims::flat_rhythm()));
    }
    return list;
}

/// A stepper and the model that it needs.
class CoreStepper {
  public:
    CoreStepper(ModelPointer model, std::int64_t start, const crims::SimulationOptions& options,
                double base)
        : m_model(std::move(model)),
          m_stepper(m_model->model, crims::Instant(std::chrono::minutes(start)), options,
                    loading_of(base)) {}

    CoreStepper(ModelPointer model, const std::string& state,
                const crims::SimulationOptions& options, double base)
        : m_model(std::move(model)),
          m_stepper(m_model->model, std::string_view(state), options, loading_of(base)) {}

    std::int64_t time() const { return m_stepper.time().time_since_epoch().count(); }

    std::shared_ptr<crims::StepTable> advance(std::int64_t until) {
        const py::gil_scoped_release release;
        auto table = std::make_shared<crims::StepTable>();
        m_stepper.advance(crims::Instant(std::chrono::minutes(until)), *table);
        return table;
    }

    void set_loading(double value, std::vector<std::size_t> zones, std::vector<std::size_t> types,
                     std::vector<std::size_t> offences) {
        m_stepper.set_loading(value, {.zones = std::move(zones),
                                      .crime_types = std::move(types),
                                      .offences = std::move(offences)});
    }

    double loading(std::size_t zone, std::size_t offence) const {
        return m_stepper.loading(zone, offence);
    }

    std::optional<double> expected() const { return m_stepper.expected(); }

    py::bytes state() const { return m_stepper.state(); }

  private:
    static crims::Loading loading_of(double base) {
        return base == 1 ? crims::Loading() : crims::uniform_loading(base);
    }

    ModelPointer m_model;
    crims::Stepper m_stepper;
};

/// Ratio, mean days, spread and share at the same place; None: the model's.
using NearRepeatNumbers = std::vector<std::optional<double>>;

crims::SimulationOptions options_of(std::uint64_t seed, std::uint32_t replicate,
                                    const std::string& placement,
                                    const std::optional<NearRepeatNumbers>& near_repeat,
                                    bool dispersion) {
    crims::SimulationOptions options{
        .seed = seed, .replicate = replicate, .dispersion = dispersion};
    if (placement == "observed") {
        options.placement = crims::Placement::observed;
    } else if (placement == "uniform") {
        options.placement = crims::Placement::uniform;
    } else if (placement == "none") {
        options.placement = crims::Placement::none;
    } else {
        throw std::invalid_argument("placement '" + placement +
                                    "': it must be observed, uniform or none");
    }
    if (near_repeat) {
        crims::NearRepeatChoice choice;
        choice.ratio = near_repeat->at(0);
        choice.mean_lag_days = near_repeat->at(1);
        choice.spread = near_repeat->at(2);
        // States of earlier versions have no share at the same place.
        choice.same_place = near_repeat->size() > 3 ? near_repeat->at(3) : 0;
        options.near_repeat = choice;
    }
    return options;
}

wdd::BeforeAfter before_after(const std::array<double, 2>& counts) {
    return {.pre = counts[0], .post = counts[1]};
}

py::dict estimate(const wdd::Estimate& estimate) {
    py::dict values;
    values["estimate"] = estimate.estimate;
    values["se"] = estimate.standard_error;
    return values;
}

py::dict wdd_test(const std::array<std::array<double, 2>, 4>& counts,
                  const std::array<double, 2>& time, const std::array<double, 4>& area,
                  double confidence) {
    const wdd::Statistic statistic =
        wdd::weighted_displacement_difference({.treated = before_after(counts[0]),
                                               .control = before_after(counts[1]),
                                               .treated_displacement = before_after(counts[2]),
                                               .control_displacement = before_after(counts[3])},
                                              {.time = {.pre = time[0], .post = time[1]},
                                               .area = {.treated = area[0],
                                                        .control = area[1],
                                                        .treated_displacement = area[2],
                                                        .control_displacement = area[3]}},
                                              confidence);
    py::dict result;
    result["local"] = estimate(statistic.local);
    result["displacement"] = estimate(statistic.displacement);
    result["total"] = estimate(statistic.total);
    result["z"] = statistic.z;
    result["p_one_tailed"] = statistic.p_one_tailed;
    result["ci_low"] = statistic.ci_low;
    result["ci_high"] = statistic.ci_high;
    result["confidence"] = statistic.confidence;
    result["evidence"] = std::string(wdd::evidence_name(statistic.z, statistic.evidence));
    return result;
}

void bind_model(py::module_& module) {
    py::class_<crims::ModelFile, ModelPointer>(module, "Model")
        .def_property_readonly("zones", [](const crims::ModelFile& m) { return m.model.zones; })
        .def_property_readonly("crime_types",
                               [](const crims::ModelFile& m) { return m.model.crime_types; })
        .def_property_readonly("offences",
                               [](const crims::ModelFile& m) { return offences(m.model); })
        .def_property_readonly("incidence",
                               [](const py::object& self) {
                                   const auto& model = self.cast<crims::ModelFile&>().model;
                                   return column(model.incidence, self)
                                       .reshape({static_cast<py::ssize_t>(model.zones.size()),
                                                 static_cast<py::ssize_t>(model.crime_types.size()),
                                                 py::ssize_t{12}});
                               })
        .def_property_readonly("suspect",
                               [](const py::object& self) {
                                   const auto& model = self.cast<crims::ModelFile&>().model;
                                   return column(model.suspect, self)
                                       .reshape(
                                           {static_cast<py::ssize_t>(model.zones.size()),
                                            static_cast<py::ssize_t>(model.crime_types.size())});
                               })
        .def_property_readonly("trends",
                               [](const crims::ModelFile& m) {
                                   std::vector<double> trends;
                                   for (const crims::Trend& trend : m.model.trends) {
                                       trends.push_back(trend.per_year);
                                   }
                                   return trends;
                               })
        .def_property_readonly("varies",
                               [](const crims::ModelFile& m) {
                                   bool varies = false;
                                   for (const crims::Dispersion& d : m.model.dispersion) {
                                       varies = varies || d.year > 0 || d.zone_year > 0 ||
                                                d.zone_half_year > 0 || d.zone_month > 0;
                                   }
                                   return varies;
                               })
        .def_property_readonly(
            "near_repeats",
            [](const crims::ModelFile& m) {
                py::list types;
                for (const auto& repeat : m.model.near_repeats) {
                    types.append(
                        repeat ? py::object(py::make_tuple(repeat->ratio, repeat->mean_lag_days,
                                                           repeat->spread, repeat->same_place))
                               : py::none());
                }
                return types;
            })
        .def_property_readonly(
            "data_months",
            [](const crims::ModelFile& m) -> std::optional<std::pair<std::string, std::string>> {
                if (!m.model.data) {
                    return std::nullopt;
                }
                return std::pair(month_text(m.model.data->first), month_text(m.model.data->last));
            })
        .def_property_readonly("places",
                               [](const crims::ModelFile& m) { return m.model.places.size(); })
        .def_property_readonly("polygons",
                               [](const crims::ModelFile& m) { return m.polygons.size(); })
        .def_property_readonly("coordinate_system",
                               [](const crims::ModelFile& m) -> std::optional<std::string> {
                                   if (!m.coordinate_system) {
                                       return std::nullopt;
                                   }
                                   return m.coordinate_system->organization + ":" +
                                          std::to_string(m.coordinate_system->code);
                               })
        .def_readonly("metadata", &crims::ModelFile::metadata);
    module.def("read_model", &read_model, py::arg("path"));
}

void bind_stepper(py::module_& module) {
    using Table = crims::StepTable;
    const auto bind = [](auto& type, const char* name, auto member) {
        type.def_property_readonly(name, [member](const py::object& self) {
            return column(self.cast<Table&>().*member, self);
        });
    };
    py::class_<Table, std::shared_ptr<Table>> table(module, "StepTable");
    table.def("__len__", &Table::size)
        .def_property_readonly("start",
                               [](const Table& t) { return t.from.time_since_epoch().count(); })
        .def_property_readonly("end",
                               [](const Table& t) { return t.until.time_since_epoch().count(); })
        .def_readonly("replicate", &Table::replicate)
        .def_property_readonly("time",
                               [](const py::object& self) {
                                   const Table& t = self.cast<Table&>();
                                   return column(py::dtype("M8[m]"), t.time.data(), t.time.size(),
                                                 self);
                               })
        .def_property_readonly("suspect", [](const py::object& self) {
            const Table& t = self.cast<Table&>();
            return column(py::dtype::of<bool>(), t.suspect.data(), t.suspect.size(), self);
        });
    bind(table, "id", &Table::id);
    bind(table, "zone", &Table::zone);
    bind(table, "offence", &Table::offence);
    bind(table, "x", &Table::x);
    bind(table, "y", &Table::y);

    py::class_<CoreStepper>(module, "Stepper")
        .def(py::init([](ModelPointer model, std::int64_t start, std::uint64_t seed,
                         std::uint32_t replicate, const std::string& placement,
                         const std::optional<NearRepeatNumbers>& near_repeat, bool dispersion,
                         double base) {
                 return std::make_unique<CoreStepper>(
                     std::move(model), start,
                     options_of(seed, replicate, placement, near_repeat, dispersion), base);
             }),
             py::arg("model"), py::arg("start"), py::arg("seed"), py::arg("replicate"),
             py::arg("placement"), py::arg("near_repeat"), py::arg("dispersion"), py::arg("base"))
        .def_static(
            "resume",
            [](ModelPointer model, const py::bytes& state, const std::string& placement,
               const std::optional<NearRepeatNumbers>& near_repeat, bool dispersion, double base) {
                return std::make_unique<CoreStepper>(
                    std::move(model), std::string(state),
                    options_of(0, 0, placement, near_repeat, dispersion), base);
            },
            py::arg("model"), py::arg("state"), py::arg("placement"), py::arg("near_repeat"),
            py::arg("dispersion"), py::arg("base"))
        .def_property_readonly("time", &CoreStepper::time)
        .def("advance", &CoreStepper::advance, py::arg("until"))
        .def("set_loading", &CoreStepper::set_loading, py::arg("value"), py::arg("zones"),
             py::arg("crime_types"), py::arg("offences"))
        .def("loading", &CoreStepper::loading, py::arg("zone"), py::arg("offence"))
        .def("expected", &CoreStepper::expected)
        .def("state", &CoreStepper::state);
}

} // namespace

} // namespace crimekit_python

PYBIND11_MODULE(_core, module) {
    py::register_exception<crims::ModelFileError>(module, "ModelFileError", PyExc_OSError);
    py::register_exception<crims::ModelError>(module, "ModelError", PyExc_ValueError);
    crimekit_python::bind_model(module);
    crimekit_python::bind_stepper(module);
    module.def("wdd_test", &crimekit_python::wdd_test, py::arg("counts"), py::arg("time_weights"),
               py::arg("area_weights"), py::arg("confidence"));
}
