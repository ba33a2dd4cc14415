"""Twenty sentences for each kind of claim: who, from where, how much, which way, by what."""

from __future__ import annotations

import pytest

from geo.claims import find_claims
from geo.model import Claim


def only(text: str, kind: str) -> Claim:
    found = [claim for claim in find_claims(text) if claim.kind == kind]
    assert len(found) == 1, [(claim.kind, claim.text) for claim in find_claims(text)]
    return found[0]


def names(claim: Claim) -> tuple[str | None, str | None]:
    subject, reference = claim.subject, claim.reference
    return subject and subject.text, reference and reference.text


# text, subject, reference, amount, unit, direction
DISTANCES = [
    ("Kirkwall lies 16 miles north of Wick.", "Kirkwall", "Wick", 16, "mi", "N"),
    ("The drone fell near Narva, a border city 210 kilometres east of Tallinn.",
     "Narva", "Tallinn", 210, "km", "E"),
    ("Police closed the road at Tilbury, about 25 miles downriver from London.",
     "Tilbury", "London", 25, "mi", "downstream"),
    ("Some 90 km south-southwest of Oslo, the port of Larvik handles the ferries.",
     "Larvik", "Oslo", 90, "km", "SSW"),
    ("Barely twelve miles from Calais, Dunkirk braced for the storm.",
     "Dunkirk", "Calais", 12, "mi", None),
    ("In Mildura, which sits more than 500 km northwest of Melbourne, it was 47 degrees.",
     "Mildura", "Melbourne", 500, "km", "NW"),
    ("Gander, a town of 11,000 people some 330 km from St. John's, took in the passengers.",
     "Gander", "St. John's", 330, "km", None),
    ("Sombor is 178 km (111 mi) northwest of Belgrade.", "Sombor", "Belgrade", 178, "km", "NW"),
    ("The village of Barrow, six miles outside Lincoln, has no shop.",
     "Barrow", "Lincoln", 6, "mi", None),
    ("Kiruna lies 145 kilometres beyond Gallivare.", "Kiruna", "Gallivare", 145, "km", None),
    ("Aktobe is roughly 100 km off Orenburg.", "Aktobe", "Orenburg", 100, "km", None),
    ("Tromso is 350 km north of the Arctic Circle.", "Tromso", "Arctic Circle", 350, "km", "N"),
    ("Pskov stands 20 versts from Izborsk.", "Pskov", "Izborsk", 20, "verst", None),
    ("Ouessant lies 25 nautical miles west of Brest.",
     "Ouessant", "Brest", 25, "nmi", "W"),
    ("Trieste is located between 8 and 10 km from Muggia.", "Trieste", "Muggia", 8, "km", None),
    ("Gao is 1,200 km by road from Bamako.", "Gao", "Bamako", 1200, "km", None),
    ("Malaga and Marbella are 60 km apart.", "Marbella", "Malaga", 60, "km", None),
    ("The distance between Turin and Milan is 140 kilometres.", "Milan", "Turin", 140, "km", None),
    ("The 300-mile journey from Denver to Durango was cancelled.",
     "Durango", "Denver", 300, "mi", None),
    ("Zermatt, 35 km up the valley from Visp, can be reached by train only.",
     "Zermatt", "Visp", 35, "km", None),
    ("It was found in Hull, five hundred yards from Paragon Station.",
     "Hull", "Paragon Station", 500, "yd", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "subject", "reference", "value", "unit", "direction"), DISTANCES,
    ids=[row[0][:40] for row in DISTANCES],
)  # fmt: skip
def test_a_distance_is_told_of_its_subject_from_its_reference(
    text: str, subject: str, reference: str, value: float, unit: str, direction: str | None
) -> None:
    claim = only(text, "distance")
    assert names(claim) == (subject, reference)
    assert claim.measure is not None
    assert (claim.measure.value, claim.measure.unit) == (value, unit)
    assert claim.direction == direction


