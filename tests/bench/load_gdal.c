/* SPDX-License-Identifier: MIT */
/* The least that a program with GDAL takes: to be loaded, and to know its formats. */

#include <gdal.h>

int main(void)
{
    GDALAllRegister();
    return 0;
}
