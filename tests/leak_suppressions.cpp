// SPDX-License-Identifier: MIT
// What tests/leaks.supp says, for the unit tests: CTest hands them only the first of several
// variables. fontconfig keeps its patterns until the program ends.

extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig.so\n";
}