# text, subject, reference, direction
DIRECTIONS = [
    ("Fighting went on in Tokmak, south of Zaporizhzhia.", "Tokmak", "Zaporizhzhia", "S"),
    ("Erbil lies east of Mosul.", "Erbil", "Mosul", "E"),
    ("Turku is a port west of Helsinki.", "Turku", "Helsinki", "W"),
    ("Bordj Badji is in the far south of Algeria.", "Bordj Badji", "Algeria", "S"),
    ("Irun is located in the northeast of Spain.", "Irun", "Spain", "NE"),
    ("Goma, a city in the east of Congo, was quiet.", "Goma", "Congo", "E"),
    ("Marseille, northwest of Toulon, is older.", "Marseille", "Toulon", "NW"),
    ("Kaesong is just north of Paju.", "Kaesong", "Paju", "N"),
    ("Norilsk, north-northeast of Krasnoyarsk, mines nickel.", "Norilsk", "Krasnoyarsk", "NNE"),
    ("Passau stands upstream of Linz.", "Passau", "Linz", "upstream"),
    ("Vidin lies downstream from Belgrade.", "Vidin", "Belgrade", "downstream"),
    ("Kismayo is situated to the southwest of Mogadishu.", "Kismayo", "Mogadishu", "SW"),
    ("Nadym, due east of Salekhard, is colder.", "Nadym", "Salekhard", "E"),
    ("Chur is a town southeast of Zurich.", "Chur", "Zurich", "SE"),
    ("Arkhangelsk lies in the north of Russia.", "Arkhangelsk", "Russia", "N"),
    ("Izium, a few miles south of Kharkiv, lay in ruins.", "Izium", "Kharkiv", "S"),
    ("Several miles west of Selma, Orrville has one school.", "Orrville", "Selma", "W"),
    ("Lens lies on the south side of Lille.", "Lens", "Lille", "S"),
    ("Cuxhaven is north-west of Hamburg.", "Cuxhaven", "Hamburg", "NW"),
    ("Agadez is found to the north of Zinder.", "Agadez", "Zinder", "N"),
]


@pytest.mark.parametrize(
    ("text", "subject", "reference", "direction"), DIRECTIONS,
    ids=[row[0][:40] for row in DIRECTIONS],
)  # fmt: skip
def test_a_direction_without_an_amount_is_a_claim(
    text: str, subject: str, reference: str, direction: str
) -> None:
    claim = only(text, "direction")
    assert names(claim) == (subject, reference)
    assert claim.direction == direction
    assert claim.measure is None


# text, subject, reference, amount, unit, mode
TIMES = [
    ("Ottawa is a two-hour drive from Montreal.", "Ottawa", "Montreal", 2, "h", "road"),
    ("Siena, an hour by bus from Florence, was full.", "Siena", "Florence", 1, "h", "road"),
    ("It is a 14-hour train ride from Hanoi to Hue.", "Hue", "Hanoi", 14, "h", "rail"),
    ("The ferry from Dover to Calais takes 90 minutes.", "Calais", "Dover", 90, "min", "water"),
    ("Lhasa is a four-hour flight from Beijing.", "Lhasa", "Beijing", 4, "h", "air"),
    ("Bergen is seven hours from Oslo by train.", "Bergen", "Oslo", 7, "h", "rail"),
    ("The trip from Lisbon to Porto takes about three hours.",
     "Porto", "Lisbon", 3, "h", "unspecified"),
    ("Petra lies three hours south of Amman.", "Petra", "Amman", 3, "h", "unspecified"),
    ("Reims is 45 minutes by train from Paris.", "Reims", "Paris", 45, "min", "rail"),
    ("Ushguli is five hours' drive from Kutaisi.", "Ushguli", "Kutaisi", 5, "h", "road"),
    ("The flight between Perth and Sydney lasts five hours.", "Sydney", "Perth", 5, "h", "air"),
    ("Alice Springs is a three-day drive from Adelaide.",
     "Alice Springs", "Adelaide", 3, "day", "road"),
    ("Lamu, two hours by boat from Malindi, has no cars.", "Lamu", "Malindi", 2, "h", "water"),
    ("Girona is less than forty minutes from Barcelona by high-speed rail.",
     "Girona", "Barcelona", 40, "min", "rail"),
    ("It takes six hours to drive from Denver to Moab.", "Moab", "Denver", 6, "h", "road"),
    ("Ella is a six to seven hour train journey from Colombo.", "Ella", "Colombo", 6, "h", "rail"),
    ("The journey by rail from Perm to Omsk takes 18 hours.", "Omsk", "Perm", 18, "h", "rail"),
    ("Wengen is a 12-minute walk from Lauterbrunnen.",
     "Wengen", "Lauterbrunnen", 12, "min", "road"),
    ("Bath is an hour and a half from London by train.", "Bath", "London", 1.5, "h", "rail"),
    ("Arequipa is a one-hour flight from Lima.", "Arequipa", "Lima", 1, "h", "air"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "subject", "reference", "value", "unit", "mode"), TIMES,
    ids=[row[0][:40] for row in TIMES],
)  # fmt: skip
def test_a_travel_time_tells_how_one_travels(
    text: str, subject: str, reference: str, value: float, unit: str, mode: str
) -> None:
    claim = only(text, "travel_time")
    assert names(claim) == (subject, reference)
    assert claim.measure is not None
    assert (claim.measure.value, claim.measure.unit) == (value, unit)
    assert claim.mode == mode


