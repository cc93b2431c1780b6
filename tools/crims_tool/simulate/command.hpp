// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crims/simulator.hpp"
#include "crims_tool/model/file.hpp"
#include "crims_tool/options/input_options.hpp"
#include "crims_tool/options/process_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "crims_tool/rows/crime_output.hpp"
#include "crims_tool/simulate/shared_months.hpp"
#include "toolkit/command/command.hpp"

namespace crims_tool {

/// Where CSV, JSON and FlatGeobuf tell what a run came from; a GeoPackage tells it in itself.
enum class ProvenancePlace : std::uint8_t { file, columns, nowhere };

/// The options of `crims simulate`.
struct SimulateOptions {
    std::string model;
    std::string population;
    MonthRange months;
    ProcessOptions process;
    std::uint32_t first_replicate = 0;
    toolkit::Given<toolkit::LayerReference> output;
    bool spatial_index = true;
    ProvenancePlace provenance = ProvenancePlace::file;
    ResultFiles files;
};

/// `crims simulate`: crimes with place, time, offence, severity and suspect from a model.
class SimulateCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;
    toolkit::Processes processes() const override;

  private:
    struct Inputs;
    struct Totals;

    void declare_process(toolkit::OptionList& options);
    void declare_output(toolkit::OptionList& options);
    toolkit::LayerDescription description_of_layer() const;
    CrimeOutput crime_output(const StoredModel& stored,
                             const nlohmann::ordered_json& provenance) const;
    Inputs read_inputs(std::vector<std::string>& warnings) const;
    ReplicateRange replicate_range() const;
    void write(const Inputs& inputs, SharedMonths& months, toolkit::Console& console) const;
    static Totals write_months(const crims::Model& model, SharedMonths& months, CrimeWriter& writer,
                               toolkit::Console& console);
    void scale_with_people(const StoredModel& stored, crims::Loading& loading,
                           std::vector<std::string>& warnings) const;
    void require_outputs() const;
    bool ends_with(std::string_view ending) const;
    std::string provenance_file() const;
    nlohmann::ordered_json provenance_json() const;
    nlohmann::ordered_json result_json(const Totals& totals, const StoredModel& stored,
                                       const nlohmann::ordered_json& origin) const;
    std::string summary(const Totals& totals) const;

    SimulateOptions m_options;
    crims::SimulationOptions m_simulation;
};

} // namespace crims_tool
