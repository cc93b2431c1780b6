// SPDX-License-Identifier: MIT
#include "document/style_sheet.hpp"

namespace wdd {

const char* const style_sheet = R"css(
:root { color-scheme: light dark;
        --ink: #1b1f24; --paper: #fff; --line: #d0d7de; --soft: #57606a; --dot: #6b93c0; --mark: #b3401a;
        --fewer3: #174a84; --fewer2: #2166ac; --fewer1: #92c5de; --same: #e4e4e4;
        --more1: #fdb863; --more2: #b35806; --more3: #7f3b08;
        --s0: #0072b2; --s1: #c9500a; --s2: #00805c; --s3: #b8558c; --s4: #2a8fc9; --s5: #a87000; }
@media screen and (prefers-color-scheme: dark) { :root {
        --ink: #e6edf3; --paper: #12161c; --line: #30363d; --soft: #9da7b1; --dot: #7aa5d6; --mark: #ff9d6e;
        --fewer3: #2f6fd0; --fewer2: #3b8bd6; --fewer1: #7fb2d0; --same: #49505a;
        --more1: #e0a458; --more2: #d9701a; --more3: #b8500a;
        --s0: #56b4e9; --s1: #ff8f4d; --s2: #2fc99a; --s3: #e39bc6; --s4: #a5dcfa; --s5: #f2bb4b; } }
@media print { :root { color-scheme: light; --ink: #000; --line: #aaa; --soft: #444; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
       max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin-bottom: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; margin: .6rem 0;
     color: var(--soft); font-size: .9rem; }
dt, dd { overflow-wrap: anywhere; } dd { margin: 0; }
@media (max-width: 32rem) { dl { display: block; } dt { margin-top: .2rem; } }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .3rem; border-bottom: 1px solid var(--line);
     break-after: avoid; }
section:first-of-type > p:first-of-type { font-size: 1.2rem; font-weight: 600; margin: .4rem 0; }
p { margin: .3rem 0; }
p.note { color: var(--soft); font-size: .9rem; }
p.warning { border-left: 4px solid var(--mark); padding-left: .8rem; margin: .6rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0; break-inside: avoid; }
th, td { padding: .25rem .8rem; border-bottom: 1px solid var(--line); text-align: right;
         font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { border-bottom: 2px solid var(--soft); vertical-align: bottom; }
tr.next td { border-top: 2px solid var(--soft); }
table.many { font-size: .85rem; } .many th, .many td { padding: .2rem .5rem; } .many td { white-space: nowrap; }
ul { margin: .3rem 0; padding-left: 1.2rem; }
ul.rated { list-style: none; padding: 0; }
.rated li { display: flex; gap: .8rem; margin: .5rem 0; break-inside: avoid; }
.rated .word { flex: 0 0 5.6rem; height: 1.6rem; line-height: 1.6rem; text-align: center;
               font-size: .85rem; font-weight: 600; border: 1px solid var(--soft); border-radius: 3px; }
.word.good { border-color: var(--s0); color: var(--s0); }
.word.poor { border: 2px solid var(--mark); color: var(--mark); line-height: 1.5rem; }
details { margin: .5rem 0; } summary { cursor: pointer; }
pre { overflow-x: auto; border: 1px solid var(--line); padding: .6rem; font-size: .85rem; }
figure { margin: 1rem 0; max-width: 36rem; break-inside: avoid; }
figure.sideways { max-width: none; overflow-x: auto; } .sideways svg { min-width: 40rem; }
figcaption { color: var(--soft); font-size: .9rem; }
.keys span { display: inline-block; margin-right: 1.2rem; font-size: .9rem; }
.keys svg { display: inline-block; width: .9rem; height: .9rem; min-width: 0; vertical-align: -.1rem; margin-right: .4rem; }
svg { display: block; width: 100%; height: auto; font: 14px system-ui, sans-serif; color: var(--ink); }
svg text { fill: var(--ink); } svg .soft { fill: var(--soft); } svg .seen { fill: var(--mark); }
svg text.aside { fill: var(--soft); font-style: italic; }
svg text.halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
text.strong { font-weight: 600; } line.strong { stroke-width: 2.5; }
.axis { stroke: var(--soft); } .grid { stroke: var(--line); }
.expected { stroke: var(--ink); stroke-dasharray: 5 4; } .marked { stroke: var(--mark); }
.around { fill: none; stroke: var(--mark); stroke-width: 2; }
.dot { fill: var(--dot); } .mark { fill: var(--mark); }
.curve { fill: none; stroke-width: 1.8; } .curve.control { stroke-dasharray: 3 2; }
.curve.response { stroke: var(--mark); } .curve.control { stroke: var(--dot); }
.point.response { fill: var(--mark); } .point.control { fill: var(--dot); }
.shade.before { fill: var(--line); fill-opacity: .5; }
.shade.after { fill: var(--mark); fill-opacity: .16; }
.bar.before { fill: var(--same); stroke: var(--soft); } .bar.after { fill: var(--dot); }
.bar.expected { fill: none; stroke-width: 1.5; }
.place { stroke: var(--paper); stroke-width: .6; }
.place.response { fill: var(--mark); } .place.control { fill: var(--dot); }
.place.ring { fill-opacity: .3; stroke-width: 0; } rect.place { stroke: var(--soft); }
.place.edge { fill: none; stroke: var(--mark); stroke-width: 2.5; }
.place.edge-ring { fill: none; stroke: var(--mark); stroke-width: 1.2; stroke-dasharray: 4 3; }
.place.edge-control { fill: none; stroke: var(--ink); stroke-width: 2; }
.fewer3 { fill: var(--fewer3); } .fewer2 { fill: var(--fewer2); } .fewer1 { fill: var(--fewer1); }
.same { fill: var(--same); }
.more1 { fill: var(--more1); } .more2 { fill: var(--more2); } .more3 { fill: var(--more3); }
.off { fill: none; stroke: var(--ink); stroke-width: 1.6; }
.s0 { color: var(--s0); } .s1 { color: var(--s1); } .s2 { color: var(--s2); }
.s3 { color: var(--s3); } .s4 { color: var(--s4); } .s5 { color: var(--s5); }
.drawn { fill: none; stroke: currentColor; stroke-width: 2; }
.dashed { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-dasharray: 4 4; }
.interval { stroke: currentColor; } .spot { fill: currentColor; }
.aim { stroke: var(--soft); stroke-dasharray: 6 4; } .aim.low { stroke-dasharray: 2 3; }
.band { fill: var(--dot); fill-opacity: .4; }
.simulated { fill: none; stroke: var(--s0); stroke-width: 2; }
.simulated.thin { stroke-width: 1; stroke-opacity: .6; } .simulated.hollow { fill: var(--paper); stroke-width: 1.5; }
.marked.thin { stroke-opacity: .7; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } figure { max-width: 27rem; }
               .wide, figure.sideways { overflow: visible; } .sideways svg { min-width: 0; }
               table.many { font-size: 6pt; } .many th, .many td { padding: .1rem .2rem; white-space: normal; } }
)css";

} // namespace wdd
