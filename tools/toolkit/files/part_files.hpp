// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace toolkit {

/// A hidden name in the same folder, so that a rename is atomic: ".NAME.part-PID-PLACE" and an
/// ending. PLACE stands for the machine (or container) in which the process has that number.
std::string path_beside(const std::string& path, std::string_view ending);

/// Removes from the folder of `path` what processes left that were ended before they could: part
/// files, SQLite's files beside them too, of processes of this machine that have ended.
void remove_abandoned_parts(const std::string& path);

/// From here on the file goes when the program is stopped; no more after `forget_part`.
void note_part(const std::string& path);
void forget_part(const std::string& path);

/// Lets `rename` give a noted file its name and forgets it, at once for `remove_noted_parts`. False
/// if `rename` says so, and where the program ends; errno says why not.
bool publish_part(const std::string& part, const std::function<bool()>& rename);

/// Removes the part files of this process, for its end in the middle of its work. None is published
/// after that. False, and nothing happens, if one has been published already: what is left to do is
/// short then, and half a result is worse than a whole one.
bool remove_noted_parts();

} // namespace toolkit
