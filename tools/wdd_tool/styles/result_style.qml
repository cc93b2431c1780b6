<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|Labeling|MapTips|Fields|AttributeTable" version="3.22.0">
 <renderer-v2 attr="AREATYPE" symbollevels="1" type="categorizedSymbol">
  <categories>
   <category label="Response area" symbol="0" value="Response Area" />
   <category label="Control area" symbol="1" value="Control Area" />
   <category label="Response displacement area" symbol="2" value="Response Displacement Area" />
   <category label="Control displacement area" symbol="3" value="Control Displacement Area" />
   <category label="Verdict on all of these" symbol="4" value="Weighted Displacement Difference Results" />
  </categories>
  <symbols>
   <symbol name="0" type="fill">
    <layer class="SimpleFill" pass="1">
     <Option type="Map">
      <Option name="color" type="QString" value="213,94,0,80" />
      <Option name="outline_color" type="QString" value="38,38,38,255" />
      <Option name="outline_width" type="QString" value="0.6" />
     </Option>
    </layer>
   </symbol>
   <symbol name="1" type="fill">
    <layer class="SimpleFill" pass="1">
     <Option type="Map">
      <Option name="color" type="QString" value="86,180,233,80" />
      <Option name="outline_color" type="QString" value="38,38,38,255" />
      <Option name="outline_width" type="QString" value="0.6" />
     </Option>
    </layer>
   </symbol>
   <symbol name="2" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="247,223,204,110" />
      <Option name="outline_color" type="QString" value="213,94,0,255" />
      <Option name="outline_width" type="QString" value="0.3" />
     </Option>
    </layer>
    <layer class="LinePatternFill">
     <Option type="Map">
      <Option name="distance" type="QString" value="1.6" />
      <Option name="line_width" type="QString" />
     </Option>
     <symbol type="line">
      <layer class="SimpleLine">
       <Option type="Map">
        <Option name="line_color" type="QString" value="213,94,0,255" />
        <Option name="line_width" type="QString" value="0.25" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="3" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="221,240,251,110" />
      <Option name="outline_color" type="QString" value="86,180,233,255" />
      <Option name="outline_width" type="QString" value="0.3" />
     </Option>
    </layer>
    <layer class="LinePatternFill">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.6" />
      <Option name="line_width" type="QString" />
     </Option>
     <symbol type="line">
      <layer class="SimpleLine">
       <Option type="Map">
        <Option name="line_color" type="QString" value="86,180,233,255" />
        <Option name="line_width" type="QString" value="0.25" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="4" type="fill">
    <layer class="SimpleFill" pass="2">
     <Option type="Map">
      <Option name="outline_color" type="QString" value="38,38,38,255" />
      <Option name="outline_width" type="QString" value="0.7" />
      <Option name="style" type="QString" value="no" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="rule-based">
  <rules key="labels">
   <rule description="Areas" filter="&quot;AREATYPE&quot; IN ('Response Area', 'Control Area')" key="area">
    <settings>
     <text-style fieldName="if(&quot;AREATYPE&quot; LIKE 'Response%', 'Response area', 'Control area') || '\n' || &quot;PREV_CNT&quot; || ' → ' || &quot;RESP_CNT&quot; || coalesce('\n' || if(round(&quot;PERC&quot;) &gt; 0, '+', '') || round(&quot;PERC&quot;) || ' %', '')" fontSize="9.5" fontWeight="75" isExpression="1" namedStyle="Bold" textColor="38,38,38,255">
      <text-buffer bufferDraw="1" bufferNoFill="1" bufferSize="0.69999999999999996" />
      <text-mask maskSize="1.5" />
      <background shapeBorderWidthUnit="MM" shapeOffsetUnit="MM" shapeRadiiUnit="MM" shapeSizeUnit="MM">
       </background>
      <shadow shadowOffsetUnit="MM" shadowOpacity="0.69999999999999996" shadowRadiusUnit="MM" />
     </text-style>
     <text-format decimals="3" multilineAlign="1" />
     <placement offsetUnits="MM" placement="4" placementFlags="10" priority="5" />
     <rendering displayAll="1" obstacleType="1" />
    </settings>
   </rule>
   <rule description="Displacement areas" filter="&quot;AREATYPE&quot; LIKE '% Displacement Area'" key="displacement">
    <settings>
     <text-style fieldName="'Displacement area' || '\n' || &quot;PREV_CNT&quot; || ' → ' || &quot;RESP_CNT&quot; || coalesce(' (' || if(round(&quot;PERC&quot;) &gt; 0, '+', '') || round(&quot;PERC&quot;) || ' %' || ')', '')" fontSize="8.5" fontWeight="50" isExpression="1" textColor="38,38,38,255">
      <text-buffer bufferDraw="1" bufferNoFill="1" bufferSize="0.69999999999999996" />
      <text-mask maskSize="1.5" />
      <background shapeBorderWidthUnit="MM" shapeOffsetUnit="MM" shapeRadiiUnit="MM" shapeSizeUnit="MM">
       </background>
      <shadow shadowOffsetUnit="MM" shadowOpacity="0.69999999999999996" shadowRadiusUnit="MM" />
      <dd_properties>
       </dd_properties>
     </text-style>
     <text-format decimals="3" multilineAlign="1" />
     <placement geometryGenerator="make_point(x(centroid($geometry)), if(y(transform(centroid($geometry), @layer_crs, @map_crs)) &lt; y(@map_extent_center), y_max($geometry), y_min($geometry)))" geometryGeneratorEnabled="1" offsetUnits="MM" placement="1" placementFlags="10" priority="5" />
     <rendering displayAll="1" obstacleType="1" />
     <dd_properties>
      <Option type="Map">
       <Option name="properties" type="Map">
        <Option name="OffsetQuad" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(y(transform(centroid($geometry), @layer_crs, @map_crs)) &lt; y(@map_extent_center), 1, 7)" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="OffsetXY" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(y(transform(centroid($geometry), @layer_crs, @map_crs)) &lt; y(@map_extent_center), '0,-0.8', '0,0.8')" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
      </Option>
     </dd_properties>
    </settings>
   </rule>
   <rule description="Verdict" filter="&quot;AREATYPE&quot; = 'Weighted Displacement Difference Results'" key="verdict">
    <settings>
     <text-style fieldName="coalesce(if(&quot;EVID_HONEST&quot; = 'none', 'No evidence of reduction', upper(left(&quot;EVID_HONEST&quot;, 1)) || substr(&quot;EVID_HONEST&quot;, 2) || ' evidence of reduction') || '\n' || &quot;RECORDED&quot; || ' recorded, about ' || if(&quot;EXPECTED&quot; &lt; 10, format_number(&quot;EXPECTED&quot;, 1), format_number(&quot;EXPECTED&quot;, 0)) || ' expected (' || if(round(&quot;PCT&quot;) &gt; 0, '+', '') || round(&quot;PCT&quot;) || ' %, ' || if(&quot;P_HONEST&quot; &lt; 0.001, 'p less than 0.001', 'p ' || format_number(&quot;P_HONEST&quot;, 3)) || ')' || '\nPlain test: ' || 'WDD ' || if(&quot;WDD&quot; &gt; 0, '+', '') || round(&quot;WDD&quot;, 1) || coalesce(', z ' || format_number(&quot;ZWDD&quot;, 2), ': all counts are zero'), CASE WHEN &quot;ZWDD&quot; IS NULL THEN 'No test is possible' WHEN &quot;EVIDENCE&quot; = 'none' THEN 'No evidence of reduction' ELSE upper(left(&quot;EVIDENCE&quot;, 1)) || substr(&quot;EVIDENCE&quot;, 2) || ' evidence of reduction' END || '\n' || 'WDD ' || if(&quot;WDD&quot; &gt; 0, '+', '') || round(&quot;WDD&quot;, 1) || coalesce(', z ' || format_number(&quot;ZWDD&quot;, 2), ': all counts are zero'))" fontSize="11" fontWeight="75" isExpression="1" namedStyle="Bold" textColor="38,38,38,255">
      <text-buffer bufferNoFill="1" bufferSize="1" />
      <text-mask maskSize="1.5" />
      <background shapeBorderColor="38,38,38,255" shapeBorderWidth="0.5" shapeBorderWidthUnit="MM" shapeDraw="1" shapeOffsetUnit="MM" shapeRadiiUnit="MM" shapeSizeUnit="MM" shapeSizeX="1.6000000000000001" shapeSizeY="1.2">
       </background>
      <shadow shadowOffsetUnit="MM" shadowOpacity="0.69999999999999996" shadowRadiusUnit="MM" />
      <dd_properties>
       </dd_properties>
     </text-style>
     <text-format decimals="3" multilineAlign="1" />
     <placement geometryGenerator="transform(make_point(max(x(@map_extent_center) - @map_extent_width / 4, min(x(@map_extent_center) + @map_extent_width / 4, (x_min(transform($geometry, @layer_crs, @map_crs)) + x_max(transform($geometry, @layer_crs, @map_crs))) / 2)), CASE WHEN y(transform(centroid($geometry), @layer_crs, @map_crs)) &lt; y(@map_extent_center) THEN if(y_min(transform($geometry, @layer_crs, @map_crs)) - @map_extent_height * 0.15 &lt; y(@map_extent_center) - @map_extent_height / 2, y(@map_extent_center) - @map_extent_height / 2, if(y(transform(centroid($geometry), @layer_crs, @map_crs)) &lt; y(@map_extent_center), max(y_min(transform($geometry, @layer_crs, @map_crs)), y(@map_extent_center) - @map_extent_height / 2), min(y_max(transform($geometry, @layer_crs, @map_crs)), y(@map_extent_center) + @map_extent_height / 2))) ELSE if(y_max(transform($geometry, @layer_crs, @map_crs)) + @map_extent_height * 0.15 &gt; y(@map_extent_center) + @map_extent_height / 2, y(@map_extent_center) + @map_extent_height / 2, if(y(transform(centroid($geometry), @layer_crs, @map_crs)) &lt; y(@map_extent_center), max(y_min(transform($geometry, @layer_crs, @map_crs)), y(@map_extent_center) - @map_extent_height / 2), min(y_max(transform($geometry, @layer_crs, @map_crs)), y(@map_extent_center) + @map_extent_height / 2))) END), @map_crs, @layer_crs)" geometryGeneratorEnabled="1" offsetUnits="MM" placement="1" placementFlags="10" priority="5" />
     <rendering displayAll="1" obstacleType="1" />
     <dd_properties>
      <Option type="Map">
       <Option name="properties" type="Map">
        <Option name="OffsetQuad" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(if(y(transform(centroid($geometry), @layer_crs, @map_crs)) &lt; y(@map_extent_center), y_min(transform($geometry, @layer_crs, @map_crs)) - @map_extent_height * 0.15 &lt; y(@map_extent_center) - @map_extent_height / 2, not(y_max(transform($geometry, @layer_crs, @map_crs)) + @map_extent_height * 0.15 &gt; y(@map_extent_center) + @map_extent_height / 2)), 1, 7)" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="OffsetXY" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(if(y(transform(centroid($geometry), @layer_crs, @map_crs)) &lt; y(@map_extent_center), y_min(transform($geometry, @layer_crs, @map_crs)) - @map_extent_height * 0.15 &lt; y(@map_extent_center) - @map_extent_height / 2, not(y_max(transform($geometry, @layer_crs, @map_crs)) + @map_extent_height * 0.15 &gt; y(@map_extent_center) + @map_extent_height / 2)), '0,-2.5', '0,2.5')" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
      </Option>
     </dd_properties>
    </settings>
   </rule>
  </rules>
 </labeling>
 <mapTip>&lt;b&gt;[% "NAME" %]&lt;/b&gt;&lt;br&gt;
