// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/zone_style.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "crims_tool/pictures/choropleth.hpp"
#include "crims_tool/pictures/map_classes.hpp"
#include "toolkit/text/xml_text.hpp"

namespace crims_tool {

namespace {

constexpr std::size_t most_classes = 6; // as `crims map`
constexpr unsigned no_crime = 0xffffff;

/// A class of the legend, from `lower` to `upper`; on a limit QGIS takes the first that fits.
struct Range {
    double lower = 0;
    double upper = 0;
    std::string label = {};
    unsigned colour = 0; ///< 0xRRGGBB
};

std::vector<Range> ranges_of(std::span<const double> densities) {
    std::vector<double> values;
    std::copy_if(densities.begin(), densities.end(), std::back_inserter(values),
                 [](double density) { return density > 0; });
    std::vector<Range> ranges;
    if (values.size() < densities.size()) {
        ranges.push_back({.label = "no crime", .colour = no_crime});
    }
    if (values.empty()) {
        return ranges;
    }
    const std::vector<double> limits = class_limits(values, most_classes);
    const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
    const std::vector<std::string> labels =
        class_labels(limits, *smallest, *largest, ValueKind::continuous);
    const std::vector<unsigned> colours = class_colours(labels.size());
    double lower = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double upper = i < limits.size() ? limits[i] : *largest;
        ranges.push_back({lower, upper, labels[i] + " crimes per km² a year", colours[i]});
        lower = upper;
    }
    return ranges;
}

std::string range_xml(const Range& range, std::size_t symbol) {
    return fmt::format(
        "   <range label=\"{}\" lower=\"{}\" upper=\"{}\" render=\"true\" symbol=\"{}\" />\n",
        toolkit::xml_escaped(range.label), range.lower, range.upper, symbol);
}

std::string symbol_xml(const Range& range, std::size_t symbol) {
    constexpr unsigned byte = 0xff;
    return fmt::format(R"(   <symbol name="{}" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="{},{},{},255" />
      <Option name="outline_color" type="QString" value="115,115,115,255" />
      <Option name="outline_width" type="QString" value="0.15" />
     </Option>
    </layer>
   </symbol>
)",
                       symbol, range.colour >> 16U & byte, range.colour >> 8U & byte,
                       range.colour & byte);
}

} // namespace

std::string zone_style(std::span<const double> densities) {
    std::string ranges;
    std::string symbols;
    std::size_t number = 0;
    for (const Range& range : ranges_of(densities)) {
        ranges += range_xml(range, number);
        symbols += symbol_xml(range, number);
        ++number;
    }
    return R"(<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|MapTips" version="3.22.0">
 <renderer-v2 attr="crimes_per_km2" graduatedMethod="GraduatedColor" type="graduatedSymbol">
  <ranges>
)" + ranges +
           "  </ranges>\n  <symbols>\n" + symbols + R"(  </symbols>
 </renderer-v2>
 <layerOpacity>0.85</layerOpacity>
 <mapTip>&lt;b&gt;[% "zone" %]&lt;/b&gt;&lt;br&gt;
[% format_number("crimes_per_year", 0) %] crimes a year, [% format_number("crimes_per_km2", 0) %] per km²</mapTip>
</qgis>
)";
}

} // namespace crims_tool
