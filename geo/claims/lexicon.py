"""The closed classes of English words that the grammar of claims knows."""

from __future__ import annotations

from geo.model import Mode

__all__ = [
    "ANAPHORS",
    "CENTRE_NOUNS",
    "CONNECTORS",
    "COPULAS",
    "DASHES",
    "DEFINITE",
    "DETERMINERS",
    "EVENT_WORDS",
    "FILLERS",
    "LOCATED",
    "MODE_WORDS",
    "NOT_NAMES",
    "PART_NOUNS",
    "PERSONAL",
    "PLACE_NOUNS",
    "PREPOSITIONS",
    "ROUTE_NOUNS",
    "STOPS",
    "TRAVEL_NOUNS",
    "VERBS",
    "word_set",
]


def word_set(text: str) -> frozenset[str]:
    """Words of a text as a set: easier to read and to keep than a list of strings."""
    return frozenset(text.split())


DASHES = word_set("- – — ‒ −")

DEFINITE = word_set("the this that its their his her our these those")
DETERMINERS = DEFINITE | word_set("a an another one some any each")

PREPOSITIONS = word_set(
    """in at on near to from of off by for with into onto over under through across along around
    outside inside between within towards toward via beyond behind above below beside besides
    against among amid until till after before during since without despite upon about past
    as than up down out"""
)

#: Verbs that say where something is, and the forms of "be".
COPULAS = word_set(
    """is are was were be been being lies lie lay sits sit sat stands stand stood remains
    became becomes starts begins ends nestles rises"""
)

#: Participles that say where something is.
LOCATED = word_set(
    """located situated based found set nestled centred centered placed positioned perched lying
    sited stationed headquartered built founded tucked sitting standing epicentred epicentered
    buried moored anchored camped hidden"""
)

#: Common verbs that would otherwise pass for the noun that ends a phrase.
VERBS = COPULAS | word_set(
    """has have had will would can could may might must should shall do does did said says say
    told tells reported reports takes took take taking went goes go going came comes come left
    leaves leave made makes make got gets get reached reaches reach covers covered cover runs ran
    run crashed landed struck hit occurred happened exploded fell died killed seen saw
    moved moves lived lives live drove drives drive flew flies fly walked walks walk sailed
    travelled traveled travels travel claimed wants wanted knows began started continued opened
    closed arrived departed stopped passed crossed became known called named spotted shot
    stretches stretched flows flowed winds meanders extends extended separates separate linked
    links connects connecting linking connected joins joined visited serves served"""
)

#: Stand between a phrase and its measure without meaning anything for either.
FILLERS = LOCATED | word_set(
    """just only some still also not but even roughly right directly merely
    respectively itself actually now currently approximately about lies lying which that is was
    are were and or well"""
)

#: Words that cannot be inside a noun phrase.
STOPS = (
    PREPOSITIONS
    | VERBS
    | word_set(
        """and or but nor so yet because although though while when where which who whom whose
        that if unless as then there here it he she they we you i not also just only still even
        never ever very too more most less least him them us me now however respectively
        apart away"""
    )
)

#: Small words inside names: "Bocas del Toro", "Rostov-on-Don", "Stoke-on-Trent".
CONNECTORS = word_set(
    """de da do dos das del della delle dei di du des la le les las los el al an der den van von
    upon sur sous am ob ibn bin ben y e en und af i na nad aux a ter ten op af på og ad as ash
    ar ur the"""
)

PERSONAL = word_set("he she they i we you who")
ANAPHORS = word_set("it there here this that")

#: Capitalised words that name no place.
NOT_NAMES = word_set(
    """january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept
    oct nov dec mr mrs ms dr prof gen col lt sgt capt president minister christmas easter ramadan
    thanksgiving hanukkah diwali god i the a an he she it they we in on at but and this that
    located situated there here also however where when what who why how our his her its my your
    just about some roughly nearly approximately around only another many most more several
    according while after before since for with from to of by as if so then yet though although
    these those their no not yes today tomorrow yesterday north south east west skip utc gmt
    km mi kms miles mile kilometers kilometres hours minutes am pm"""
)

