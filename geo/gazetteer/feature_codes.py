"""GeoNames' feature codes as our kinds (https://www.geonames.org/export/codes.html)."""

from __future__ import annotations

from geo.gazetteer.rows import settlement_kind

__all__ = ["FEATURE_KINDS", "kind_of_feature"]

_CODES_OF = {
    "country": "PCL PCLF PCLI PCLS",
    "territory": "PCLD PCLIX TERR LTER",
    "continent": "CONT",
    "region": "ADM1",
    "county": "ADM2",
    "area": "ADMD AREA DLTA LCTY MRSH OAS RGN RGNE RGNL SWMP WTLD ZN ZNB",
    "river": "STM STMA STMC STMD STMI STMIX STMM STMS STMSB STMX",
    "canal": "CNL CNLA CNLN CNLX",
    "lake": "LGN LGNS LGNX LK LKC LKI LKN LKNI LKO LKOI LKS LKSC LKSI LKSN LKSNI LKX",
    "reservoir": "RSV RSVI",
    "sea": "SEA",
    "ocean": "OCN",
    "gulf": "GULF",
    "bay": "BAY BAYS BGHT COVE ESTY FJD FJDS INLT SD",
    "strait": "CHN NRWS STRT",
    "island": "ATOL ISL ISLET ISLF ISLM ISLT ISLX",
    "archipelago": "ISLS",
    "peninsula": "ISTH PEN PENX",
    "cape": "CAPE HDLD PT PTS",
    "mountain": "HLL MT PK PKS VLC",
    "range": "HLLS MTS MTSX RDGE",
    "pass": "GAP PASS SDL",
    "desert": "DSRT ERG",
    "plain": "PLAT PLATX PLN PLNX UPLD",
    "valley": "CNYN GRGE VAL VALS VALX",
    "forest": "FRST FRSTF PRK RESF RESN RESW",
    "coast": "BCH CST",
    "station": "MTRO RJCT RSD RSTN RSTP RYD",
    "border_crossing": "CSTM PSTB PSTC",
    "bridge": "BDG",
    "tunnel": "TNL TNLC TNLRD TNLRR",
    "port": "ANCH HBR MAR PRT",
    "airport": "AIRF AIRP",
    "spaceport": "CTRS",
    "military_site": "AIRB INSM MILB NVB RNGA",
    "nuclear_site": "CTRA PSN",
    "dam": "DAM",
    "landmark": "CSTL FT GLCR MNMT PAL WTRFL",
    "district": "PPLX",
}

#: Feature code -> kind. Codes of settlements other than ``PPLX`` are not in it: their kind
#: depends on the population. Divisions below the second level are left out, for they mostly
#: repeat the name of their seat; so is what has gone (codes that end with H or Q).
FEATURE_KINDS: dict[str, str] = {
    code: kind for kind, codes in _CODES_OF.items() for code in codes.split()
}

#: Settlements that exist no more and left no village behind.
_GONE = frozenset({"PPLCH", "PPLH"})


def kind_of_feature(feature_class: str, code: str, population: int = 0) -> str:
    """Kind of a GeoNames feature; "" for one that we have no use for.

    Parameters
    ----------
    feature_class : str
        One letter: A, H, L, P, R, S, T, U or V.
    code : str
        Feature code; may be empty.
    population : int
        Decides whether a settlement is a city, a town or a village.

    Examples
    --------
    >>> kind_of_feature("H", "STM"), kind_of_feature("P", "PPLA", 60_000)
    ('river', 'city')
    >>> kind_of_feature("P", "PPLX", 60_000), kind_of_feature("S", "HTL")
    ('district', '')
    """
    kind = FEATURE_KINDS.get(code, "")
    if kind or code in _GONE:
        return kind
    if feature_class == "P" or code.startswith("PPL"):
        return settlement_kind(population)
    return ""
