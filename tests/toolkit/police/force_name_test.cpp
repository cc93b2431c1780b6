// SPDX-License-Identifier: MIT
#include "toolkit/police/download.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "toolkit/text/errors.hpp"

using toolkit::find_force;
using toolkit::force_name;

namespace {

/// As data.police.uk names its files: the 43 forces of England and Wales, and two others.
const std::vector<std::string> all_slugs{"avon-and-somerset",
                                         "bedfordshire",
                                         "btp",
                                         "cambridgeshire",
                                         "cheshire",
                                         "city-of-london",
                                         "cleveland",
                                         "cumbria",
                                         "derbyshire",
                                         "devon-and-cornwall",
                                         "dorset",
                                         "durham",
                                         "dyfed-powys",
                                         "essex",
                                         "gloucestershire",
                                         "greater-manchester",
                                         "gwent",
                                         "hampshire",
                                         "hertfordshire",
                                         "humberside",
                                         "kent",
                                         "lancashire",
                                         "leicestershire",
                                         "lincolnshire",
                                         "merseyside",
                                         "metropolitan",
                                         "norfolk",
                                         "north-wales",
                                         "north-yorkshire",
                                         "northamptonshire",
                                         "northern-ireland",
                                         "northumbria",
                                         "nottinghamshire",
                                         "south-wales",
                                         "south-yorkshire",
                                         "staffordshire",
                                         "suffolk",
                                         "surrey",
                                         "sussex",
                                         "thames-valley",
                                         "warwickshire",
                                         "west-mercia",
                                         "west-midlands",
                                         "west-yorkshire",
                                         "wiltshire"};

std::string refusal(const std::string& name, const std::vector<std::string>& slugs) {
    try {
        return "accepted as " + find_force(name, slugs);
    } catch (const toolkit::DataError& error) {
        return error.what();
    }
}

} // namespace

TEST(ForceName, every_slug_is_found_by_itself_and_by_the_name_people_use) {
    ASSERT_EQ(all_slugs.size(), 45U);
    std::set<std::string> names;
    for (const std::string& slug : all_slugs) {
        EXPECT_EQ(find_force(slug, all_slugs), slug);
        EXPECT_EQ(find_force(force_name(slug), all_slugs), slug);
        EXPECT_EQ(find_force("  " + force_name(slug) + " CONSTABULARY", all_slugs), slug);
        names.insert(force_name(slug));
    }
    EXPECT_EQ(names.size(), all_slugs.size());
}

TEST(ForceName, is_found_by_the_names_of_the_ons_and_of_the_forces_themselves) {
    const std::vector<std::pair<std::string, std::string>> names{
        {"Avon & Somerset", "avon-and-somerset"},
        {"Avon and Somerset Constabulary", "avon-and-somerset"},
        {"West Yorkshire", "west-yorkshire"},
        {"west yorkshire police", "west-yorkshire"},
        {"West_Yorkshire", "west-yorkshire"},
        {"Metropolitan Police", "metropolitan"},
        {"Metropolitan Police Service", "metropolitan"},
        {"The Met", "metropolitan"},
        {"London, City of", "city-of-london"},
        {"City of London Police", "city-of-london"},
        {"Devon & Cornwall", "devon-and-cornwall"},
        {"Dyfed-Powys", "dyfed-powys"},
        {"Dyfed Powys Police", "dyfed-powys"},
        {"Heddlu Gwent Police", "gwent"},
        {"Hampshire and Isle of Wight Constabulary", "hampshire"},
        {"Police Service of Northern Ireland", "northern-ireland"},
        {"PSNI", "northern-ireland"},
        {"British Transport Police", "btp"},
        {"GMP", "greater-manchester"},
        {"Durham Constabulary", "durham"}};
    for (const auto& [name, slug] : names) {
        EXPECT_EQ(find_force(name, all_slugs), slug) << name;
    }
}

TEST(ForceName, keeps_small_words_small) {
    EXPECT_EQ(force_name("avon-and-somerset"), "Avon and Somerset");
    EXPECT_EQ(force_name("city-of-london"), "City of London");
    EXPECT_EQ(force_name("dyfed-powys"), "Dyfed-Powys");
    EXPECT_EQ(force_name("btp"), "British Transport Police");
}

TEST(ForceName, a_force_that_is_not_known_yet_is_found_by_its_slug) {
    EXPECT_EQ(find_force("New Force", {"kent", "new-force"}), "new-force");
    EXPECT_EQ(force_name("new-force"), "New Force");
}

TEST(ForceName, a_misspelt_name_is_offered_the_nearest) {
    EXPECT_EQ(
        refusal("West Yorkshir", all_slugs),
        "the download has no force 'West Yorkshir'; the nearest of those it has: west-yorkshire, north-yorkshire, south-yorkshire");
    const std::string somerset = refusal("Somerset", all_slugs);
    EXPECT_NE(somerset.find("it has: avon-and-somerset, "), std::string::npos) << somerset;
    const std::string kint = refusal("Kint", all_slugs);
    EXPECT_NE(kint.find("it has: kent, "), std::string::npos) << kint;
}

TEST(ForceName, a_known_force_that_is_not_in_the_download_is_told_apart) {
    EXPECT_EQ(
        refusal("Kent Police", {"city-of-london", "btp"}),
        "the download does not hold the force 'Kent Police' (kent); it has: btp, city-of-london");
}

TEST(ForceName, no_words_are_no_force) {
    for (const char* name : {"", " ", "Police", "the Constabulary", "&", "\xff"}) {
        EXPECT_NE(refusal(name, all_slugs).find("the download has no force"), std::string::npos)
            << name;
    }
}
