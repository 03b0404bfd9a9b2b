"""The closed lists of the field: PLOVER types, statuses, sectors, measures.

Source: the PLOVER manual (Open Event Data Alliance) for types, contexts and sectors; the rest is this project's
contract. What each type, mode and context means is data: `seeds/ontology/`.
"""

EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
EVENT_MODES = (
    "visit", "third-party", "multilateral", "phone",
    "withdraw", "release", "disarm", "ceasefire", "access", "resign",
    "assist", "change", "yield", "meet",
    "disapprove", "investigate", "allege",
    "restrict", "arrest", "relations", "expel", "territory", "violence",
    "demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize",
    "convict", "discontinue",
    "troops", "weapons", "police", "militia",
    "seize", "censor", "curfew", "martial-law", "deport", "withhold", "misinformation", "cyber",
    "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
    "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
)  # fmt: skip
CONTEXTS = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
    "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping",
    "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn",
    "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
)  # fmt: skip
SECTORS = (
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC", "IGO", "NGO", "MNC",
)  # fmt: skip
ACTOR_KINDS = (
    "person", "government", "military", "armed_group", "igo", "ngo", "media", "company", "population", "other_org",
)  # fmt: skip
STATUSES = ("actual", "future", "hypothetical", "negated")
DATE_PRECISIONS = ("day", "week", "month", "year", "unknown")
PLACE_PRECISIONS = ("exact", "city", "region", "country", "unknown")
PLACE_FEATURES = ("country", "region", "city", "facility", "water", "landform", "other")
MEASURES = (
    "killed", "injured", "casualties", "missing", "detained", "abducted", "displaced", "refugees", "in_need",
    "returned", "destroyed", "damaged", "attacked", "captured", "deployed", "present", "participants", "strikes",
    "money", "other",
)  # fmt: skip
QUALIFIERS = ("exact", "about", "nearly", "at_least", "more_than", "at_most", "less_than", "range", "vague")
FIGURE_KINDS = ("stock", "flow")
SENTENCE_KINDS = ("headline", "body", "caption", "byline", "credit", "menu")
COPY_KINDS = ("exact", "near")
REPAIR_KINDS = (
    "html", "entities", "mojibake", "control_characters", "zero_width", "normalisation", "spaces", "blank_lines",
    "tokenised", "cards", "apostrophes",
)  # fmt: skip
SEVERITIES = ("critical", "warning", "info")
RUN_STATUSES = ("loaded", "nothing_new", "held", "failed", "removed", "readmitted")
REMOVALS = ("withdrawn", "forgotten")
CORRECTIONS = ("join", "split", "drop", "override", "retype", "relink")
STAGES = ("extract", "clean", "annotate", "mentions", "link", "code", "merge", "gate", "publish")
ROLES = ("actor", "recipient")