# text, subject, reference
NEARNESS = [
    ("Astara lies on the Caspian Sea.", "Astara", "Caspian Sea"),
    ("Komarno is a town on the Danube River.", "Komarno", "Danube River"),
    ("Vyborg is near the border with Finland.", "Vyborg", "border with Finland"),
    ("The base at Engels, near Saratov, was hit.", "Engels", "Saratov"),
    ("Gevgelija is close to the Greek border.", "Gevgelija", "Greek border"),
    ("Nuevo Laredo sits across the border from Laredo.", "Nuevo Laredo", "Laredo"),
    ("Swinoujscie is next to Ahlbeck.", "Swinoujscie", "Ahlbeck"),
    (
        "Terespol is situated on the border between Poland and Belarus.",
        "Terespol",
        "border between Poland and Belarus",
    ),
    ("Split is a city on the Adriatic coast.", "Split", "Adriatic coast"),
    ("Varanasi stands on the banks of the Ganges.", "Varanasi", "Ganges"),
    ("Bregenz lies on the shore of Lake Constance.", "Bregenz", "Lake Constance"),
    ("Chop is adjacent to the Hungarian border.", "Chop", "Hungarian border"),
    ("Hoboken is not far from Manhattan.", "Hoboken", "Manhattan"),
    ("Versailles, on the outskirts of Paris, was quiet.", "Versailles", "Paris"),
    ("Dandong is on the Yalu River.", "Dandong", "Yalu River"),
    ("Saatse lies on the Russia-Estonia border.", "Saatse", "Russia-Estonia border"),
    ("Tornio is near Haparanda.", "Tornio", "Haparanda"),
    ("Kakhovka is located on the shores of the Dnieper River.", "Kakhovka", "Dnieper River"),
    ("Cadiz is on Spain's coast.", "Cadiz", "Spain's coast"),
    ("Hallstatt is in the vicinity of Bad Ischl.", "Hallstatt", "Bad Ischl"),
]


@pytest.mark.parametrize(
    ("text", "subject", "reference"), NEARNESS, ids=[row[0][:40] for row in NEARNESS]
)
def test_nearness_to_a_place_a_border_or_a_water_is_a_claim(
    text: str, subject: str, reference: str
) -> None:
    claim = only(text, "proximity")
    assert names(claim) == (subject, reference)
    assert claim.measure is None


# text, subject, reference, other
BETWEEN = [
    ("Jena lies between Weimar and Gera.", "Jena", "Weimar", "Gera"),
    ("Tver is halfway between Moscow and Bologoye.", "Tver", "Moscow", "Bologoye"),
    ("Luga, midway between Pskov and Gatchina, has a barracks.", "Luga", "Pskov", "Gatchina"),
    ("Coventry is located between Birmingham and Leicester.",
     "Coventry", "Birmingham", "Leicester"),
    ("The village sits about halfway between Dijon and Lyon.", "The village", "Dijon", "Lyon"),
    ("Ulm stands between Stuttgart and Munich.", "Ulm", "Stuttgart", "Munich"),
    ("Andorra lies between France and Spain.", "Andorra", "France", "Spain"),
    ("Barstow is roughly midway between Los Angeles and Las Vegas.",
     "Barstow", "Los Angeles", "Las Vegas"),
    ("Kurgan is situated between Chelyabinsk and Omsk.", "Kurgan", "Chelyabinsk", "Omsk"),
    ("Milton sits in between the villages of Hook and Ash.", "Milton", "Hook", "Ash"),
    ("Nauru lies between Hawaii and Australia.", "Nauru", "Hawaii", "Australia"),
    ("Linz, between Salzburg and Vienna, makes steel.", "Linz", "Salzburg", "Vienna"),
    ("Waco is half way between Dallas and Austin.", "Waco", "Dallas", "Austin"),
    ("Kirov is found between Perm and Kostroma.", "Kirov", "Perm", "Kostroma"),
    ("Doncaster lies somewhere between Leeds and Lincoln.", "Doncaster", "Leeds", "Lincoln"),
    ("Orsha is between Minsk and Smolensk.", "Orsha", "Minsk", "Smolensk"),
    ("Taupo lies mid-way between Auckland and Wellington.", "Taupo", "Auckland", "Wellington"),
    ("Parma was built between Piacenza and Modena.", "Parma", "Piacenza", "Modena"),
    ("Girga is located halfway between Sohag and Qena.", "Girga", "Sohag", "Qena"),
    ("Yuma remains between Phoenix and San Diego.", "Yuma", "Phoenix", "San Diego"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "subject", "reference", "other"), BETWEEN, ids=[row[0][:40] for row in BETWEEN]
)
def test_a_place_between_two_others_has_two_references(
    text: str, subject: str, reference: str, other: str
) -> None:
    claim = only(text, "between")
    assert names(claim) == (subject, reference)
    assert claim.other is not None
    assert claim.other.text == other


