; SPDX-License-Identifier: MIT
; Officers patrol the zones of a force, answer its crimes, and by their presence lower the loading where they are.
; A patch is a zone, a tick is an hour.

extensions [ py csv ]

breed [ officers officer ]
breed [ calls call ] ; crimes that wait for an officer, or have one

globals [
  zone-codes       ; a zone's number in this list is that of its patch
  side             ; zones in a row
  crimes-this-hour
  crimes-in-all
  days-crimes      ; of the last 24 hours
  waits            ; hours to the arrival of an officer, of the last answers
  loading-now      ; expected crimes under the loadings, by those without
]

patches-own [
  zone-code        ; 0: no zone
  recent-crimes    ; crimes here, of which old ones count less
]

officers-own [
  shift            ; 0, 1 or 2
  on-duty?
  my-call          ; or nobody
  free-at          ; when the call is done
]

calls-own [
  reported-at
  severity
  taken?
]

to setup
  clear-all
  random-seed seed
  py:setup py:python3
  py:run "from crimekit.netlogo import init_model, get_crimes, get_loading, set_loading, get_time, get_zones"
  py:set "model_file" model-file
  py:run (word "init_model(" seed ", model_file, " start-year ", " start-month ", 1.0, 0)")
  set zone-codes py:runresult "get_zones()"
  make-zones
  make-officers
  set days-crimes []
  set waits []
  set loading-now 1
  reset-ticks
end

to make-zones
  set side ceiling sqrt length zone-codes
  resize-world 0 (side - 1) 0 (side - 1)
  set-patch-size 400 / side
  ask patches [ set zone-code 0 ]
  foreach (range length zone-codes) [ number ->
    ask zone-at number [ set zone-code item number zone-codes ]
  ]
end

to-report zone-at [ number ]
  report patch (number mod side) (floor (number / side))
end

to-report zones
  report patches with [ zone-code != 0 ]
end

to make-officers
  foreach [ 0 1 2 ] [ its-shift ->
    create-officers officers-a-shift [
      set shift its-shift
      set on-duty? false
      set my-call nobody
      set shape "person"
      set color blue
      set size 0.4
      move-to one-of zones
    ]
  ]
end

to go
  if ticks >= hours-to-run [ stop ]
  roster
  read-crimes
  patrol
  answer-calls
  feed-back
  draw
  tick
end

; Three shifts of eight hours from midnight; a call is finished first.
to roster
  let its-shift floor ((ticks mod 24) / 8)
  ask officers with [ my-call != nobody and ticks >= free-at ] [
    ask my-call [ die ]
    set my-call nobody
  ]
  ask officers [ set on-duty? (shift = its-shift) or (my-call != nobody) ]
end

; id, MSOA, crime category, code, description, time, suspect, severity
to read-crimes
  let rows but-first csv:from-string py:runresult "get_crimes(get_time(), get_time(1))"
  set crimes-this-hour length rows
  set crimes-in-all crimes-in-all + crimes-this-hour
  set days-crimes keep-last 24 (lput crimes-this-hour days-crimes)
  ask zones [ set recent-crimes recent-crimes * 0.995 ]
  foreach rows [ row ->
    ask zone-at (position (item 1 row) zone-codes) [
      set recent-crimes recent-crimes + 1
      sprout-calls 1 [
        set shape "circle"
        set color red
        set size 0.2
        set reported-at ticks
        set severity ifelse-value (is-number? item 7 row) [ item 7 row ] [ 0 ]
        set taken? false
        setxy (xcor - 0.3 + random-float 0.6) (ycor - 0.3 + random-float 0.6)
      ]
    ]
  ]
end

to patrol
  ask officers with [ on-duty? and my-call = nobody ] [
    let choices (patch-set patch-here neighbors) with [ zone-code != 0 ]
    move-to ifelse-value (patrol-style = "hot spots") [ max-one-of choices [ recent-crimes ] ] [ one-of choices ]
  ]
end

; The most severe call first; the nearest officer takes it.
to answer-calls
  foreach sort-on [ (- severity) ] calls with [ not taken? ] [ the-call ->
    let free officers with [ on-duty? and my-call = nobody ]
    if any? free [
      let the-officer min-one-of free [ distance the-call ]
      let travel hours-a-zone * [ distance the-call ] of the-officer
      set waits keep-last 200 (lput (ticks - [ reported-at ] of the-call + travel) waits)
      ask the-call [ set taken? true ]
      ask the-officer [
        set my-call the-call
        set free-at ticks + travel + hours-a-call
        move-to [ patch-here ] of the-call
      ]
    ]
  ]
end

; Where officers are, the rates are lower; where they have left, they are the model's again.
to feed-back
  let present zones with [ any? officers-here with [ on-duty? ] ]
  let absent zones with [ not any? officers-here with [ on-duty? ] ]
  py:set "present" [ zone-code ] of present
  py:set "absent" [ zone-code ] of absent
  py:run "set_loading(1.0, None, absent)"
  py:set "deterred" 1 - deterrence
  py:run "set_loading(deterred, None, present)"
  set loading-now py:runresult "get_loading()"
end

to draw
  let most max [ recent-crimes ] of zones
  ask zones [ set pcolor scale-color orange recent-crimes (most * 2 + 1) 0 ]
  ask officers [ set hidden? not on-duty? ]
end

to-report keep-last [ n values ]
  report ifelse-value (length values > n) [ sublist values (length values - n) (length values) ] [ values ]
end

