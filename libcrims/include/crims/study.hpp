// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "crims/model.hpp"
#include "crims/month.hpp"
#include "crims/scenario.hpp"

namespace crims {

class ZoneFactors;

/// The zones of a before-and-after study with a control and displacement areas.
enum class StudyZone : std::uint8_t {
    treated,
    control,
    treated_displacement,
    control_displacement
};

inline constexpr std::size_t study_zones = 4;

/// Something for each study zone, in the order of StudyZone.
using PerStudyZone = std::array<double, study_zones>;

/// Calendar days, both ends included.
struct StudyPeriod {
    std::chrono::sys_days start = {};
    std::chrono::sys_days end = {};

    bool contains(std::chrono::sys_days day) const { return start <= day && day <= end; }
};

/// A model's cell as far as it concerns a study.
struct StudyCell {
    std::size_t zone = 0;
    std::size_t crime_type = 0;
    PerStudyZone share = {}; ///< of the cell's crimes that happen in each study zone
};

/// A study of a simulated intervention in the treated zone.
struct Study {
    std::vector<StudyCell> cells;
    StudyPeriod pre;
    StudyPeriod post;
    Intervention intervention;       ///< prevents crimes in the treated zone
    PerStudyZone displaced_to = {};  ///< share of the displaced crimes that land in each study zone
    double recorded = 1;             ///< share of crimes that are recorded at all
    std::vector<Month> missing = {}; ///< months without records
};

/// Expected counts of a study.
struct StudyMeans {
    PerStudyZone pre = {}; ///< without the intervention
    PerStudyZone post = {};
    double prevented_pre = 0; ///< of the treated zone's, by the intervention
    double prevented_post = 0;
};

struct StudyCounts {
    std::array<std::uint32_t, study_zones> pre = {};
    std::array<std::uint32_t, study_zones> post = {};
};

/// The expected counts of a study, exactly: the simulator's crimes are Poisson given its gamma
/// factors, so the counts of the study zones are too, and no points are needed. (With near-repeats
/// they are not.)
class StudyProcess {
  public:
    /// Keeps a reference to the model. Throws std::invalid_argument if a cell is not the model's,
    /// or as check(intervention) does.
    StudyProcess(const Model& model, const Study& study);

    /// With all gamma factors at their mean.
    StudyMeans expected() const;

    /// With the gamma factors that the simulator draws for this seed and replicate.
    StudyMeans means(std::uint64_t seed, std::uint32_t replicate) const;

  private:
    /// Expected count of a cell in a month that falls into each period, and what is prevented of
    /// it.
    struct Part {
        double pre = 0;
        double post = 0;
        double prevented_pre = 0;
        double prevented_post = 0;
    };

    void add_months(const Study& study);
    Part part_of_month(const Study& study, std::size_t crime_type, Month month) const;
    static void add(StudyMeans& means, const StudyCell& cell, const Part& part, double factor);

    const Model& m_model;
    std::vector<StudyCell> m_cells;
    std::shared_ptr<const ZoneFactors> m_factors;
    std::vector<Month> m_months;
    std::vector<Part> m_parts; ///< cell * months + month
};

/// What an intervention of another size makes of the means: `size` times the effect (the caller
/// sees to it that no effect exceeds 1), a share `displaced` of the prevented crimes landing where
/// `displaced_to` says. A negative share is taken from there instead, as far as there is crime.
StudyMeans with_intervention(const StudyMeans& means, double size, double displaced,
                             const PerStudyZone& displaced_to);

/// True effect on the weighted displacement difference: what the intervention changes in the
/// expected counts of the treated zone and its displacement area from before to after, less what it
/// changes in the control's.
double true_effect(const StudyMeans& without, const StudyMeans& with);

/// What a count that is drawn belongs to.
struct CountKey {
    std::uint64_t seed = 0;
    std::uint32_t replicate = 0;
    std::uint32_t number = 0;  ///< below 2^24; the first 2 * study_zones are those of draw_counts
    std::uint32_t variant = 0; ///< below 2^16
};

/// A Poisson count of this mean, independent of those of all other keys.
std::uint32_t draw_count(double mean, const CountKey& key);

/// Poisson counts with these means. `variant` tells studies of one replicate apart that should not
/// share random numbers.
StudyCounts draw_counts(const StudyMeans& means, std::uint64_t seed, std::uint32_t replicate,
                        std::uint32_t variant);

} // namespace crims
