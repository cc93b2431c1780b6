// SPDX-License-Identifier: MIT
#include "toolkit/system/program_data.hpp"

namespace toolkit {

void use_data_of_program() {} // the packages have put them where the libraries look

} // namespace toolkit
