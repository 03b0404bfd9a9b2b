-- example: SELECT country_code('Ivory Coast'), country_code('ci'), country_code('CIV')
-- Made by `python -m seeds.actors.build_country_code`: change seeds/actors/countries.csv, not this file.
CREATE OR REPLACE MACRO country_codes() AS '
|ABW|abw|aw|aruba|
|AFG|afg|af|afghanistan|islamic republic of afghanistan|islamic emirate of afghanistan|
|AGO|ago|ao|angola|republic of angola|
|AIA|aia|ai|anguilla|
|ALA|ala|ax|aland islands|aland|
|ALB|alb|al|albania|republic of albania|
|AND|and|ad|andorra|principality of andorra|
|ARE|are|ae|united arab emirates|uae|u.a.e.|the emirates|
|ARG|arg|ar|argentina|argentine republic|
|ARM|arm|am|armenia|republic of armenia|
|ASM|asm|as|american samoa|
|ATA|ata|aq|antarctica|
|ATF|atf|tf|french southern territories|french southern and antarctic lands|
|ATG|atg|ag|antigua and barbuda|antigua & barbuda|antigua|
|AUS|aus|au|australia|commonwealth of australia|
|AUT|aut|at|austria|republic of austria|
|AZE|aze|az|azerbaijan|republic of azerbaijan|
|BDI|bdi|bi|burundi|republic of burundi|
|BEL|bel|be|belgium|kingdom of belgium|
|BEN|ben|bj|benin|republic of benin|
|BES|bes|bq|bonaire sint eustatius and saba|caribbean netherlands|bonaire|sint eustatius|
|BFA|bfa|bf|burkina faso|burkina|
|BGD|bgd|bd|bangladesh|people''s republic of bangladesh|people’s republic of bangladesh|
|BGR|bgr|bg|bulgaria|republic of bulgaria|
|BHR|bhr|bh|bahrain|kingdom of bahrain|
|BHS|bhs|bs|bahamas|commonwealth of the bahamas|
|BIH|bih|ba|bosnia and herzegovina|bosnia|bosnia-herzegovina|bosnia & herzegovina|
|BLM|blm|bl|saint barthelemy|st barts|st. barts|saint barts|
|BLR|blr|by|belarus|republic of belarus|byelorussia|belorussia|
|BLZ|blz|bz|belize|
|BMU|bmu|bm|bermuda|
|BOL|bol|bo|bolivia|plurinational state of bolivia|
|BRA|bra|br|brazil|federative republic of brazil|brasil|
|BRB|brb|bb|barbados|
|BRN|brn|bn|brunei|brunei darussalam|
|BTN|btn|bt|bhutan|kingdom of bhutan|
|BVT|bvt|bv|bouvet island|
|BWA|bwa|bw|botswana|republic of botswana|
|CAF|caf|cf|central african republic|c.a.r.|
|CAN|can|ca|canada|
|CCK|cck|cc|cocos (keeling) islands|cocos islands|cocos keeling islands|keeling islands|
|CHE|che|ch|switzerland|swiss confederation|
|CHL|chl|cl|chile|republic of chile|
|CHN|chn|cn|china|people''s republic of china|prc|p.r.c.|p.r. china|mainland china|communist china|people’s republic of china|
|CIV|civ|ci|ivory coast|cote d''ivoire|cote d’ivoire|
|CMR|cmr|cm|cameroon|republic of cameroon|cameroun|
|COD|cod|cd|dr congo|drc|d.r.c.|democratic republic of the congo|democratic republic of congo|d.r. congo|congo|congo-kinshasa|zaire|
|COG|cog|cg|republic of the congo|congo-brazzaville|congo brazzaville|republic of congo|congo republic|congo (brazzaville)|
|COK|cok|ck|cook islands|
|COL|col|co|colombia|republic of colombia|
|COM|com|km|comoros|union of the comoros|comoro islands|
|CPV|cpv|cv|cape verde|cabo verde|republic of cabo verde|cape verde islands|
|CRI|cri|cr|costa rica|republic of costa rica|
|CUB|cub|cu|cuba|republic of cuba|
|CUW|cuw|cw|curacao|
|CXR|cxr|cx|christmas island|
|CYM|cym|ky|cayman islands|
|CYP|cyp|cy|cyprus|republic of cyprus|
|CZE|cze|cz|czechia|czech republic|
|DEU|deu|de|germany|federal republic of germany|frg|west germany|
|DJI|dji|dj|djibouti|republic of djibouti|
|DMA|dma|dm|dominica|commonwealth of dominica|
|DNK|dnk|dk|denmark|kingdom of denmark|
|DOM|dom|do|dominican republic|
|DZA|dza|dz|algeria|people''s democratic republic of algeria|people’s democratic republic of algeria|
|ECU|ecu|ec|ecuador|republic of ecuador|
|EGY|egy|eg|egypt|arab republic of egypt|
|ERI|eri|er|eritrea|state of eritrea|
|ESH|esh|eh|western sahara|sahrawi arab democratic republic|sadr|
|ESP|esp|es|spain|kingdom of spain|espana|
|EST|est|ee|estonia|republic of estonia|
|ETH|eth|et|ethiopia|federal democratic republic of ethiopia|abyssinia|
|FIN|fin|fi|finland|republic of finland|
|FJI|fji|fj|fiji|republic of fiji|fiji islands|
|FLK|flk|fk|falkland islands|falklands|malvinas|islas malvinas|
|FRA|fra|fr|france|french republic|
|FRO|fro|fo|faroe islands|faeroe islands|faroes|
|FSM|fsm|fm|micronesia|federated states of micronesia|
|GAB|gab|ga|gabon|gabonese republic|
|GBR|gbr|gb|united kingdom|uk|u.k.|britain|great britain|united kingdom of great britain and northern ireland|
|GEO|geo|ge|georgia|republic of georgia|
|GGY|ggy|gg|guernsey|bailiwick of guernsey|
|GHA|gha|gh|ghana|republic of ghana|
|GIB|gib|gi|gibraltar|
|GIN|gin|gn|guinea|republic of guinea|guinea-conakry|guinea conakry|guinee|
|GLP|glp|gp|guadeloupe|
|GMB|gmb|gm|gambia|republic of the gambia|
|GNB|gnb|gw|guinea-bissau|guinea bissau|guine-bissau|republic of guinea-bissau|
|GNQ|gnq|gq|equatorial guinea|republic of equatorial guinea|
|GRC|grc|gr|greece|hellenic republic|hellas|
|GRD|grd|gd|grenada|
|GRL|grl|gl|greenland|kalaallit nunaat|
|GTM|gtm|gt|guatemala|republic of guatemala|
|GUF|guf|gf|french guiana|guyane|
|GUM|gum|gu|guam|
|GUY|guy|gy|guyana|co-operative republic of guyana|cooperative republic of guyana|
|HKG|hkg|hk|hong kong|hong kong sar|hksar|hongkong|hong kong special administrative region|
|HMD|hmd|hm|heard island and mcdonald islands|
|HND|hnd|hn|honduras|republic of honduras|
|HRV|hrv|hr|croatia|republic of croatia|
|HTI|hti|ht|haiti|republic of haiti|
|HUN|hun|hu|hungary|
|IDN|idn|id|indonesia|republic of indonesia|
|IMN|imn|im|isle of man|
|IND|ind|in|india|republic of india|bharat|hindustan|
|IOT|iot|io|british indian ocean territory|chagos islands|chagos archipelago|chagos|
|IRL|irl|ie|ireland|republic of ireland|irish republic|eire|
|IRN|irn|ir|iran|islamic republic of iran|islamic republic|persia|i.r. iran|
|IRQ|irq|iq|iraq|republic of iraq|
|ISL|isl|is|iceland|republic of iceland|
|ISR|isr|il|israel|state of israel|jewish state|zionist entity|zionist regime|
|ITA|ita|it|italy|italian republic|italia|
|JAM|jam|jm|jamaica|
|JEY|jey|je|jersey|bailiwick of jersey|
|JOR|jor|jo|jordan|hashemite kingdom of jordan|hashemite kingdom|
|JPN|jpn|jp|japan|
|KAZ|kaz|kz|kazakhstan|republic of kazakhstan|
|KEN|ken|ke|kenya|republic of kenya|
|KGZ|kgz|kg|kyrgyzstan|kyrgyz republic|kirghizia|kirgizstan|kyrgystan|
|KHM|khm|kh|cambodia|kingdom of cambodia|kampuchea|
|KIR|kir|ki|kiribati|republic of kiribati|
|KNA|kna|kn|saint kitts and nevis|st kitts and nevis|st. kitts and nevis|st. kitts & nevis|st kitts & nevis|saint kitts|st. kitts|st kitts|
|KOR|kor|kr|south korea|republic of korea|rok|r.o.k.|korea|s. korea|s.korea|korea republic|
|KWT|kwt|kw|kuwait|state of kuwait|
|LAO|lao|la|laos|lao pdr|lao people''s democratic republic|lao people’s democratic republic|
|LBN|lbn|lb|lebanon|lebanese republic|republic of lebanon|
|LBR|lbr|lr|liberia|republic of liberia|
|LBY|lby|ly|libya|state of libya|libyan arab jamahiriya|
|LCA|lca|lc|saint lucia|st lucia|st. lucia|
|LIE|lie|li|liechtenstein|principality of liechtenstein|
|LKA|lka|lk|sri lanka|ceylon|democratic socialist republic of sri lanka|
|LSO|lso|ls|lesotho|kingdom of lesotho|basutoland|
|LTU|ltu|lt|lithuania|republic of lithuania|
|LUX|lux|lu|luxembourg|grand duchy of luxembourg|luxemburg|
|LVA|lva|lv|latvia|republic of latvia|
|MAC|mac|mo|macau|macao|macau sar|macao sar|
|MAF|maf|mf|saint martin|st martin|st. martin|collectivity of saint martin|
|MAR|mar|ma|morocco|kingdom of morocco|maroc|
|MCO|mco|mc|monaco|principality of monaco|
|MDA|mda|md|moldova|republic of moldova|moldavia|
|MDG|mdg|mg|madagascar|republic of madagascar|malagasy republic|
|MDV|mdv|mv|maldives|republic of maldives|maldive islands|
|MEX|mex|mx|mexico|united mexican states|
|MHL|mhl|mh|marshall islands|republic of the marshall islands|
|MKD|mkd|mk|north macedonia|macedonia|republic of north macedonia|republic of macedonia|fyrom|fyr macedonia|former yugoslav republic of macedonia|
|MLI|mli|ml|mali|republic of mali|
|MLT|mlt|mt|malta|republic of malta|
|MMR|mmr|mm|myanmar|burma|union of myanmar|republic of the union of myanmar|union of burma|
|MNE|mne|me|montenegro|crna gora|
|MNG|mng|mn|mongolia|outer mongolia|
|MNP|mnp|mp|northern mariana islands|northern marianas|commonwealth of the northern mariana islands|
|MOZ|moz|mz|mozambique|republic of mozambique|mocambique|
|MRT|mrt|mr|mauritania|islamic republic of mauritania|
|MSR|msr|ms|montserrat|
|MTQ|mtq|mq|martinique|
|MUS|mus|mu|mauritius|republic of mauritius|ile maurice|
|MWI|mwi|mw|malawi|republic of malawi|nyasaland|
|MYS|mys|my|malaysia|
|MYT|myt|yt|mayotte|
|NAM|nam|na|namibia|republic of namibia|south west africa|south-west africa|
|NCL|ncl|nc|new caledonia|
|NER|ner|ne|niger|republic of niger|republic of the niger|
|NFK|nfk|nf|norfolk island|
|NGA|nga|ng|nigeria|federal republic of nigeria|
|NIC|nic|ni|nicaragua|republic of nicaragua|
|NIU|niu|nu|niue|
|NLD|nld|nl|netherlands|holland|kingdom of the netherlands|
|NOR|nor|no|norway|kingdom of norway|norge|
|NPL|npl|np|nepal|federal democratic republic of nepal|kingdom of nepal|
|NRU|nru|nr|nauru|republic of nauru|
|NZL|nzl|nz|new zealand|aotearoa|aotearoa new zealand|
|OMN|omn|om|oman|sultanate of oman|
|PAK|pak|pk|pakistan|islamic republic of pakistan|
|PAN|pan|pa|panama|republic of panama|
|PCN|pcn|pn|pitcairn islands|pitcairn|pitcairn island|
|PER|per|pe|peru|republic of peru|
|PHL|phl|ph|philippines|republic of the philippines|philippine islands|
|PLW|plw|pw|palau|republic of palau|belau|
|PNG|png|pg|papua new guinea|p.n.g.|
|POL|pol|pl|poland|republic of poland|polska|
|PRI|pri|pr|puerto rico|commonwealth of puerto rico|
|PRK|prk|kp|north korea|dprk|d.p.r.k.|democratic people''s republic of korea|n. korea|n.korea|hermit kingdom|democratic people’s republic of korea|
|PRT|prt|pt|portugal|portuguese republic|
|PRY|pry|py|paraguay|republic of paraguay|
|PSE|pse|ps|palestine|state of palestine|palestinian territories|palestinian territory|occupied palestinian territories|occupied palestinian territory|
|PYF|pyf|pf|french polynesia|tahiti|
|QAT|qat|qa|qatar|state of qatar|
|REU|reu|re|reunion|reunion island|la reunion|
|ROU|rou|ro|romania|roumania|rumania|
|RUS|rus|ru|russia|russian federation|
|RWA|rwa|rw|rwanda|republic of rwanda|ruanda|
|SAU|sau|sa|saudi arabia|ksa|k.s.a.|kingdom of saudi arabia|saudi|
|SDN|sdn|sd|sudan|republic of sudan|republic of the sudan|north sudan|
|SEN|sen|sn|senegal|republic of senegal|
|SGP|sgp|sg|singapore|republic of singapore|
|SGS|sgs|gs|south georgia and the south sandwich islands|south georgia island|
|SHN|shn|sh|saint helena ascension and tristan da cunha|saint helena|st helena|st. helena|ascension island|tristan da cunha|
|SJM|sjm|sj|svalbard and jan mayen|svalbard|jan mayen|spitsbergen|
|SLB|slb|sb|solomon islands|solomons|
|SLE|sle|sl|sierra leone|republic of sierra leone|
|SLV|slv|sv|el salvador|republic of el salvador|
|SMR|smr|sm|san marino|republic of san marino|
|SOM|som|so|somalia|federal republic of somalia|
|SPM|spm|pm|saint pierre and miquelon|st pierre and miquelon|st. pierre and miquelon|saint-pierre and miquelon|saint-pierre-et-miquelon|
|SRB|srb|rs|serbia|republic of serbia|
|SSD|ssd|ss|south sudan|republic of south sudan|southern sudan|s. sudan|
|STP|stp|st|sao tome and principe|sao tome|sao tome & principe|
|SUR|sur|sr|suriname|republic of suriname|surinam|
|SVK|svk|sk|slovakia|slovak republic|
|SVN|svn|si|slovenia|republic of slovenia|
|SWE|swe|se|sweden|kingdom of sweden|sverige|
|SWZ|swz|sz|eswatini|swaziland|kingdom of eswatini|
|SXM|sxm|sx|sint maarten|st maarten|st. maarten|
|SYC|syc|sc|seychelles|republic of seychelles|
|SYR|syr|sy|syria|syrian arab republic|syrian republic|
|TCA|tca|tc|turks and caicos islands|turks and caicos|turks & caicos|
|TCD|tcd|td|chad|republic of chad|tchad|
|TGO|tgo|tg|togo|togolese republic|
|THA|tha|th|thailand|kingdom of thailand|siam|
|TJK|tjk|tj|tajikistan|republic of tajikistan|tadzhikistan|
|TKL|tkl|tk|tokelau|
|TKM|tkm|tm|turkmenistan|turkmenia|
|TLS|tls|tl|east timor|timor-leste|timor leste|democratic republic of timor-leste|
|TON|ton|to|tonga|kingdom of tonga|
|TTO|tto|tt|trinidad and tobago|trinidad & tobago|trinidad|
|TUN|tun|tn|tunisia|republic of tunisia|tunisian republic|
|TUR|tur|tr|turkey|turkiye|republic of turkey|republic of turkiye|
|TUV|tuv|tv|tuvalu|ellice islands|
|TWN|twn|tw|taiwan|republic of china|r.o.c.|chinese taipei|formosa|
|TZA|tza|tz|tanzania|united republic of tanzania|tanganyika|
|UGA|uga|ug|uganda|republic of uganda|
|UKR|ukr|ua|ukraine|
|UMI|umi|um|united states minor outlying islands|u.s. minor outlying islands|us minor outlying islands|
|URY|ury|uy|uruguay|oriental republic of uruguay|eastern republic of uruguay|
|USA|usa|us|united states|u.s.|u.s.a.|u. s.|america|united states of america|uncle sam|
|UZB|uzb|uz|uzbekistan|republic of uzbekistan|
|VAT|vat|va|vatican|vatican city|holy see|vatican city state|
|VCT|vct|vc|saint vincent and the grenadines|st vincent and the grenadines|st. vincent and the grenadines|saint vincent|st. vincent|st vincent|
|VEN|ven|ve|venezuela|bolivarian republic of venezuela|republic of venezuela|
|VGB|vgb|vg|british virgin islands|bvi|b.v.i.|
|VIR|vir|vi|u.s. virgin islands|us virgin islands|united states virgin islands|usvi|virgin islands of the united states|
|VNM|vnm|vn|vietnam|viet nam|socialist republic of vietnam|socialist republic of viet nam|north vietnam|
|VUT|vut|vu|vanuatu|republic of vanuatu|new hebrides|
|WLF|wlf|wf|wallis and futuna|wallis & futuna|
|WSM|wsm|ws|samoa|western samoa|independent state of samoa|
|XKX|xkx|xk|kosovo|republic of kosovo|kosova|kosovo and metohija|
|YEM|yem|ye|yemen|republic of yemen|south yemen|north yemen|
|ZAF|zaf|za|south africa|rsa|republic of south africa|
|ZMB|zmb|zm|zambia|republic of zambia|northern rhodesia|
|ZWE|zwe|zw|zimbabwe|republic of zimbabwe|rhodesia|southern rhodesia|';

-- What can be told from a constant is told before a table is read, so that a query is no slower for it.
CREATE OR REPLACE MACRO country_code(country) AS
CASE
    WHEN regexp_full_match(country, 'X[A-Z]{2}') THEN country  -- left by ISO 3166-1 to those who need one
    WHEN country IS NULL OR strpos(country_codes(), '|' || strip_accents(lower(trim(country))) || '|') > 0
    THEN regexp_extract(
        country_codes(),
        '(?m)^\|(...)\|(?:[^\n]*\|)?' || regexp_escape(strip_accents(lower(trim(country)))) || '\|',
        1
    )
    ELSE error('There is no country ' || country || '; give an ISO 3166-1 code (SYR, SY) or an English name (Syria).')
END;

COMMENT ON MACRO country_code IS 'The ISO 3166-1 alpha-3 code of a country given by any code of that standard, or by its English name, in any case; XKX is Kosovo. What is no country is an error';
COMMENT ON MACRO country_codes IS 'A line a country: its codes and names, in small letters without accents';
