// SPDX-License-Identifier: MIT
#include "crims_tool/population/output.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <vector>

#include <fmt/format.h>
#include <ogr_feature.h>

#include "toolkit/text/csv_text.hpp"

namespace crims_tool {

namespace {

/// Which columns there are: those of which the census tells something.
struct Columns {
    bool sex = false;
    bool age = false;
    bool ethnicity = false;

    explicit Columns(const PopulationCategories& categories)
        : sex(categories.sexes.front() != Sex::all), age(!categories.ages.front().is_all()),
          ethnicity(!categories.ethnicities.front().empty()) {}
};

struct Group {
    std::size_t zone;
    std::size_t sex;
    std::size_t age;
    std::size_t ethnicity;
};

Group group_at(std::size_t cell, const PopulationCategories& categories) {
    Group group{};
    group.ethnicity = cell % categories.ethnicities.size();
    cell /= categories.ethnicities.size();
    group.age = cell % categories.ages.size();
    cell /= categories.ages.size();
    group.sex = cell % categories.sexes.size();
    group.zone = cell / categories.sexes.size();
    return group;
}

using Fields = std::vector<std::unique_ptr<OGRFieldDefn>>;

Fields fields_of(const Columns& columns) {
    Fields fields;
    const auto add = [&fields](const char* name, OGRFieldType type) {
        fields.push_back(std::make_unique<OGRFieldDefn>(name, type));
    };
    add("zone", OFTString);
    if (columns.sex) {
        add("sex", OFTString);
    }
    if (columns.age) {
        add("age", OFTString);
        add("age_from", OFTInteger);
        add("age_to", OFTInteger);
    }
    if (columns.ethnicity) {
        add("ethnicity", OFTString);
    }
    add("people", OFTInteger64);
    add("expected", OFTReal);
    return fields;
}

std::vector<std::string> age_texts(const PopulationCategories& categories) {
    std::vector<std::string> texts;
    std::transform(categories.ages.begin(), categories.ages.end(), std::back_inserter(texts),
                   age_text);
    return texts;
}

} // namespace

std::unique_ptr<toolkit::PointLayerWriter>
write_population(const toolkit::FeatureClassTarget& target, const Synthesis& synthesis,
                 const PopulationCategories& categories,
                 const toolkit::LayerDescription& description) {
    const Columns columns(categories);
    const Fields fields = fields_of(columns);
    toolkit::LayerDefinition definition;
    for (const auto& field : fields) {
        definition.fields.push_back(field.get());
    }
    auto layer = std::make_unique<toolkit::PointLayerWriter>(target, definition);
    layer->describe(description);
    const std::vector<std::string> ages = age_texts(categories);
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t cell = 0; cell < synthesis.expected.size(); ++cell) {
        if (synthesis.whole.cells[cell] == 0 && !(synthesis.expected[cell] > 0)) {
            continue;
        }
        const Group group = group_at(cell, categories);
        std::size_t field = 0;
        layer->set(field++, std::string_view(categories.zones[group.zone]));
        if (columns.sex) {
            layer->set(field++, sex_text(categories.sexes[group.sex]));
        }
        if (columns.age) {
            const AgeGroup& age = categories.ages[group.age];
            layer->set(field++, std::string_view(ages[group.age]));
            layer->set(field++, std::int64_t{age.from});
            if (age.to == AgeGroup::no_end) {
                layer->set(field++, nothing);
            } else {
                layer->set(field++, std::int64_t{age.to});
            }
        }
        if (columns.ethnicity) {
            layer->set(field++, std::string_view(categories.ethnicities[group.ethnicity]));
        }
        layer->set(field++, synthesis.whole.cells[cell]);
        layer->set(field, synthesis.expected[cell]);
        layer->write(nothing, nothing);
    }
    layer->finish();
    return layer;
}

void write_people(toolkit::OutputStream& stream, const Synthesis& synthesis,
                  const PopulationCategories& categories) {
    constexpr std::size_t piece = std::size_t{1} << 20U;
    constexpr std::size_t most_digits = 20;
    const Columns columns(categories);
    const std::vector<std::string> ages = age_texts(categories);
    std::string text =
        fmt::format("id,zone{}{}{}\n", columns.sex ? ",sex" : "", columns.age ? ",age" : "",
                    columns.ethnicity ? ",ethnicity" : "");
    std::array<char, most_digits> number{};
    std::uint64_t id = 0;
    for (std::size_t cell = 0; cell < synthesis.whole.cells.size(); ++cell) {
        const std::int64_t people = synthesis.whole.cells[cell];
        if (people == 0) {
            continue;
        }
        const Group group = group_at(cell, categories);
        std::string line = "," + toolkit::csv_cell(categories.zones[group.zone]);
        if (columns.sex) {
            line += fmt::format(",{}", sex_text(categories.sexes[group.sex]));
        }
        if (columns.age) {
            line += "," + ages[group.age];
        }
        if (columns.ethnicity) {
            line += "," + toolkit::csv_cell(categories.ethnicities[group.ethnicity]);
        }
        line += '\n';
        for (std::int64_t person = 0; person < people; ++person) {
            const auto end = std::to_chars(number.data(), number.data() + number.size(), ++id);
            text.append(number.data(), end.ptr);
            text += line;
            if (text.size() >= piece) {
                stream.write(text);
                text.clear();
            }
        }
    }
    stream.write(text);
    stream.finish();
}

} // namespace crims_tool
