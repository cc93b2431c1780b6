// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/options/input_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "crims_tool/zone_maps/content.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/command/incident_options.hpp"

namespace crims_tool {

/// The options of `crims map`.
struct MapOptions {
    toolkit::IncidentLayerOptions crimes;
    std::string crime_zone_field;
    bool by_place = false;
    ZoneOptions zones;
    std::optional<toolkit::LayerReference> boundary;
    std::string population;
    MapChoices picture;
    std::optional<toolkit::Crs> crs;
    toolkit::Given<toolkit::Crs> assume_crs;
    std::string output;
    ResultFiles files;
};

/// `crims map`: crime density by zone as a picture.
class MapCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

    const MapChoices& choices() const { return m_options.picture; }

    PictureFormat format() const { return m_format; }

    /// What was drawn; after run().
    const MapContent& content() const { return m_content; }

  private:
    void declare_crimes(toolkit::OptionList& options);
    void declare_areas(toolkit::OptionList& options);
    void declare_picture(toolkit::OptionList& options);
    void declare_outputs(toolkit::OptionList& options);
    void require_outputs() const;
    std::vector<double> zone_people(const MapZones& zones,
                                    std::vector<std::string>& warnings) const;
    CrimeLayerOptions crime_options() const;
    std::string source_note() const;
    std::int64_t on_map_of(const MapCounts& counts) const;
    std::string summary_of(const MapCounts& counts) const;
    nlohmann::ordered_json result(const MapCounts& counts, const MapZones& zones,
                                  const MapContent& content, const toolkit::Crs& crs) const;

    MapOptions m_options;
    PictureFormat m_format = PictureFormat::png;
    MapContent m_content;
};

} // namespace crims_tool