[% if("AREATYPE" = 'Weighted Displacement Difference Results', replace(coalesce(if("EVID_HONEST" = 'none', 'No evidence of reduction', upper(left("EVID_HONEST", 1)) || substr("EVID_HONEST", 2) || ' evidence of reduction') || '\n' || "RECORDED" || ' recorded, about ' || if("EXPECTED" &lt; 10, format_number("EXPECTED", 1), format_number("EXPECTED", 0)) || ' expected (' || if(round("PCT") &gt; 0, '+', '') || round("PCT") || ' %, ' || if("P_HONEST" &lt; 0.001, 'p less than 0.001', 'p ' || format_number("P_HONEST", 3)) || ')' || '\nPlain test: ' || 'WDD ' || if("WDD" &gt; 0, '+', '') || round("WDD", 1) || coalesce(', z ' || format_number("ZWDD", 2), ': all counts are zero'), CASE WHEN "ZWDD" IS NULL THEN 'No test is possible' WHEN "EVIDENCE" = 'none' THEN 'No evidence of reduction' ELSE upper(left("EVIDENCE", 1)) || substr("EVIDENCE", 2) || ' evidence of reduction' END || '\n' || 'WDD ' || if("WDD" &gt; 0, '+', '') || round("WDD", 1) || coalesce(', z ' || format_number("ZWDD", 2), ': all counts are zero')), '
', '&lt;br&gt;'), "AREATYPE" || ': ' || "PREV_CNT" || ' → ' || "RESP_CNT" || coalesce(' (' || if(round("PERC") &gt; 0, '+', '') || round("PERC") || ' %' || ')', '')) %]</mapTip>
 <fieldConfiguration>
  <field name="PERC">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="SEWDD">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="2" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="ZWDD">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="2" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="ONETPV">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="4" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="CONFITVLLO">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="CONFITVLHI">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="WDD">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="EXPECTED">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="PCT">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="PCT_LO">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="PCT_HI">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="P_HONEST">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="4" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="AREA_DIFF">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="COUNT_DIFF">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="CORR">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="2" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="PCT_EXP">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="RATE_RATIO">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="2" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="RR_LO">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="2" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="RR_HI">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="2" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="P_EXACT">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="4" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="P_MID">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="4" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="PROB_RED">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="3" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="GROSS_EFF">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="NET_EFF">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="WDQ">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="2" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="TOTAL_NET">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="NAME" name="Response area" />
  <alias field="AREATYPE" name="Area" />
  <alias field="PREV_CNT" name="Incidents before" />
  <alias field="RESP_CNT" name="Incidents after" />
  <alias field="DIFF_CNT" name="Change" />
  <alias field="PERC" name="Change (%)" />
  <alias field="SEWDD" name="WDD: standard error" />
  <alias field="ZWDD" name="WDD: z" />
  <alias field="ONETPV" name="WDD: one-tailed p" />
  <alias field="CONFITVLLO" name="WDD: interval from" />
  <alias field="CONFITVLHI" name="WDD: interval to" />
  <alias field="RESPSTART" name="Treatment from" />
  <alias field="RESPEND" name="Treatment to" />
  <alias field="PREVSTART" name="Before from" />
  <alias field="PREVEND" name="Before to" />
  <alias field="WDD" name="WDD" />
  <alias field="EVIDENCE" name="Evidence, plain test" />
  <alias field="EXPECTED" name="Expected" />
  <alias field="RECORDED" name="Recorded" />
  <alias field="PCT" name="Recorded to expected (%)" />
  <alias field="PCT_LO" name="Interval from (%)" />
  <alias field="PCT_HI" name="Interval to (%)" />
  <alias field="P_HONEST" name="Forecast: p" />
  <alias field="EVID_HONEST" name="Evidence, forecast" />
  <alias field="SUITABLE" name="Control suitable" />
  <alias field="AREA_DIFF" name="Area difference (%)" />
  <alias field="COUNT_DIFF" name="Count difference (%)" />
  <alias field="CORR" name="Correlation" />
  <alias field="SUMMARY" name="Summary" />
  <alias field="WARNINGS" name="Warnings" />
  <alias field="PCT_EXP" name="Share of expected (%)" />
  <alias field="RATE_RATIO" name="Rate ratio" />
  <alias field="RR_LO" name="Rate ratio from" />
  <alias field="RR_HI" name="Rate ratio to" />
  <alias field="P_EXACT" name="Exact p" />
  <alias field="P_MID" name="Mid-p" />
  <alias field="PROB_RED" name="Probability of a reduction" />
  <alias field="GROSS_EFF" name="Gross effect" />
  <alias field="NET_EFF" name="Net effect" />
  <alias field="WDQ" name="Weighted displacement quotient" />
  <alias field="TOTAL_NET" name="Total net effect" />
 </aliases>
 <attributetableconfig>
  <columns />
 </attributetableconfig>
</qgis>
