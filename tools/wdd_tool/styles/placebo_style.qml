<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|Labeling|MapTips" version="3.22.0">
 <renderer-v2 enableorderby="1" symbollevels="1" type="RuleRenderer">
  <rules key="placebos">
   <rule filter="&quot;ZWDD&quot; &lt;= -3.1" key="class0" label="Seeming reduction, very strong evidence: z -3.1 or less" symbol="0" />
   <rule filter="&quot;ZWDD&quot; &gt; -3.1 AND &quot;ZWDD&quot; &lt;= -2.3" key="class1" label="Seeming reduction, strong evidence: z -3.1 to -2.3" symbol="1" />
   <rule filter="&quot;ZWDD&quot; &gt; -2.3 AND &quot;ZWDD&quot; &lt;= -1.6" key="class2" label="Seeming reduction, moderate evidence: z -2.3 to -1.6" symbol="2" />
   <rule filter="&quot;ZWDD&quot; &gt; -1.6 AND &quot;ZWDD&quot; &lt;= -1.3" key="class3" label="Seeming reduction, weak evidence: z -1.6 to -1.3" symbol="3" />
   <rule filter="&quot;ZWDD&quot; &gt; -1.3 AND &quot;ZWDD&quot; &lt; 1.3" key="class4" label="No evidence of a change: z -1.3 to 1.3" symbol="4" />
   <rule filter="&quot;ZWDD&quot; &gt;= 1.3" key="class5" label="Seeming increase: z 1.3 or more" symbol="5" />
   <rule filter="ELSE" key="class6" label="No test is possible: all counts are zero" symbol="6" />
  </rules>
  <symbols>
   <symbol name="0" type="fill">
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'candidate' THEN $geometry WHEN &quot;KIND&quot; = 'date' THEN intersection($geometry, bounds(make_line(make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 1) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_min($geometry)), make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 0) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_max($geometry))))) END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="color" type="QString" value="8,48,107,255" />
        <Option name="outline_style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; IN ('candidate', 'date') THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="140,140,140,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'relocation' THEN centroid($geometry) END" />
     </Option>
     <symbol type="marker">
      <layer class="SimpleMarker">
       <Option type="Map">
        <Option name="color" type="QString" value="8,48,107,255" />
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="size" type="QString" value="2.6" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="1" type="fill">
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'candidate' THEN $geometry WHEN &quot;KIND&quot; = 'date' THEN intersection($geometry, bounds(make_line(make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 1) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_min($geometry)), make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 0) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_max($geometry))))) END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="color" type="QString" value="33,113,181,255" />
        <Option name="outline_style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; IN ('candidate', 'date') THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="140,140,140,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'relocation' THEN centroid($geometry) END" />
     </Option>
     <symbol type="marker">
      <layer class="SimpleMarker">
       <Option type="Map">
        <Option name="color" type="QString" value="33,113,181,255" />
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="size" type="QString" value="2.6" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="2" type="fill">
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'candidate' THEN $geometry WHEN &quot;KIND&quot; = 'date' THEN intersection($geometry, bounds(make_line(make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 1) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_min($geometry)), make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 0) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_max($geometry))))) END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="color" type="QString" value="107,174,214,255" />
        <Option name="outline_style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; IN ('candidate', 'date') THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="140,140,140,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'relocation' THEN centroid($geometry) END" />
     </Option>
     <symbol type="marker">
      <layer class="SimpleMarker">
       <Option type="Map">
        <Option name="color" type="QString" value="107,174,214,255" />
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="size" type="QString" value="2.6" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="3" type="fill">
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'candidate' THEN $geometry WHEN &quot;KIND&quot; = 'date' THEN intersection($geometry, bounds(make_line(make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 1) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_min($geometry)), make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 0) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_max($geometry))))) END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="color" type="QString" value="198,219,239,255" />
        <Option name="outline_style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; IN ('candidate', 'date') THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="140,140,140,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'relocation' THEN centroid($geometry) END" />
     </Option>
     <symbol type="marker">
      <layer class="SimpleMarker">
       <Option type="Map">
        <Option name="color" type="QString" value="198,219,239,255" />
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="size" type="QString" value="2.6" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="4" type="fill">
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'candidate' THEN $geometry WHEN &quot;KIND&quot; = 'date' THEN intersection($geometry, bounds(make_line(make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 1) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_min($geometry)), make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 0) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_max($geometry))))) END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="color" type="QString" value="217,217,217,255" />
        <Option name="outline_style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; IN ('candidate', 'date') THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="140,140,140,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'relocation' THEN centroid($geometry) END" />
     </Option>
     <symbol type="marker">
      <layer class="SimpleMarker">
       <Option type="Map">
        <Option name="color" type="QString" value="217,217,217,255" />
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="size" type="QString" value="2.6" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="5" type="fill">
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'candidate' THEN $geometry WHEN &quot;KIND&quot; = 'date' THEN intersection($geometry, bounds(make_line(make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 1) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_min($geometry)), make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 0) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_max($geometry))))) END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="color" type="QString" value="253,174,97,255" />
        <Option name="outline_style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; IN ('candidate', 'date') THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="140,140,140,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'relocation' THEN centroid($geometry) END" />
     </Option>
     <symbol type="marker">
      <layer class="SimpleMarker">
       <Option type="Map">
        <Option name="color" type="QString" value="253,174,97,255" />
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="size" type="QString" value="2.6" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="6" type="fill">
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'candidate' THEN $geometry WHEN &quot;KIND&quot; = 'date' THEN intersection($geometry, bounds(make_line(make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 1) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_min($geometry)), make_point(x_max($geometry) - bounds_width($geometry) * (&quot;NUMBER&quot; - 0) / maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date'), y_max($geometry))))) END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="color" type="QString" value="255,255,255,255" />
        <Option name="outline_style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; IN ('candidate', 'date') THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="140,140,140,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;KIND&quot; = 'relocation' THEN centroid($geometry) END" />
     </Option>
     <symbol type="marker">
      <layer class="SimpleMarker">
       <Option type="Map">
        <Option name="color" type="QString" value="255,255,255,255" />
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="0.2" />
        <Option name="size" type="QString" value="2.6" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
  </symbols>
  <orderby>
   <orderByClause nullsFirst="1">coalesce("ZWDD", 1e9)</orderByClause>
  </orderby>
 </renderer-v2>
 <labeling type="rule-based">
  <rules key="labels">
   <rule description="Zones" filter="&quot;KIND&quot; = 'candidate'" key="candidate">
    <settings>
     <text-style fieldName="coalesce(&quot;NAME&quot;, &quot;NUMBER&quot;) || '\n' || coalesce('z ' || format_number(&quot;ZWDD&quot;, 2), 'no test is possible')" fontSize="8" fontWeight="50" isExpression="1" textColor="38,38,38,255">
      <text-buffer bufferDraw="1" bufferNoFill="1" bufferSize="0.69999999999999996" />
      <text-mask maskSize="1.5" />
      <background shapeBorderWidthUnit="MM" shapeOffsetUnit="MM" shapeRadiiUnit="MM" shapeSizeUnit="MM">
       </background>
      <shadow shadowOffsetUnit="MM" shadowOpacity="0.69999999999999996" shadowRadiusUnit="MM" />
     </text-style>
     <text-format decimals="3" multilineAlign="1" />
     <placement offsetUnits="MM" placement="4" placementFlags="10" priority="5" />
     <rendering obstacleType="1" />
    </settings>
   </rule>
   <rule description="Earlier dates" filter="&quot;KIND&quot; = 'date' AND &quot;NUMBER&quot; = 1" key="date">
    <settings>
     <text-style fieldName="maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date') || if(maximum(&quot;NUMBER&quot;, filter:=&quot;KIND&quot; = 'date') = 1, ' earlier date', ' earlier dates, the latest on the right') || coalesce('\nz ' || format_number(minimum(&quot;ZWDD&quot;, filter:=&quot;KIND&quot; = 'date'), 2) || ' to ' || format_number(maximum(&quot;ZWDD&quot;, filter:=&quot;KIND&quot; = 'date'), 2), '')" fontSize="9" fontWeight="75" isExpression="1" namedStyle="Bold" textColor="38,38,38,255">
      <text-buffer bufferDraw="1" bufferNoFill="1" bufferSize="0.69999999999999996" />
      <text-mask maskSize="1.5" />
      <background shapeBorderWidthUnit="MM" shapeOffsetUnit="MM" shapeRadiiUnit="MM" shapeSizeUnit="MM">
       </background>
      <shadow shadowOffsetUnit="MM" shadowOpacity="0.69999999999999996" shadowRadiusUnit="MM" />
     </text-style>
     <text-format decimals="3" multilineAlign="1" />
     <placement geometryGenerator="make_point(x(centroid($geometry)), y_min($geometry))" geometryGeneratorEnabled="1" offsetUnits="MM" placement="1" placementFlags="10" priority="5" />
     <rendering displayAll="1" obstacleType="1" />
    </settings>
   </rule>
  </rules>
 </labeling>
 <mapTip>&lt;b&gt;[% CASE WHEN "KIND" = 'date' THEN 'Earlier date ' WHEN "KIND" = 'relocation' THEN 'Random place ' ELSE 'Zone ' END || coalesce("NAME", "NUMBER") %]&lt;/b&gt;&lt;br&gt;
[% coalesce('z ' || format_number("ZWDD", 2), 'no test is possible') || ', WDD ' || if("WDD" &gt; 0, '+', '') || round("WDD", 1) %]&lt;br&gt;
[% format_date("RESPSTART", 'yyyy-MM-dd') || ' to ' || format_date("RESPEND", 'yyyy-MM-dd') %]</mapTip>
</qgis>
