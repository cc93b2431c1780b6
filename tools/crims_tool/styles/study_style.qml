<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|Labeling|MapTips|Fields|AttributeTable" version="3.22.0">
 <renderer-v2 attr="zone" enableorderby="1" symbollevels="1" type="categorizedSymbol">
  <categories>
   <category label="Response area" symbol="0" value="Response Area" />
   <category label="Control area" symbol="1" value="Control Area" />
   <category label="Response displacement area" symbol="2" value="Response Displacement Area" />
   <category label="Control displacement area" symbol="3" value="Control Displacement Area" />
  </categories>
  <symbols>
   <symbol name="0" type="fill">
    <layer class="SimpleFill" pass="1">
     <Option type="Map">
      <Option name="color" type="QString" value="213,94,0,110" />
      <Option name="outline_color" type="QString" value="38,38,38,255" />
      <Option name="outline_width" type="QString" value="0.6" />
     </Option>
    </layer>
   </symbol>
   <symbol name="1" type="fill">
    <layer class="SimpleFill" pass="1">
     <Option type="Map">
      <Option name="color" type="QString" value="86,180,233,110" />
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
  </symbols>
  <orderby>
   <orderByClause nullsFirst="1">ring</orderByClause>
  </orderby>
 </renderer-v2>
 <labeling type="rule-based">
  <rules key="labels">
   <rule description="Areas" filter="&quot;zone&quot; IN ('Response Area', 'Control Area') AND &quot;ring&quot; = maximum(&quot;ring&quot;)" key="area">
    <settings>
     <text-style fieldName="if(&quot;zone&quot; = 'Response Area', 'Response area', 'Control area')" fontSize="9.5" fontWeight="75" isExpression="1" namedStyle="Bold" textColor="38,38,38,255">
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
   <rule description="Displacement areas" filter="NOT &quot;zone&quot; IN ('Response Area', 'Control Area')" key="displacement">
    <settings>
     <text-style fieldName="'Ring of ' || &quot;ring_width&quot;" fontSize="8.5" fontWeight="50" isExpression="1" textColor="38,38,38,255">
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
  </rules>
 </labeling>
 <mapTip>&lt;b&gt;[% "zone" %]&lt;/b&gt; [% if("zone" IN ('Response Area', 'Control Area'), '', "ring_width") %]</mapTip>
 <fieldConfiguration>
  <field name="ring">
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
  <alias field="zone" name="Area" />
  <alias field="ring" name="Width of the ring, as a number" />
  <alias field="ring_width" name="Width of the ring" />
 </aliases>
 <attributetableconfig>
  <columns />
 </attributetableconfig>
</qgis>
