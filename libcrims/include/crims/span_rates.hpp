// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "crims/model.hpp"
#include "crims/month.hpp"
#include "crims/study.hpp"

namespace crims {

class ZoneFactors;

/// A zone and crime type of a model.
struct ModelCell {
    std::size_t zone = 0;
    std::size_t crime_type = 0;

    bool operator==(const ModelCell&) const = default;
};

/// What is recorded of crimes that happen.
struct Recording {
    double share = 1;                ///< of crimes that are recorded at all
    std::vector<Month> missing = {}; ///< months without records
};

/// How many crimes of many cells are to be expected in spans of days, which may overlap: what
/// StudyProcess tells of one study, for many places at once.
class SpanRates {
  public:
    /// Keeps a reference to the model. Cells of a zone must follow each other. Throws
    /// std::invalid_argument if a cell is not the model's.
    SpanRates(const Model& model, std::vector<ModelCell> cells, std::span<const StudyPeriod> spans,
              const Recording& recording);

    std::size_t spans() const { return m_spans; }

    /// With all gamma factors at their mean: cell * spans + span.
    std::vector<double> expected() const;

    /// With the gamma factors that the simulator draws for this seed and replicate. Those that a
    /// crime type has for itself in a month are drawn once for the months of a half-year that count
    /// in the same spans, with the variance that such a sum has: many months cost little more than
    /// one.
    std::vector<double> of_replicate(std::uint64_t seed, std::uint32_t replicate) const;

  private:
    /// What a crime of a month counts in a span.
    struct Part {
        std::size_t span = 0;
        double share = 0;
    };

    void add_months(std::span<const StudyPeriod> spans, const Recording& recording);

    std::vector<Part> parts_of(std::span<const StudyPeriod> spans, std::size_t crime_type,
                               Month month) const;
    void add(std::span<double> rates, std::size_t cell, std::size_t month, double factor) const;

    bool count_alike(std::size_t crime_type, std::size_t month, std::size_t other) const;

    /// Variance of what is expected in months, of that of a factor that each has for itself.
    double part_of_one(std::size_t cell, std::size_t first, std::size_t end) const;

    const Model& m_model;
    std::vector<ModelCell> m_cells;
    std::size_t m_spans;
    std::shared_ptr<const ZoneFactors> m_factors;
    std::vector<Month> m_months;
    std::vector<std::vector<Part>> m_parts; ///< crime type * months + month
    std::vector<double> m_expected;         ///< recorded crimes: cell * months + month
};

} // namespace crims