COMPARISONS = [
    ("Denver is closer to Cheyenne than to Pueblo.", "Denver", "Cheyenne", "Pueblo"),
    ("Lille is nearer to London than to Lyon.", "Lille", "London", "Lyon"),
    ("Vladivostok is farther from Moscow than from Tokyo.", "Vladivostok", "Moscow", "Tokyo"),
    ("El Paso lies closer to San Diego than to Houston.", "El Paso", "San Diego", "Houston"),
    ("Nome is closer to Anadyr than Juneau.", "Nome", "Anadyr", "Juneau"),
    ("Gdansk is closer to Stockholm than to Krakow.", "Gdansk", "Stockholm", "Krakow"),
    ("Darwin is nearer to Dili than to Sydney.", "Darwin", "Dili", "Sydney"),
    ("Trieste, closer to Vienna than to Rome, has coffee houses.", "Trieste", "Vienna", "Rome"),
    ("Ushuaia is further from Quito than from Santiago.", "Ushuaia", "Quito", "Santiago"),
    ("Khabarovsk is much closer to Beijing than to Moscow.", "Khabarovsk", "Beijing", "Moscow"),
    ("Erie is closer to Cleveland than it is to Philadelphia.",
     "Erie", "Cleveland", "Philadelphia"),
    ("Malaga lies nearer to Tangier than to Madrid.", "Malaga", "Tangier", "Madrid"),
    ("Kirkenes is closer to Murmansk than to Tromso.", "Kirkenes", "Murmansk", "Tromso"),
    ("Bari is further from Turin than from Tirana.", "Bari", "Turin", "Tirana"),
    ("Perth is closer to Jakarta than to Sydney.", "Perth", "Jakarta", "Sydney"),
    ("Strasbourg sits nearer to Stuttgart than to Paris.", "Strasbourg", "Stuttgart", "Paris"),
    ("Leticia is closer to Iquitos than to Bogota.", "Leticia", "Iquitos", "Bogota"),
    ("Salekhard is farther from Perm than from Vorkuta.", "Salekhard", "Perm", "Vorkuta"),
    ("Carlisle is closer to Glasgow than to Leeds.", "Carlisle", "Glasgow", "Leeds"),
    ("Urumqi is nearer to Almaty than to Xi'an.", "Urumqi", "Almaty", "Xi'an"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "subject", "reference", "other"), COMPARISONS, ids=[row[0][:40] for row in COMPARISONS]
)
def test_a_comparison_names_what_it_compares(
    text: str, subject: str, reference: str, other: str
) -> None:
    claim = only(text, "comparison")
    assert names(claim) == (subject, reference)
    assert claim.other is not None
    assert claim.other.text == other


