"""Whether a time in a sentence lies behind the writer or ahead."""

from __future__ import annotations

import re

__all__ = ["is_future"]

#: How far before and after the expression the verb is looked for.
_BEFORE, _AFTER = 90, 70

_PLANS = (
    r"meet|visit|attend|hold|host|arrive|travel|leave|depart|begin|start|open|vote|run|resume|return"
    r"|take|make|cross|reach|stop|go|come|be|continue|reopen|launch|fly|sail|appear|speak|give|end"
    r"|close|sign|discuss|join|receive|deliver|play|face|last|remain|stay|pass|head"
)
_MARK = re.compile(
    # "may have left": a guess about the past.
    r"(?P<guess>\b(?:may|might|could|would|must|should)(?:\snot)?\shave\b)"
    r"|(?P<future>\b(?:will|won['’]t|shall|would|may|might|could|can|must|should)\b(?!['’])|['’]ll\b"
    rf"|\bto\s(?:{_PLANS})\b"
    r"|\b(?:expected|scheduled|due|set|slated|planned|supposed|going|likely|about|poised)\s(?:to|for)\b"
    r"|\b(?:is|are|be|now|still)\s(?:expected|scheduled|due|set|slated|planned)\b"
    r"|\b(?:expected|due)\s(?:in|at|on|by|back)\b"
    r"|\b(?:expects?|plans?|hopes?|intends?|wants?|aims?)\b"
    r"|\b(?:as\searly\sas|no\s(?:earlier|sooner)\sthan|no\slater\sthan|ahead\sof|upcoming)\b"
    r"|\b(?:meets|arrives|opens|begins|starts|ends|runs|resumes|visits|departs|leaves|returns|holds)\b)"
    r"|(?P<past>\b(?:said|says|told|was|were|had|has|have|did|came|went|left|met|took|saw|made|held"
    r"|began|ran|flew|gave|got|found|sent|spent|spoke|drove|rode|rolled|grew|knew|won|lost|wrote"
    r"|rose|fell|hit|kept|led|paid|put|sold|shot|stood|thought|brought|built|became|struck)\b"
    r"|\b(?!(?:expected|scheduled|slated|planned)\b)[a-z]{2,20}ed\b(?!\s(?:to|for)\b))",
)
#: Before the expression itself these point ahead, unless a verb of the past stands close.
_AHEAD = re.compile(r"\b(?:through|starting|beginning|by|until)\s(?:on\s)?$")
_CLOSE = 25

_STOP = re.compile(r"[.!?;\n]\s|\n|\bafter\b|\bwhen\b|\bwhere\b|\bwhich\b|\bwho\b|\bthat\b")


def is_future(text: str, start: int, end: int) -> bool | None:
    """Tell the tense of what is said about a span.

    The nearest verb before the span decides; where its sentence has none, the first after
    it does ("On Thursday they will meet").

    Parameters
    ----------
    text : str
        The article.
    start, end : int
        Where the expression of time stands.

    Returns
    -------
    bool or None
        True: ahead. False: behind. None: no verb tells.

    Examples
    --------
    >>> text = "Officials said Monday that the train will leave Tuesday."
    >>> is_future(text, 15, 21), is_future(text, 48, 55)
    (False, True)
    """
    before = text[max(0, start - _BEFORE) : start]
    breaks = [match.end() for match in re.finditer(r"[.!?;]\s|\n", before)]
    before = before[breaks[-1] :] if breaks else before
    marks = list(_MARK.finditer(before))
    far = not marks or len(before) - marks[-1].end() > _CLOSE
    if far and _AHEAD.search(before):
        return True
    if marks:
        # A clause between commas ends with them: "He, who will speak, arrived Monday" is
        # rare; "expected to meet, and left Monday" is not, and its nearest verb is right.
        return marks[-1].lastgroup == "future"
    after = text[end : end + _AFTER]
    stop = _STOP.search(after)
    mark = _MARK.search(after[: stop.start()] if stop else after)
    return mark.lastgroup == "future" if mark else None
