# SPDX-License-Identifier: MIT
# What Debian wants of a package's documents; CPack runs it on what it has installed for the package.
if(NOT CPACK_CRIMEKIT_MPI)
    message(FATAL_ERROR "The package needs MPI, for crims evaluate over several machines: "
        "install libopenmpi-dev, or what tools/install-packages build does, and configure again")
endif()

# -n: no name and no time, so that the same sources make the same file.
function(compress)
    execute_process(COMMAND gzip -9nf ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# LICENSE becomes copyright, CHANGELOG.md changelog.gz, and changelog.Debian.gz is made.
function(debian_documents package doc)
    file(READ ${doc}/LICENSE licence)
    string(REGEX REPLACE "^MIT License\n\nCopyright \\(c\\) ([^\n]*)\n\n" "" terms "${licence}")
    set(holder "${CMAKE_MATCH_1}")
    string(REGEX REPLACE "\n\n" "\n.\n" terms "${terms}")
    string(REGEX REPLACE "\n(.)" "\n \\1" terms "${terms}")
    file(WRITE ${doc}/copyright
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: crimekit\n\nFiles: *\nCopyright: ${holder}\nLicense: Expat\n ${terms}")
    file(REMOVE ${doc}/LICENSE)

    string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
    file(WRITE ${doc}/changelog.Debian
        "${package} (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium\n\n"
        "  * Built from source; what changed is in changelog.gz.\n\n -- ${CPACK_PACKAGE_CONTACT}  ${now}\n")
    file(RENAME ${doc}/CHANGELOG.md ${doc}/changelog)
    compress(${doc}/changelog ${doc}/changelog.Debian)
endfunction()

set(commands ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/Unspecified/usr/share)
if(EXISTS ${commands})
    file(GLOB pages ${commands}/man/man1/*.1)
    compress(${pages})
    debian_documents(crimekit ${commands}/doc/crimekit)
endif()

set(python ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/python3/usr/share)
if(EXISTS ${python})
    debian_documents(python3-crimekit ${python}/doc/python3-crimekit)
endif()