to-report busy-percent
  let working officers with [ on-duty? ]
  report ifelse-value (any? working) [ 100 * count working with [ my-call != nobody ] / count working ] [ 0 ]
end

to-report mean-wait
  report ifelse-value (empty? waits) [ 0 ] [ mean waits ]
end
@#$#@#$#@
GRAPHICS-WINDOW
215
10
623
419
-1
-1
100.0
1
10
1
1
1
0
0
0
1
0
3
0
3
1
1
1
hours
30.0

BUTTON
10
10
95
43
NIL
setup
NIL
1
T
OBSERVER
NIL
NIL
NIL
NIL
1

BUTTON
105
10
205
43
NIL
go
T
1
T
OBSERVER
NIL
NIL
NIL
NIL
1

INPUTBOX
10
50
205
110
model-file
../out/model.gpkg
1
0
String

INPUTBOX
10
115
75
175
seed
1.0
1
0
Number

INPUTBOX
80
115
140
175
start-year
2023.0
1
0
Number

INPUTBOX
145
115
205
175
start-month
1.0
1
0
Number

SLIDER
10
180
205
213
officers-a-shift
officers-a-shift
1
30
4.0
1
1
NIL
HORIZONTAL

SLIDER
10
220
205
253
deterrence
deterrence
0
1
0.2
0.05
1
NIL
HORIZONTAL

SLIDER
10
260
205
293
hours-a-call
hours-a-call
0.5
8
2.0
0.5
1
NIL
HORIZONTAL

SLIDER
10
300
205
333
hours-a-zone
hours-a-zone
0
1
0.2
0.05
1
NIL
HORIZONTAL

SLIDER
10
340
205
373
hours-to-run
hours-to-run
24
8760
840.0
24
1
NIL
HORIZONTAL

CHOOSER
10
380
205
425
patrol-style
patrol-style
"hot spots" "at random"
0

PLOT
635
10
935
145
Load
hours
% of officers busy
0.0
24.0
0.0
100.0
true
false
"" ""
PENS
"busy" 1.0 0 -13345367 true "" "plot busy-percent"

PLOT
635
150
935
285
Response time
hours
hours to arrival
0.0
24.0
0.0
2.0
true
false
"" ""
PENS
"wait" 1.0 0 -2674135 true "" "plot mean-wait"

PLOT
635
290
935
425
Crime
hours
crimes in 24 hours
0.0
24.0
0.0
20.0
true
false
"" ""
PENS
"crimes" 1.0 0 -16777216 true "" "plot sum days-crimes"

PLOT
635
430
935
565
Loading
hours
of the model's rate
0.0
24.0
0.5
1.0
true
false
"" ""
PENS
"loading" 1.0 0 -10899396 true "" "plot loading-now"

MONITOR
215
430
315
475
crimes
crimes-in-all
0
1
11

MONITOR
325
430
425
475
waiting
count calls with [ not taken? ]
0
1
11

MONITOR
435
430
535
475
loading
loading-now
3
1
11
@#$#@#$#@
## WHAT IS IT?

Officers patrol the zones of a police force in three shifts, answer its crimes, and by their presence lower the rate of crime where they are. The crimes are those of crimekit's simulator: without deterrence they are the crimes of `crims simulate` with the same seed, and with it they are some of those.

## HOW TO USE IT

1. Install the Python module crimekit (`docs/stepping.md`).
2. Run `samples/run`: it makes the model of the town Thornmere, `samples/out/model.gpkg`. Or give `model-file` the path of another model.
3. Press *setup*, then *go*.

*deterrence* 0.2 means 20 % fewer crimes in a zone while officers are in it. Run twice with the same seed, once with *deterrence* 0: the difference is what the patrols prevented, and nothing else.

## THINGS TO TRY

Fewer officers: how does the response time rise? *patrol-style*: do officers who go where crime was prevent more?

## NETLOGO FEATURES

The extension py: `crimekit.netlogo` has the functions of the coupling of Police-Supply-Demand, `init_model`, `get_crimes`, `get_loading` and `set_loading`.
@#$#@#$#@
default
true
0
Polygon -7500403 true true 150 5 40 250 150 205 260 250

circle
false
0
Circle -7500403 true true 0 0 300

person
false
0
Circle -7500403 true true 110 5 80
Polygon -7500403 true true 105 90 120 195 90 285 105 300 135 300 150 225 165 300 195 300 210 285 180 195 195 90
Rectangle -7500403 true true 127 79 172 94
Polygon -7500403 true true 195 90 240 150 225 180 165 105
Polygon -7500403 true true 105 90 60 150 75 180 135 105
@#$#@#$#@
NetLogo 6.2.2
@#$#@#$#@
@#$#@#$#@
@#$#@#$#@
<experiments>
  <experiment name="on and off" repetitions="1" runMetricsEveryStep="false">
    <setup>setup</setup>
    <go>go</go>
    <timeLimit steps="840"/>
    <metric>crimes-in-all</metric>
    <metric>mean-wait</metric>
    <metric>loading-now</metric>
    <enumeratedValueSet variable="deterrence">
      <value value="0"/>
      <value value="0.2"/>
    </enumeratedValueSet>
  </experiment>
</experiments>
@#$#@#$#@
@#$#@#$#@
default
0.0
-0.2 0 0.0 1.0
0.0 1 1.0 0.0
0.2 0 0.0 1.0
link direction
true
0
Line -7500403 true 150 150 90 180
Line -7500403 true 150 150 210 180
@#$#@#$#@
0
@#$#@#$#@
