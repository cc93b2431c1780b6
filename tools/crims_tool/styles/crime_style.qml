<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|MapTips|Fields|AttributeTable" version="3.22.0">
 <renderer-v2 attr="crime_type" type="categorizedSymbol">
  <categories>
   <category label="anti-social behaviour" symbol="0" value="anti-social behaviour" />
   <category label="bicycle theft" symbol="1" value="bicycle theft" />
   <category label="burglary" symbol="2" value="burglary" />
   <category label="criminal damage and arson" symbol="3" value="criminal damage and arson" />
   <category label="drugs" symbol="4" value="drugs" />
   <category label="other crime" symbol="5" value="other crime" />
   <category label="other theft" symbol="6" value="other theft" />
   <category label="possession of weapons" symbol="7" value="possession of weapons" />
   <category label="public order" symbol="8" value="public order" />
   <category label="robbery" symbol="9" value="robbery" />
   <category label="shoplifting" symbol="10" value="shoplifting" />
   <category label="theft from the person" symbol="11" value="theft from the person" />
   <category label="vehicle crime" symbol="12" value="vehicle crime" />
   <category label="violence and sexual offences" symbol="13" value="violence and sexual offences" />
   <category label="any other crime type" symbol="14" />
  </categories>
  <symbols>
   <symbol name="0" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="230,171,2,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="1" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="166,206,227,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="10" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="33,113,181,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="11" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="8,48,107,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="12" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="102,189,99,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="13" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="203,24,29,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="14" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="77,77,77,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="2" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="27,120,55,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="3" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="166,118,29,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="4" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="117,112,179,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="5" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="153,153,153,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="6" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="107,174,214,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="7" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="251,106,74,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="8" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="201,148,199,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
   <symbol name="9" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="231,41,138,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="1.2" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <mapTip>&lt;b&gt;[% "crime_type" %]&lt;/b&gt;</mapTip>
 <fieldConfiguration>
  <field name="severity">
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
  <alias field="MSOA" name="Zone" />
  <alias field="crime_type" name="Crime type" />
  <alias field="code" name="Offence code" />
  <alias field="description" name="Offence" />
  <alias field="time" name="Time" />
  <alias field="suspect" name="Has a suspect" />
  <alias field="severity" name="Severity" />
  <alias field="replicate" name="Replicate" />
 </aliases>
 <attributetableconfig>
  <columns />
 </attributetableconfig>
</qgis>
