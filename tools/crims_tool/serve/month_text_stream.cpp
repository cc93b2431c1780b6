// SPDX-License-Identifier: MIT
#include "crims_tool/serve/month_text_stream.hpp"

namespace crims_tool {

MonthTextStream::MonthTextStream(const SimulationQuery& query, TextFormat format)
    : m_model(query.model_pointer()), m_months(query.months()),
      m_simulation(m_model->model(), query.options(), query.loading()),
      m_replicate(m_simulation.replicate(query.options().replicate)),
      m_text(m_model->rows(format, query.options().placement != crims::Placement::none)) {}

std::optional<std::string> MonthTextStream::next() {
    if (m_done == m_months.size()) {
        return std::nullopt;
    }
    m_replicate.step(m_crimes);
    std::string text;
    if (m_done == 0) {
        text = m_text.head();
    }
    m_text.add(m_crimes, [&text](std::string_view piece) { text += piece; });
    if (++m_done == m_months.size()) {
        text += m_text.foot();
    }
    text.shrink_to_fit();
    return text;
}

} // namespace crims_tool
