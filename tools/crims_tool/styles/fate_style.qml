<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|MapTips|Fields|AttributeTable" version="3.22.0">
 <renderer-v2 attr="fate" symbollevels="1" type="categorizedSymbol">
  <categories>
   <category label="Crime as it was" symbol="0" value="untouched" />
   <category label="Prevented crime" symbol="1" value="prevented" />
   <category label="Displaced crime, with the way from where it would have been" symbol="2" value="displaced" />
  </categories>
  <symbols>
   <symbol name="0" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="166,166,166,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="1" type="marker">
    <layer class="SimpleMarker" pass="2">
     <Option type="Map">
      <Option name="name" type="QString" value="cross2" />
      <Option name="outline_color" type="QString" value="213,94,0,255" />
      <Option name="outline_width" type="QString" value="0.5" />
     </Option>
    </layer>
   </symbol>
   <symbol name="2" type="marker">
    <layer class="GeometryGenerator" pass="1">
     <Option type="Map">
      <Option type="QString" />
      <Option name="geometryModifier" type="QString" value="make_line(make_point(&quot;original_x&quot;, &quot;original_y&quot;), centroid($geometry))" />
     </Option>
     <symbol type="line">
      <layer class="SimpleLine">
       <Option type="Map">
        <Option name="line_color" type="QString" value="0,114,178,120" />
        <Option name="line_width" type="QString" value="0.2" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="SimpleMarker" pass="3">
     <Option type="Map">
      <Option name="color" type="QString" value="0,114,178,255" />
      <Option name="outline_color" type="QString" value="255,255,255,255" />
      <Option name="outline_width" type="QString" value="0.2" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <mapTip>&lt;b&gt;[% "fate" %]&lt;/b&gt;</mapTip>
 <fieldConfiguration>
  <field name="original_x">
   <editWidget type="Range">
    <config>
     <Option type="Map">
      <Option name="Precision" type="int" value="1" />
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="original_y">
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
  <alias field="fate" name="Fate" />
  <alias field="original_x" name="Original x" />
  <alias field="original_y" name="Original y" />
 </aliases>
 <attributetableconfig>
  <columns />
 </attributetableconfig>
</qgis>