# text, subject, reference
DETOURS = [
    ("The route from Turin to Nice is circuitous.", "Nice", "Turin"),
    ("He took a roundabout route from Amman to Basra.", "Basra", "Amman"),
    ("The line between Sofia and Varna is indirect.", "Varna", "Sofia"),
    ("They chose a circuitous path from Quito to Guayaquil.", "Guayaquil", "Quito"),
    ("The railway from Perm to Serov is winding.", "Serov", "Perm"),
    ("The road from Fez to Tangier is direct.", "Tangier", "Fez"),
    ("It is a tortuous journey from Lhasa to Kathmandu.", "Kathmandu", "Lhasa"),
    ("The track from Bergen to Oslo is anything but straight.", "Oslo", "Bergen"),
    ("A winding road from Sapa to Hanoi was closed.", "Hanoi", "Sapa"),
    ("The trip from Cork to Belfast is roundabout.", "Belfast", "Cork"),
    ("The way from Delhi to Leh is far from direct.", "Leh", "Delhi"),
    ("The passage from Aden to Muscat is not straightforward.", "Muscat", "Aden"),
    ("A meandering route from Nantes to Tours opened.", "Tours", "Nantes"),
    ("The train line from Chita to Harbin is indirect.", "Harbin", "Chita"),
    ("An indirect way between Bonn and Trier remains.", "Trier", "Bonn"),
    ("The ride from Lima to Cusco is long and circuitous.", "Cusco", "Lima"),
    ("Brest is 600 km from Vilnius, but the route there is circuitous.", "Brest", "Vilnius"),
    ("Kemi lies 100 km from Oulu, and the line is direct.", "Kemi", "Oulu"),
    ("Elba lies 30 km from Pisa. The way there is roundabout.", "Elba", "Pisa"),
    ("Ayr is 50 km from Perth. The train journey there is indirect.", "Ayr", "Perth"),
]


@pytest.mark.parametrize(
    ("text", "subject", "reference"), DETOURS, ids=[row[0][:40] for row in DETOURS]
)
def test_a_detour_is_told_of_a_way_between_two_places(
    text: str, subject: str, reference: str
) -> None:
    assert names(only(text, "detour")) == (subject, reference)


# text, amount, unit, equivalent, unit
CONVERSIONS = [
    ("They marched 60 kilometers (37 miles).", 60, "km", 37, "mi"),
    ("It fell 12 miles (19 km) short.", 12, "mi", 19, "km"),
    ("The cable is 900 metres (2,950 feet) long.", 900, "m", 2950, "ft"),
    ("The ship was 200 nautical miles (370 km) off.", 200, "nmi", 370, "km"),
    ("A zone of 1.5 miles (2.4 km) was closed.", 1.5, "mi", 2.4, "km"),
    ("It flew 1,000 km (620 miles) before it fell.", 1000, "km", 620, "mi"),
    ("The crater is 30 feet (9 meters) wide.", 30, "ft", 9, "m"),
    ("They advanced 5 km, or 3 miles, on Monday.", 5, "km", 3, "mi"),
    ("The wall is 100 yards (91 m) long.", 100, "yd", 91, "m"),
    ("A trail of 25 km [15.5 mi] leads there.", 25, "km", 15.5, "mi"),
    ("The depth is 6,000 metres (20,000 feet).", 6000, "m", 20000, "ft"),
    ("The run was 42.2 km (26.2 miles) long.", 42.2, "km", 26.2, "mi"),
    ("He walked 10 versts (11 km) a day.", 10, "verst", 11, "km"),
    ("The pass is 5,000 metres (16,400 ft) high.", 5000, "m", 16400, "ft"),
    ("It is visible from 50 miles (80 kilometres).", 50, "mi", 80, "km"),
    ("Fences run for 700 kilometres (435 miles).", 700, "km", 435, "mi"),
    ("A band 3 km (1.9 mi) wide burned.", 3, "km", 1.9, "mi"),
    ("The hole was 7ft (2.1m) deep.", 7, "ft", 2.1, "m"),
    ("The line covers 250 li (125 km).", 250, "li", 125, "km"),
    ("Waves reached 40 feet (12 metres).", 40, "ft", 12, "m"),
]


@pytest.mark.parametrize(
    ("text", "value", "unit", "equivalent", "other_unit"), CONVERSIONS,
    ids=[row[0][:40] for row in CONVERSIONS],
)  # fmt: skip
def test_the_same_length_in_two_units_is_a_conversion(
    text: str, value: float, unit: str, equivalent: float, other_unit: str
) -> None:
    claim = only(text, "conversion")
    assert claim.measure is not None
    assert claim.equivalent is not None
    assert (claim.measure.value, claim.measure.unit) == (value, unit)
    assert (claim.equivalent.value, claim.equivalent.unit) == (equivalent, other_unit)
