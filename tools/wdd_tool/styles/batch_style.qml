<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|Labeling|MapTips" version="3.22.0">
 <renderer-v2 type="RuleRenderer">
  <rules key="areas">
   <rule filter="coalesce(attribute($currentfeature, 'type'), 'all') = 'all' AND coalesce(&quot;forecast_evidence&quot;, &quot;evidence&quot;) IN ('strong', 'very strong')" key="class0" label="Strong or very strong evidence of reduction" symbol="0" />
   <rule filter="coalesce(attribute($currentfeature, 'type'), 'all') = 'all' AND coalesce(&quot;forecast_evidence&quot;, &quot;evidence&quot;) IN ('weak', 'moderate')" key="class1" label="Weak or moderate evidence of reduction" symbol="1" />
   <rule filter="coalesce(attribute($currentfeature, 'type'), 'all') = 'all' AND coalesce(&quot;forecast_evidence&quot;, &quot;evidence&quot;) = 'none'" key="class2" label="No evidence of reduction" symbol="2" />
   <rule filter="coalesce(attribute($currentfeature, 'type'), 'all') = 'all' AND coalesce(coalesce(&quot;forecast_evidence&quot;, &quot;evidence&quot;), 'no test possible') = 'no test possible'" key="class3" label="Not evaluated" symbol="3" />
  </rules>
  <symbols>
   <symbol name="0" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="33,102,172,255" />
      <Option name="outline_color" type="QString" value="38,38,38,255" />
      <Option name="outline_width" type="QString" value="0.4" />
     </Option>
    </layer>
   </symbol>
   <symbol name="1" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="146,197,222,255" />
      <Option name="outline_color" type="QString" value="38,38,38,255" />
      <Option name="outline_width" type="QString" value="0.4" />
     </Option>
    </layer>
   </symbol>
   <symbol name="2" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="228,228,228,255" />
      <Option name="outline_color" type="QString" value="38,38,38,255" />
      <Option name="outline_width" type="QString" value="0.4" />
     </Option>
    </layer>
   </symbol>
   <symbol name="3" type="fill">
    <layer class="SimpleFill">
     <Option type="Map">
      <Option name="color" type="QString" value="255,255,255,255" />
      <Option name="outline_color" type="QString" value="38,38,38,255" />
      <Option name="outline_width" type="QString" value="0.4" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="rule-based">
  <rules key="labels">
   <rule description="Areas" filter="coalesce(attribute($currentfeature, 'type'), 'all') = 'all'" key="area">
    <settings>
     <text-style fieldName="&quot;area&quot; || coalesce('\n' || if(round(&quot;forecast_percent&quot;) &gt; 0, '+', '') || round(&quot;forecast_percent&quot;) || ' %', '\n' || 'WDD ' || if(&quot;total_estimate&quot; &gt; 0, '+', '') || round(&quot;total_estimate&quot;), '')" fontSize="9.5" fontWeight="75" isExpression="1" namedStyle="Bold" textColor="38,38,38,255">
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
 <mapTip>&lt;b&gt;[% "area" %]&lt;/b&gt;&lt;br&gt;
[% coalesce("treated_pre" || ' → ' || "treated_post", "not_evaluated") %]&lt;br&gt;
[% coalesce('Forecast: ' || if(round("forecast_percent") &gt; 0, '+', '') || round("forecast_percent") || ' %' || ', ' || if("forecast_p" &lt; 0.001, 'p less than 0.001', 'p ' || format_number("forecast_p", 3)), '') %]&lt;br&gt;
[% coalesce('Plain test: ' || 'WDD ' || if("total_estimate" &gt; 0, '+', '') || round("total_estimate") || ', z ' || format_number("z", 2), '') %]</mapTip>
</qgis>
