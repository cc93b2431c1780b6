// SPDX-License-Identifier: MIT
#include "toolkit/layers/layer_reference.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "toolkit/refusal.hpp"

using namespace std::string_view_literals;
using toolkit::layer_text;
using toolkit::LayerReference;
using toolkit::parse_layer_reference;

namespace {

LayerReference named(std::string path, std::string layer) {
    return {.path = std::move(path), .layer = std::move(layer), .layer_id = {}, .subset = {}};
}

std::string refusal(std::string_view text) {
    return refusal_of([text] { parse_layer_reference(text); });
}

void expect_refusal(std::string_view text, std::string_view reason) {
    const std::string message = refusal(text);
    EXPECT_NE(message.find(reason), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

} // namespace

TEST(LayerReference, is_a_path_when_it_has_no_bar) {
    const LayerReference reference = parse_layer_reference("data/crimes.gpkg");
    EXPECT_EQ(reference.path, "data/crimes.gpkg");
    EXPECT_FALSE(reference.layer);
    EXPECT_FALSE(reference.layer_id);
    EXPECT_EQ(reference.subset, "");
}

TEST(LayerReference, takes_the_layer_name_of_qgis) {
    EXPECT_EQ(parse_layer_reference("a.gpkg|layername=beats"), named("a.gpkg", "beats"));
    EXPECT_EQ(parse_layer_reference("/vsizip/a.zip/b.shp|layername=c"),
              named("/vsizip/a.zip/b.shp", "c"));
}

TEST(LayerReference, keeps_spaces_quotes_and_equals_signs) {
    EXPECT_EQ(parse_layer_reference("PG:dbname=x host='a b'|layername=crime.street 2021"),
              named("PG:dbname=x host='a b'", "crime.street 2021"));
    EXPECT_EQ(parse_layer_reference("a.gpkg|layername=x=y").layer, "x=y");
}

TEST(LayerReference, keeps_windows_paths) {
    EXPECT_EQ(parse_layer_reference(R"(C:\my data\a.gpkg|layername=b)"),
              named(R"(C:\my data\a.gpkg)", "b"));
    EXPECT_EQ(parse_layer_reference(R"(\\server\share\a.gpkg)").path, R"(\\server\share\a.gpkg)");
}

TEST(LayerReference, keeps_utf_8) {
    EXPECT_EQ(parse_layer_reference("données/crime.gpkg|layername=Zürich 犯罪"),
              named("données/crime.gpkg", "Zürich 犯罪"));
}

TEST(LayerReference, takes_a_layer_id) {
    EXPECT_EQ(parse_layer_reference("a.gpkg|layerid=0").layer_id, 0);
    EXPECT_EQ(parse_layer_reference("a.gpkg|layerid=12").layer_id, 12);
    EXPECT_EQ(parse_layer_reference("a.gpkg|layerid=2147483647").layer_id, 2147483647);
}

TEST(LayerReference, ignores_the_case_of_keys_only) {
    EXPECT_EQ(parse_layer_reference("A.gpkg|LayerName=Beats"), named("A.gpkg", "Beats"));
    EXPECT_EQ(parse_layer_reference("a|SUBSET=Type = 'X'").subset, "Type = 'X'");
}

TEST(LayerReference, ignores_the_geometry_type_of_qgis) {
    EXPECT_EQ(parse_layer_reference(
                  "a.gpkg|layername=b|geometrytype=Point|uniqueGeometryType=yes|subset=x = 1"),
              (LayerReference{"a.gpkg", "b", {}, "x = 1"}));
}

TEST(LayerReference, gives_the_subset_the_rest_of_the_text) {
    const LayerReference reference =
        parse_layer_reference("a.gpkg|layername=b|subset=x || '|layername=c' = 'y'");
    EXPECT_EQ(reference.layer, "b");
    EXPECT_EQ(reference.subset, "x || '|layername=c' = 'y'");
}

TEST(LayerReference, may_have_a_subset_without_a_layer_and_an_empty_subset) {
    EXPECT_EQ(parse_layer_reference("a.shp|subset=x=1"), (LayerReference{"a.shp", {}, {}, "x=1"}));
    EXPECT_EQ(parse_layer_reference("a.shp|subset="), (LayerReference{"a.shp", {}, {}, ""}));
}

TEST(LayerReference, needs_a_path) {
    for (const std::string_view text : {"", "  ", "|layername=b", " |subset=x"}) {
        expect_refusal(text, "the path is missing");
    }
}

TEST(LayerReference, refuses_a_part_that_is_not_key_and_value_and_says_how_to_name_a_layer) {
    expect_refusal(
        "a.gpkg|beats",
        "'a.gpkg|beats': 'beats' is not KEY=VALUE; a layer is named as PATH|layername=NAME");
    expect_refusal("a.gpkg|", "'' is not KEY=VALUE");
    expect_refusal("a.gpkg||layername=b", "'' is not KEY=VALUE");
    expect_refusal("a.gpkg|layername=b|c", "'c' is not KEY=VALUE");
}

TEST(LayerReference, refuses_an_unknown_key_and_names_the_known_ones) {
    expect_refusal("a.gpkg|layer=b", "unknown key 'layer'; use layername, layerid or subset");
    expect_refusal("a.gpkg|=b", "unknown key ''");
    expect_refusal("a.gpkg | layername=b", "unknown key ' layername'");
}

TEST(LayerReference, refuses_a_key_given_twice) {
    expect_refusal("a|layername=b|LAYERNAME=b", "'layername' is given twice");
    expect_refusal("a|layerid=1|layerid=1", "'layerid' is given twice");
    expect_refusal("a|geometrytype=x|geometrytype=y", "'geometrytype' is given twice");
}

TEST(LayerReference, refuses_an_empty_layer_name) {
    expect_refusal("a.gpkg|layername=", "the layer name is empty");
    expect_refusal("a.gpkg|layername=|subset=x", "the layer name is empty");
}

TEST(LayerReference, refuses_a_layer_id_that_is_no_whole_number_from_zero) {
    for (const std::string id : {"", "-1", "-0", "+1", "1.5", "1e3", "0x1", "one", " 1",
                                 "2147483648", "99999999999999999999"}) {
        expect_refusal("a.gpkg|layerid=" + id, "layerid '" + id + "' is not a whole number from 0");
    }
}

TEST(LayerReference, refuses_a_name_together_with_an_id) {
    expect_refusal("a|layername=b|layerid=0", "both layername and layerid are given");
    expect_refusal("a|layerid=0|layername=b|subset=x", "both layername and layerid are given");
}

TEST(LayerReference, refuses_a_nul_wherever_it_stands) {
    for (const std::string_view text :
         {"\0"sv, "a\0.gpkg"sv, "a|layername=b\0"sv, "a|subset=\0"sv}) {
        expect_refusal(text, "a NUL character follows");
        EXPECT_EQ(refusal(text).find('\0'), std::string::npos);
    }
}

TEST(LayerReference, may_be_very_long_but_its_message_is_not) {
    const std::string path(1'000'000, 'p');
    EXPECT_EQ(parse_layer_reference(path + "|layername=b"), named(path, "b"));
    EXPECT_LT(refusal(path + "|layer=b").size(), 1000U);
    EXPECT_LT(refusal("a|" + path).size(), 1000U);
    EXPECT_LT(refusal("a|layerid=" + path).size(), 1000U);
}

TEST(LayerText, is_what_a_user_would_write_without_the_subset) {
    EXPECT_EQ(layer_text({"a.gpkg", {}, {}, "x = 1"}), "a.gpkg");
    EXPECT_EQ(layer_text({"a.gpkg", "b", {}, "x = 1"}), "a.gpkg|layername=b");
    EXPECT_EQ(layer_text({"a.gpkg", {}, 3, ""}), "a.gpkg|layerid=3");
}
