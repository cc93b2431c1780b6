/* SPDX-License-Identifier: MIT
 * The floor of counting: SQLite reads the rows that the R-tree gives for a box (or, without one, all rows), and
 * nothing is done with them.   rtree_floor points.gpkg MINX MAXX MINY MAXY
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char** argv) {
    sqlite3* connection = NULL;
    sqlite3_stmt* rows = NULL;
    if (argc != 6 || sqlite3_open_v2(argv[1], &connection, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        return 2;
    }
    const char* with_rtree =
        "SELECT fid, geom, occurred FROM points WHERE fid IN (SELECT id FROM rtree_points_geom WHERE "
        "maxx >= ?1 AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4)";
    if (sqlite3_prepare_v2(connection, with_rtree, -1, &rows, NULL) != SQLITE_OK) {
        sqlite3_prepare_v2(connection, "SELECT fid, geom, occurred FROM points", -1, &rows, NULL);
    } else {
        for (int i = 1; i <= 4; ++i) {
            sqlite3_bind_double(rows, i, atof(argv[i + 1]));
        }
    }
    long count = 0;
    long sum = 0; /* so that the columns are really read */
    while (sqlite3_step(rows) == SQLITE_ROW) {
        ++count;
        sum += ((const char*)sqlite3_column_blob(rows, 1))[20] + sqlite3_column_text(rows, 2)[0];
    }
    printf("%ld rows, checksum %ld\n", count, sum);
    sqlite3_finalize(rows);
    sqlite3_close(connection);
    return 0;
}
