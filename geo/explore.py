"""The only composer: from sources to a report, one room after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import GeoError
from geo.model import Article, Claim, Problem, Provenance, Sighting, TimeWindow, Toponym
from geo.settings import Progress, Settings

if TYPE_CHECKING:
    from geo.gazetteer.asking import Asker
    from geo.gazetteer.embedded import Gazetteer
    from geo.rail import RailNetwork
    from geo.report import Report

__all__ = ["explore"]


def explore(
    *sources: str | Path | Article,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Report:
    """Find the places, check the claims and reconstruct the journey of some articles.

    Parameters
    ----------
    *sources : str, Path or Article
        Files, folders, URLs, ``-`` for standard input, or articles made by hand.
    settings : Settings, optional
        Choices of this run.
    progress : callable, optional
        Called with (what is being done, done, total).

    Returns
    -------
    Report
        With ``problems`` for every source that could not be read; the others are whole.

    Examples
    --------
    >>> from geo.model import Article
    >>> report = explore(Article("a", "Lyon is about 390 km southeast of Paris."))
    >>> report.claims[0].verdict.outcome
    'consistent'
    """
    from geo.article import read_sources
    from geo.gazetteer import open_asker, open_gazetteer
    from geo.journey import follow
    from geo.journey.as_of import articles_known
    from geo.journey.remarks import remarks
    from geo.rail import load
    from geo.report import Report
    from geo.toponyms import pipeline_provenance
    from geo.toponyms.named import place_named

    settings = settings or Settings()
    # A pipeline that is missing fails before anything else is done.
    piped = [pipeline_provenance(settings.recognizer)] if settings.recognizer != "rules" else []
    asker = open_asker(settings, progress)
    articles, problems = read_sources(sources, settings=settings, progress=progress)
    unknown: tuple[str, ...] = ()
    if settings.as_of is not None:
        articles, unknown = articles_known(articles, settings.as_of)
    gazetteer = open_gazetteer(settings, progress)
    asked = [
        place_named(name, gazetteer, min_score=settings.min_score) for name in settings.destinations
    ]
    network = load(settings.network, settings)

    toponyms: list[Toponym] = []
    claims: list[Claim] = []
    sightings: list[Sighting] = []
    for done, article in enumerate(articles):
        if progress:
            progress("Finding places and claims", done, len(articles))
        try:
            found = _study(article, gazetteer, network, settings, asker)
        except GeoError as error:
            problems.append(
                Problem(article.source or article.id, error.message, error.hint, error.exit_code)
            )
            continue
        toponyms += found[0]
        claims += found[1]
        sightings += found[2]
        unknown += tuple(remarks(article, found[0], found[2]))
    if progress:
        progress("Finding places and claims", len(articles), len(articles))
    if asker is not None:
        problems += asker.problems
    journey = None
    if settings.journeys:
        sightings, journey = follow(
            sightings,
            articles,
            network,
            mentioned=_places_of(toponyms),
            destinations=asked,
            speed_kmh=settings.speed_kmh,
            as_of=settings.as_of,
            at=settings.at,
            remarks=unknown,
        )
    return Report(
        articles=tuple(articles),
        toponyms=tuple(toponyms),
        claims=tuple(replace(claim, id=f"c{n}") for n, claim in enumerate(claims, start=1)),
        sightings=tuple(sightings),
        journey=journey,
        provenance=(
            *gazetteer.provenance,
            *(asker.provenance if asker is not None else ()),
            *piped,
            network.provenance,
            _METHOD,
        ),
        problems=tuple(problems),
    )


def _study(
    article: Article,
    gazetteer: Gazetteer,
    network: RailNetwork,
    settings: Settings,
    asker: Asker | None,
) -> tuple[list[Toponym], list[Claim], list[Sighting]]:
    """One article: its names, its claims with verdicts, its sightings."""
    from geo.article import find_times
    from geo.claims import check, find_claims
    from geo.journey import find_sightings
    from geo.toponyms import find_references, locate

    toponyms = locate(
        article.text,
        gazetteer,
        dateline=article.dateline_span,
        min_score=settings.min_score,
        article=article.id,
        asker=asker,
        ask_for=settings.geocoding.use,
        recognizer=settings.recognizer,
    )
    references = find_references(
        article.text, toponyms, capital_of=gazetteer.capital_of, article=article.id
    )
    mentions = sorted([*toponyms, *references], key=lambda mention: mention.start)
    claims = [
        check(claim, article.text, network)
        for claim in find_claims(article.text, mentions, article=article.id)
    ]
    if not settings.journeys:
        return toponyms, claims, []
    times: list[TimeWindow] = find_times(article, zone_of=_zones(article, mentions, gazetteer))
    return toponyms, claims, find_sightings(article, mentions, times)


def _zones(
    article: Article, mentions: list[Toponym], gazetteer: Gazetteer
) -> Callable[[Article, int], str]:
    """Time zone of a point of the text: that of the nearest named place that has one."""
    zoned = [m for m in mentions if m.place and m.place.timezone]

    def zone_of(_: Article, offset: int) -> str:
        nearest = min(zoned, key=lambda m: abs(m.start - offset), default=None)
        if nearest is not None and nearest.place is not None:
            return nearest.place.timezone
        places = gazetteer.lookup(article.dateline.split(",")[0]) if article.dateline else []
        return places[0].timezone if places else ""

    return zone_of


def _places_of(toponyms: list[Toponym]) -> list[Toponym]:
    return [toponym for toponym in toponyms if toponym.place is not None]


_METHOD = Provenance(
    what="distances and bearings",
    source="geodesics on the WGS84 ellipsoid (Karney 2013) by PROJ",
    licence="MIT",
)
