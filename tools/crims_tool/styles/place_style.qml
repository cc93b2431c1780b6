<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|MapTips" version="3.22.0">
 <renderer-v2 type="RuleRenderer">
  <rules key="all">
   <rule key="places" label="Place of crimes of one type: larger with more crimes, darker with more types" symbol="0" />
  </rules>
  <symbols>
   <symbol name="0" type="marker">
    <layer class="SimpleMarker">
     <Option type="Map">
      <Option name="color" type="QString" value="84,39,143,60" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="size" type="QString" value="2.5" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="properties" type="Map">
        <Option name="size" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="0.8 + 4.2 * sqrt(&quot;weight&quot; / maximum(&quot;weight&quot;))" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <mapTip>&lt;b&gt;[% "crime_type" %]&lt;/b&gt;, zone [% "zone" %], weight [% "weight" %]</mapTip>
</qgis>
