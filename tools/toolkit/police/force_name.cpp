// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/police/download.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/nearest.hpp"

namespace toolkit {

namespace {

struct Force {
    std::string_view slug; ///< as data.police.uk names its files
    std::string_view name;
};

/// The 43 territorial forces of England and Wales and the two others that data.police.uk has.
constexpr std::array forces{Force{"avon-and-somerset", "Avon and Somerset"},
                            Force{"bedfordshire", "Bedfordshire"},
                            Force{"btp", "British Transport Police"},
                            Force{"cambridgeshire", "Cambridgeshire"},
                            Force{"cheshire", "Cheshire"},
                            Force{"city-of-london", "City of London"},
                            Force{"cleveland", "Cleveland"},
                            Force{"cumbria", "Cumbria"},
                            Force{"derbyshire", "Derbyshire"},
                            Force{"devon-and-cornwall", "Devon and Cornwall"},
                            Force{"dorset", "Dorset"},
                            Force{"durham", "Durham"},
                            Force{"dyfed-powys", "Dyfed-Powys"},
                            Force{"essex", "Essex"},
                            Force{"gloucestershire", "Gloucestershire"},
                            Force{"greater-manchester", "Greater Manchester"},
                            Force{"gwent", "Gwent"},
                            Force{"hampshire", "Hampshire"},
                            Force{"hertfordshire", "Hertfordshire"},
                            Force{"humberside", "Humberside"},
                            Force{"kent", "Kent"},
                            Force{"lancashire", "Lancashire"},
                            Force{"leicestershire", "Leicestershire"},
                            Force{"lincolnshire", "Lincolnshire"},
                            Force{"merseyside", "Merseyside"},
                            Force{"metropolitan", "Metropolitan Police"},
                            Force{"norfolk", "Norfolk"},
                            Force{"north-wales", "North Wales"},
                            Force{"north-yorkshire", "North Yorkshire"},
                            Force{"northamptonshire", "Northamptonshire"},
                            Force{"northern-ireland", "Northern Ireland"},
                            Force{"northumbria", "Northumbria"},
                            Force{"nottinghamshire", "Nottinghamshire"},
                            Force{"south-wales", "South Wales"},
                            Force{"south-yorkshire", "South Yorkshire"},
                            Force{"staffordshire", "Staffordshire"},
                            Force{"suffolk", "Suffolk"},
                            Force{"surrey", "Surrey"},
                            Force{"sussex", "Sussex"},
                            Force{"thames-valley", "Thames Valley"},
                            Force{"warwickshire", "Warwickshire"},
                            Force{"west-mercia", "West Mercia"},
                            Force{"west-midlands", "West Midlands"},
                            Force{"west-yorkshire", "West Yorkshire"},
                            Force{"wiltshire", "Wiltshire"}};

/// Other names, by their words in alphabetical order.
constexpr std::array other_names{Force{"metropolitan", "met"},
                                 Force{"metropolitan", "mps"},
                                 Force{"greater-manchester", "gmp"},
                                 Force{"northern-ireland", "psni"},
                                 Force{"northern-ireland", "ireland northern psni"},
                                 Force{"hampshire", "hampshire isle wight"},
                                 Force{"hampshire", "hampshire iow"},
                                 Force{"thames-valley", "tvp"},
                                 Force{"west-midlands", "wmp"},
                                 Force{"west-yorkshire", "wyp"},
                                 Force{"north-wales", "cymru gogledd"},
                                 Force{"south-wales", "cymru de"}};

/// A name by its words alone: in lower case, without those that any force could have, sorted.
/// "London, City of" and "City of London Police" are one.
std::string words(std::string_view name) {
    static constexpr std::array any_force{"and", "constabulary", "department", "force", "heddlu",
                                          "of",  "police",       "service",    "the"};
    std::set<std::string> sorted;
    std::string word;
    const auto finish = [&sorted, &word] {
        if (!word.empty() &&
            std::find(any_force.begin(), any_force.end(), word) == any_force.end()) {
            sorted.insert(word);
        }
        word.clear();
    };
    for (const char c : name) {
        const auto letter = static_cast<unsigned char>(c);
        if (c == '\'') {
            continue;
        }
        if (std::isalnum(letter) != 0 || letter > 127) {
            word += static_cast<char>(std::tolower(letter));
        } else {
            finish();
        }
    }
    finish();
    return fmt::format("{}", fmt::join(sorted, " "));
}

/// The known slug that a name stands for; empty if none.
std::string_view known_force(const std::string& name_words) {
    for (const Force& force : forces) {
        if (name_words == words(force.slug) || name_words == words(force.name)) {
            return force.slug;
        }
    }
    for (const Force& other : other_names) {
        if (name_words == other.name) {
            return other.slug;
        }
    }
    return {};
}

/// How far a name is from a slug. What stands whole in the other costs nothing but the order.
std::size_t distance(const std::string& name_words, const std::string& slug) {
    const std::string slug_words = words(slug);
    if (!name_words.empty() && slug_words.find(name_words) != std::string::npos) {
        return 0;
    }
    return std::min(edits(name_words, slug_words), edits(name_words, words(force_name(slug))));
}

/// All of them if they are few, else the nearest.
std::string offered(const std::string& name_words, std::vector<std::string> slugs) {
    constexpr std::size_t few = 3;
    std::sort(slugs.begin(), slugs.end());
    if (slugs.size() > few) {
        std::stable_sort(slugs.begin(), slugs.end(),
                         [&name_words](const std::string& a, const std::string& b) {
                             return distance(name_words, a) < distance(name_words, b);
                         });
        slugs.resize(few);
        return fmt::format("the nearest of those it has: {}", fmt::join(slugs, ", "));
    }
    return fmt::format("it has: {}", fmt::join(slugs, ", "));
}

} // namespace

std::string find_force(const std::string& name, const std::vector<std::string>& slugs,
                       const std::string& holder) {
    const std::string name_words = words(name);
    const auto own = std::find_if(slugs.begin(), slugs.end(), [&](const std::string& slug) {
        return slug == name || (!name_words.empty() && words(slug) == name_words);
    });
    if (own != slugs.end()) {
        return *own;
    }
    const std::string_view known = known_force(name_words);
    if (known.empty()) {
        throw DataError(
            fmt::format("{} has no force '{}'; {}", holder, name, offered(name_words, slugs)));
    }
    if (std::find(slugs.begin(), slugs.end(), known) == slugs.end()) {
        throw DataError(fmt::format("{} does not hold the force '{}' ({}); {}", holder, name, known,
                                    offered(name_words, slugs)));
    }
    return std::string(known);
}

std::string force_name(const std::string& slug) {
    const auto* const known = std::find_if(
        forces.begin(), forces.end(), [&slug](const Force& force) { return force.slug == slug; });
    if (known != forces.end()) {
        return std::string(known->name);
    }
    std::string name = slug; // a force that is yet to be: its words with capitals
    bool first = true;
    for (char& c : name) {
        c = c == '-' ? ' ' : c;
        c = first ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        first = c == ' ';
    }
    return name;
}

} // namespace toolkit
