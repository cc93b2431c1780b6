// SPDX-License-Identifier: MIT
#include "document/style_sheet.hpp"

namespace wdd {

const char* const style_sheet = R"css(
:root { color-scheme: light dark;
        --ink: #1b1f24; --paper: #fff; --line: #d0d7de; --soft: #57606a; --dot: #6b93c0; --mark: #b3401a;
        --fewer3: #174a84; --fewer2: #2166ac; --fewer1: #92c5de; --same: #e4e4e4;
        --more1: #fdb863; --more2: #b35806; --more3: #7f3b08;
        --t1: #e8f1f8; --t2: #c6ddee; --t3: #93c1de; --t4: #2f78ab; --t5: #154a7a; --on5: #fff;
        --s0: #0072b2; --s1: #c9500a; --s2: #00805c; --s3: #b8558c; --s4: #2a8fc9; --s5: #a87000; }
@media screen and (prefers-color-scheme: dark) { :root {
        --ink: #e6edf3; --paper: #12161c; --line: #30363d; --soft: #9da7b1; --dot: #7aa5d6; --mark: #ff9d6e;
        --fewer3: #2f6fd0; --fewer2: #3b8bd6; --fewer1: #7fb2d0; --same: #49505a;
        --more1: #e0a458; --more2: #d9701a; --more3: #b8500a;
        --t1: #17293a; --t2: #1b3d59; --t3: #245a84; --t4: #5a9bcb; --t5: #a9d2ef; --on5: #0b1016;
        --s0: #56b4e9; --s1: #ff8f4d; --s2: #2fc99a; --s3: #e39bc6; --s4: #a5dcfa; --s5: #f2bb4b; } }
@media print { :root { color-scheme: light; --ink: #000; --line: #aaa; --soft: #444; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
       max-width: 52rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .6rem; text-wrap: balance; }
.lead { border-left: 5px solid var(--mark); padding-left: 1rem; margin: 0 0 1.2rem; break-inside: avoid; }
.lead > p { font-size: 1.1rem; margin: .4rem 0; }
.lead > p.key { font-size: 1rem; color: var(--soft); margin-top: 0; }
.key b { display: block; font-size: clamp(2rem, 1.2rem + 4vw, 3rem); line-height: 1.15; color: var(--ink); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; margin: .6rem 0;
     color: var(--soft); font-size: .9rem; }
dt, dd { overflow-wrap: anywhere; } dd { margin: 0; }
@media (max-width: 32rem) { dl { display: block; } dt { margin-top: .2rem; } }
h2 { font-size: 1.15rem; margin: 1.8rem 0 .4rem; border-bottom: 1px solid var(--line); break-after: avoid; }
p { margin: .3rem 0; }
p.note { color: var(--soft); font-size: .9rem; }
p.warning, .lead > p.warning { border-left: 4px solid var(--mark); padding-left: .8rem; margin: .6rem 0; font-size: 1rem; }
.wide { overflow-x: auto; }
@media screen and (max-width: 40rem) {
    .wide { background: linear-gradient(to right, transparent, var(--paper) 70%) right / 2.5rem 100% no-repeat local,
                        linear-gradient(to right, transparent, var(--line)) right / .9rem 100% no-repeat scroll; }
    .wide th:first-child, .wide td:first-child { position: sticky; left: 0; background: var(--paper); padding-right: .5rem; } }
table { border-collapse: collapse; margin: .5rem 0; }
tr { break-inside: avoid; } thead { display: table-header-group; }
th, td { padding: .25rem .8rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top;
         font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { border-bottom: 2px solid var(--soft); vertical-align: bottom; }
tr.next td { border-top: 2px solid var(--soft); }
table.many { font-size: .85rem; } .many th, .many td { padding: .2rem .5rem; } table.many td { white-space: nowrap; }
.many th:first-child, .many td:first-child { padding-left: 0; }
th { font-weight: 600; }
@media (max-width: 40rem) { table { font-size: .75rem; } th, td { padding: .2rem .25rem; } }
td.short, .option { white-space: nowrap; }
@media screen and (max-width: 40rem) {
    table.cards { display: block; font-size: .85rem; } .cards thead { display: none; } .cards tbody { display: block; }
    .cards tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.6rem, 1fr)); gap: .35rem .8rem;
                padding: .6rem 0; border-bottom: 1px solid var(--line); }
    table.cards td { padding: 0; border: 0; text-align: left; white-space: normal; } .cards td:empty { display: none; }
    .cards td::before { content: attr(data-name); display: block; color: var(--soft); font-size: .75rem; line-height: 1.3; }
    .wide .cards td:first-child { position: static; grid-column: 1 / -1; font-weight: 600; }
    .cards td:first-child::before { display: inline; content: attr(data-name) " "; font-size: inherit; font-weight: 400; }
    .cards td[data-name=""]:first-child::before { content: none; } }
ul { margin: .3rem 0; padding-left: 1.2rem; }
ul.rated { list-style: none; padding: 0; }
.rated li { display: flex; gap: .8rem; margin: .5rem 0; break-inside: avoid; }
.rated .word { flex: 0 0 5.6rem; height: 1.6rem; line-height: 1.6rem; text-align: center;
               font-size: .85rem; font-weight: 600; border: 1px solid var(--soft); border-radius: 3px; }
.word.good { border-color: var(--s0); color: var(--s0); }
.word.poor { border: 2px solid var(--mark); color: var(--mark); line-height: 1.5rem; }
@media (max-width: 40rem) { .rated li { display: block; } .rated .word { display: inline-block; width: 5.6rem; margin-right: .5rem; } }
details { margin: .5rem 0; } summary { cursor: pointer; }
details.numbers { font-size: .9rem; } .numbers summary { color: var(--soft); }
pre { overflow-x: auto; border: 1px solid var(--line); padding: .6rem; font-size: .85rem; }
figure { margin: 1rem 0; max-width: 40rem; break-inside: avoid; }
figure.many { max-width: none; break-inside: auto; }
.broad { display: none; } .narrow { max-width: 25rem; } .map { max-width: 32rem; }
@media (min-width: 40.01rem) { .narrow { display: none; } .broad { display: block; } }
.scale { display: flex; align-items: end; gap: .5rem; margin: .2rem 0 .4rem; max-width: 32rem; font-size: .85rem; line-height: 1; }
.scale span { flex: none; height: .45rem; border: 1.5px solid var(--soft); border-top: 0; box-sizing: border-box; }
figcaption { color: var(--soft); font-size: .9rem; margin-top: .3rem; }
.keys { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; font-size: .85rem; }
.keys span { display: inline-flex; align-items: center; gap: .4rem; }
.keys svg { flex: none; width: auto; height: .9rem; } .keys .t1, .keys .t2 { stroke: var(--soft); stroke-width: .5; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .9rem .8rem; }
.panels > div { break-inside: avoid; line-height: 1.25; display: flex; flex-direction: column; } .panels b { font-size: .9rem; }
.panels small { display: block; color: var(--soft); font-size: .8rem; } .panels svg { font-size: 12px; max-width: 16rem; margin-top: auto; }
.calendars { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: 1rem 1.5rem; }
.calendars > div { container-type: inline-size; break-inside: avoid; } .calendars > div:only-child { grid-column: 1 / -1; }
.tiles { table-layout: fixed; width: 100%; border-collapse: separate; border-spacing: 2px; margin: 0; }
.tiles caption { text-align: left; font-weight: 600; } .tiles th { font-weight: 400; font-size: .75rem; color: var(--soft); }
.tiles th, .tiles td { padding: 0; border: 0; text-align: center; vertical-align: middle; }
.tiles th:first-child, .tiles thead td { width: 2.3rem; text-align: left; }
.tiles tbody td { position: relative; height: 1.7rem; border: 1px solid transparent; border-radius: 3px; font-size: .75rem;
                  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.tiles i { font-style: normal; font-size: .85rem; }
.tiles .number { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@container (min-width: 42rem) { .tiles tbody td { height: 2.2rem; } .tiles i { margin-left: .2rem; }
    .tiles .number { position: static; width: auto; height: auto; clip-path: none; } }
.tiles td.t4, .tiles td.t5 { color: var(--on5); }
.t1 { background: var(--t1); fill: var(--t1); } .t2 { background: var(--t2); fill: var(--t2); }
.t3 { background: var(--t3); fill: var(--t3); } .t4 { background: var(--t4); fill: var(--t4); }
.t5 { background: var(--t5); fill: var(--t5); }
.gap { fill: none; stroke: var(--soft); stroke-dasharray: 3 2; } .tiles td.gap { border: 1px dashed var(--soft); color: var(--soft); }
.tiles td.odd { border: 2px solid var(--mark); } rect.odd { fill: none; stroke: var(--mark); stroke-width: 2; }
svg { display: block; width: 100%; height: auto; font: 14px system-ui, sans-serif; color: var(--ink); }
.narrow svg { font-size: 13px; }
svg text { fill: var(--ink); } svg .soft { fill: var(--soft); } svg .seen { fill: var(--mark); }
svg text.aside { fill: var(--soft); font-style: italic; }
svg text.halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
text.strong { font-weight: 600; } line.strong { stroke-width: 2.5; }
.axis { stroke: var(--soft); } .grid { stroke: var(--line); }
.expected { stroke: var(--ink); stroke-dasharray: 5 4; } .marked { stroke: var(--mark); }
.around { fill: none; stroke: var(--mark); stroke-width: 2; }
.dot { fill: var(--dot); } .mark { fill: var(--mark); }
.curve { fill: none; stroke: currentColor; stroke-width: 1.8; } .point { fill: currentColor; } .curve.control { stroke-dasharray: 3 2; }
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
.panel-line { fill: none; stroke: var(--ink); stroke-width: 1.6; } .panel-mark { fill: var(--paper); stroke: var(--mark); stroke-width: 2; }
@page { margin: 15mm; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10.5pt; } h1 { margin-top: 0; }
               .wide, pre { overflow: visible; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
               figure { max-width: 34rem; } .map, .scale { max-width: 24rem; } details.numbers:not([open]) { display: none; } figure.many { max-width: none; }
               .many figcaption, .keys { break-before: avoid; } p { orphans: 3; widows: 3; }
               table { font-size: 9pt; } th, td { padding: .15rem .5rem; }
               table.many { font-size: 7pt; } .many th, .many td { padding: .1rem .15rem; } table.many td, .many td.short { white-space: normal; }
               .tiles { font-size: 8pt; } }
)css";

} // namespace wdd
