<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|Labeling|MapTips|Fields|AttributeTable" version="3.22.0">
 <renderer-v2 enableorderby="1" symbollevels="1" type="RuleRenderer">
  <rules key="areas">
   <rule filter="&quot;RESIDUAL&quot; &lt;= -1.645" key="class0" label="Far fewer than expected: residual -1.645 or less" symbol="0" />
   <rule filter="&quot;RESIDUAL&quot; &gt; -1.645 AND &quot;RESIDUAL&quot; &lt;= -0.674" key="class1" label="Fewer than expected: -1.645 to -0.674" symbol="1" />
   <rule filter="&quot;RESIDUAL&quot; &gt; -0.674 AND &quot;RESIDUAL&quot; &lt;= 0.674" key="class2" label="About as expected: -0.674 to 0.674" symbol="2" />
   <rule filter="&quot;RESIDUAL&quot; &gt; 0.674 AND &quot;RESIDUAL&quot; &lt;= 1.645" key="class3" label="More than expected: 0.674 to 1.645" symbol="3" />
   <rule filter="&quot;RESIDUAL&quot; &gt; 1.645" key="class4" label="Far more than expected: residual above 1.645" symbol="4" />
   <rule filter="&quot;RESIDUAL&quot; IS NULL" key="class5" label="No expectation: too few comparison areas" symbol="5" />
  </rules>
  <symbols>
   <symbol name="0" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="33,102,172,255" />
      <Option name="outline_color" type="QString" value="140,140,140,255" />
      <Option name="outline_width" type="QString" value="0.2" />
     </Option>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;ROLE&quot; = 'response' THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="1" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="1" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="146,197,222,255" />
      <Option name="outline_color" type="QString" value="140,140,140,255" />
      <Option name="outline_width" type="QString" value="0.2" />
     </Option>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;ROLE&quot; = 'response' THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="1" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="2" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="228,228,228,255" />
      <Option name="outline_color" type="QString" value="140,140,140,255" />
      <Option name="outline_width" type="QString" value="0.2" />
     </Option>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;ROLE&quot; = 'response' THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="1" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="3" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="253,184,99,255" />
      <Option name="outline_color" type="QString" value="140,140,140,255" />
      <Option name="outline_width" type="QString" value="0.2" />
     </Option>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;ROLE&quot; = 'response' THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="1" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="4" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="179,88,6,255" />
      <Option name="outline_color" type="QString" value="140,140,140,255" />
      <Option name="outline_width" type="QString" value="0.2" />
     </Option>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;ROLE&quot; = 'response' THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="1" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="5" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="255,255,255,255" />
      <Option name="outline_color" type="QString" value="140,140,140,255" />
      <Option name="outline_width" type="QString" value="0.2" />
     </Option>
    </layer>
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="CASE WHEN &quot;ROLE&quot; = 'response' THEN $geometry END" />
     </Option>
     <symbol type="fill">
      <layer class="SimpleFill">
       <Option type="Map">
        <Option name="outline_color" type="QString" value="38,38,38,255" />
        <Option name="outline_width" type="QString" value="1" />
        <Option name="style" type="QString" value="no" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
  </symbols>
  <orderby>
   <orderByClause asc="1">"ROLE" = 'response'</orderByClause>
  </orderby>
 </renderer-v2>
 <labeling type="rule-based">
  <rules key="labels">
   <rule description="Response area" filter="&quot;ROLE&quot; = 'response'" key="response">
    <settings>
     <text-style fieldName="'Response area\n' || &quot;RECORDED&quot; || ' recorded' || coalesce(', about ' || if(&quot;EXPECTED&quot; &lt; 10, format_number(&quot;EXPECTED&quot;, 1), format_number(&quot;EXPECTED&quot;, 0)) || ' expected (' || if(round(&quot;PCT&quot;) &gt; 0, '+', '') || round(&quot;PCT&quot;) || ' %' || ')', '')" fontSize="9.5" fontWeight="75" isExpression="1" namedStyle="Bold" textColor="38,38,38,255">
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
  </rules>
 </labeling>
 <mapTip>&lt;b&gt;[% upper(left("NAME", 1)) || substr("NAME", 2) %]&lt;/b&gt;&lt;br&gt;
[% "RECORDED" || ' recorded' || coalesce(', about ' || if("EXPECTED" &lt; 10, format_number("EXPECTED", 1), format_number("EXPECTED", 0)) || ' expected (' || if(round("PCT") &gt; 0, '+', '') || round("PCT") || ' %' || ')', '') %]&lt;br&gt;
[% coalesce('residual ' || format_number("RESIDUAL", 2) || ', rank ' || "RANK" || ' of ' || count("ROLE"), '') %]</mapTip>
 <fieldConfiguration>
  <field name="HISTORY">
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
  <field name="RESIDUAL">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="2" />
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="ROLE" name="Role" />
  <alias field="NAME" name="Area" />
  <alias field="PREV_CNT" name="Incidents before" />
  <alias field="RECORDED" name="Recorded" />
  <alias field="HISTORY" name="Earlier incidents, per period" />
  <alias field="EXPECTED" name="Expected" />
  <alias field="PCT" name="Recorded to expected (%)" />
  <alias field="RESIDUAL" name="Residual" />
  <alias field="RANK" name="Rank" />
  <alias field="RESPSTART" name="Treatment from" />
  <alias field="RESPEND" name="Treatment to" />
 </aliases>
 <attributetableconfig>
  <columns />
 </attributetableconfig>
</qgis>