#: Nouns that a place can be, in the singular and plural that matter.
PLACE_NOUNS = word_set(
    """city town village hamlet capital port harbour harbor airport airfield aerodrome airstrip
    station terminal depot junction crossing border frontier boundary checkpoint bridge tunnel
    dam lake river creek stream canal bay gulf sea ocean coast coastline shore shoreline beach
    island islands isle archipelago peninsula cape mountain mountains mount hill hills peak
    summit volcano pass valley canyon gorge desert forest park reserve reservoir oasis plain
    plateau steppe settlement community suburb suburbs district borough neighbourhood
    neighborhood township municipality commune comune parish county province prefecture region
    state republic territory country nation area zone site facility base camp compound complex
    plant mine mines quarry factory refinery shipyard spaceport cosmodrome launchpad pad
    prison jail hospital school university campus stadium mall palace castle fort fortress
    monastery abbey cathedral church mosque temple shrine museum monument ruins estate ranch
    farm farmland house residence lodge hotel resort center centre downtown headquarters metropolis
    enclave exclave outpost post point place spot location epicenter epicentre wreck wreckage
    getaway destination retreat haven stop department oblast governorate canton krai
    field fields land road highway motorway street avenue route railway line track glacier
    waterfall falls spring springs cave caves lagoon strait channel reef atoll attraction mouth
    source edge outskirts tip end zone exit intersection interchange roundabout playa
    seat hub heartland hotspot locality hometown birthplace stronghold garrison cemetery landfill
    landmark observatory reactor substation pier dock docks quay wharf marina locks weir
    area metro metroplex kingdom emirate sheikhdom principality"""
)

#: Parts of a place that its own position may stand for.
CENTRE_NOUNS = word_set(
    """center centre downtown cbd city town district area suburb suburbs outskirts edge metro
    metropolitan heart middle core proper itself central business village municipality community
    capital seat urban settlement metroplex region"""
)

#: Parts of a place that lie elsewhere than its centre.
PART_NOUNS = word_set(
    """border frontier boundary coast coastline shore shoreline mouth source tip end limits
    mainland banks headwaters estuary delta side line waters territory airspace outskirts spur
    slope slopes foothills foot flank flanks edge fringe fringes"""
) - {"outskirts"}

#: Nouns for a way between two places: "the 50-mile route from A to B".
ROUTE_NOUNS: dict[str, Mode] = {
    "route": "unspecified",
    "journey": "unspecified",
    "trip": "unspecified",
    "distance": "unspecified",
    "way": "unspecified",
    "trek": "unspecified",
    "march": "unspecified",
    "haul": "unspecified",
    "link": "unspecified",
    "connection": "unspecified",
    "stage": "road",
    "walk": "road",
    "hike": "road",
    "trail": "road",
    "ride": "unspecified",
    "drive": "road",
    "road": "road",
    "highway": "road",
    "motorway": "road",
    "expressway": "road",
    "freeway": "road",
    "commute": "unspecified",
    "line": "rail",
    "railway": "rail",
    "railroad": "rail",
    "rail": "rail",
    "track": "rail",
    "train": "rail",
    "flight": "air",
    "hop": "air",
    "voyage": "water",
    "crossing": "water",
    "sail": "water",
    "cruise": "water",
    "ferry": "water",
    "pipeline": "unspecified",
    "corridor": "unspecified",
}

#: What a travel time may be followed by: "three hours' drive", "a 20-hour train ride".
TRAVEL_NOUNS = frozenset(ROUTE_NOUNS) - word_set(
    "distance way link connection trail road highway motorway expressway freeway line "
    "railway railroad rail track pipeline corridor stage"
)

#: Words that tell how one travels.
MODE_WORDS: dict[str, Mode] = {
    "drive": "road",
    "driving": "road",
    "drove": "road",
    "car": "road",
    "bus": "road",
    "coach": "road",
    "taxi": "road",
    "truck": "road",
    "road": "road",
    "highway": "road",
    "motorway": "road",
    "walk": "road",
    "walking": "road",
    "foot": "road",
    "hike": "road",
    "hiking": "road",
    "bicycle": "road",
    "bike": "road",
    "cycling": "road",
    "horseback": "road",
    "train": "rail",
    "trains": "rail",
    "rail": "rail",
    "railway": "rail",
    "railroad": "rail",
    "flight": "air",
    "plane": "air",
    "air": "air",
    "helicopter": "air",
    "flying": "air",
    "jet": "air",
    "boat": "water",
    "ferry": "water",
    "ship": "water",
    "sea": "water",
    "water": "water",
    "river": "water",
    "sail": "water",
    "hydrofoil": "water",
}

#: What moments can be counted from: "12 minutes from time" tells no travel.
EVENT_WORDS = word_set(
    "time kick-off kickoff halftime start finish full launch takeoff liftoff now today"
)
