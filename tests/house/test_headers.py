# SPDX-License-Identifier: MIT
"""No file in a folder where the compiler looks for headers is called as a header of C++: it would be taken for that header."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "tests", ROOT / "tools", *ROOT.glob("lib*/include"), *ROOT.glob("lib*/src")]
# Those of C++26; no compiler has all of them yet.
HEADERS = set("""
algorithm any array atomic barrier bit bitset charconv chrono codecvt compare complex concepts condition_variable contracts coroutine
debugging deque exception execution expected filesystem flat_map flat_set format forward_list fstream functional future generator
hazard_pointer hive inplace_vector initializer_list iomanip ios iosfwd iostream istream iterator latch limits linalg list locale map mdspan
memory memory_resource meta mutex new numbers numeric optional ostream print queue random ranges ratio rcu regex scoped_allocator
semaphore set shared_mutex simd source_location span spanstream sstream stack stacktrace stdexcept stdfloat stop_token streambuf string
string_view strstream syncstream system_error text_encoding thread tuple type_traits typeindex typeinfo unordered_map unordered_set
utility valarray variant vector version
""".split())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_no_file_is_called_as_a_header_of_cpp(folder):
    assert {path.name for path in folder.iterdir() if path.is_file()} & HEADERS == set()
