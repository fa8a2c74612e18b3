"""HTML for the reading paths, and for values and strategies in the words of their papers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from html import escape

from kb.datatypes import Citation, Term
from kb.exploring.records import PathStep, Principle, ReadingPath
from kb.strings_da import BODY_TEXT
from kb.strings_da.newcomers import TOPICS, Newcomers, Topic
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.context import Excerpt
from kb.ui.explained import with_terms
from kb.ui.register import Row, brief
from kb.ui.render import arrival, badges, line, marked, meta

WORDS_A_MINUTE = 200
"""How fast an unfamiliar text is read, with care."""

TOPIC_OF = {topic.key: topic for topic in TOPICS}


def minutes(count: int) -> str:
    """How long so many words take to read."""
    return Newcomers.MINUTES.format(count=words.number(max(1, round(count / WORDS_A_MINUTE))))


def steps(count: int) -> str:
    """How many stops, in words."""
    return words.counted(count, Newcomers.ONE_STEP, Newcomers.MANY_STEPS)


def to_step(key: str, step: int | str = "") -> str:
    """The address of a reading path, or of one stop on it."""
    return address.link(Newcomers.PATH, {Newcomers.PARAM_TOPIC: key, Newcomers.PARAM_STEP: str(step)})


def choice(paths: Sequence[ReadingPath]) -> str:
    """The paths to choose from, each with its size, and what there is too little about."""
    shown = [path for path in paths if path.is_shown]
    left_out = [path for path in paths if not path.is_shown]
    short = ", ".join(
        Newcomers.SOURCES_FOUND.format(topic=TOPIC_OF[path.key].title, count=words.documents(path.documents))
        for path in left_out
    )
    note = f"<p>{escape(Newcomers.TOO_LITTLE.format(topics=short))}</p>" if short else ""
    if not shown:
        return f"<p>{Newcomers.NO_PATHS}</p>{note}"
    cards = "".join(_card(path) for path in shown)
    return f'<ul class="kb-paths">{cards}</ul>{note}'


def way(path: ReadingPath, here: int, done: Collection[int]) -> str:
    """The stops of a path with their numbers: where one is, and which were read; ``here`` is 0 at its end."""
    items = []
    before = ""
    for step in path.steps:
        number, title = step.citation.n, step.citation.title
        of = f'<span class="kb-of">{escape(title)}</span>' if title != before else ""
        before = title
        current = ' aria-current="step"' if number == here else ""
        read = f' <span class="kb-read">{Newcomers.DONE}</span>' if number in done and number != here else ""
        items.append(
            f'<li><a href="{to_step(path.key, number)}"{current}><span class="kb-stop">{number}</span> '
            f"<span>{escape(_label(step))}{of if _label(step) != title else ''}</span></a>{read}</li>"
        )
    told = Newcomers.DONE_COUNT.format(done=len(done), count=len(path.steps))
    return (
        f'<nav class="kb-way-nav" aria-label="{Newcomers.STEPS}"><p class="kb-meta">{told}</p>'
        f"<ol>{''.join(items)}</ol></nav>"
    )


def stop(path: ReadingPath, number: int, whole: Excerpt, terms: Sequence[Term], at: str) -> str:
    """One stop of a path: its quote, words explained, where it stands, why it is there, and the way on."""
    step = path.steps[number - 1]
    cited = step.citation
    told = Newcomers.STEP_OF.format(step=number, count=len(path.steps))
    label = _label(step)
    return (
        f'<section class="kb-stop-now" aria-labelledby="kb-stop"><h2 id="kb-stop" tabindex="-1"{arrival(at)}>'
        f'<span class="kb-kicker">{told}</span> {escape(label)}</h2>'
        f"{quote(cited, terms, 'stop')}"
        f'<p class="kb-why">{Newcomers.WHY} {Newcomers.REASONS[step.reason]} '
        f"{Newcomers.SECTION_TIME.format(time=minutes(step.words))}</p>"
        f"{_rest(whole)}"
        f'<p class="kb-actions"><a href="{address.to_span(cited.document, cited.start, cited.end)}">'
        f'{Newcomers.SEE_QUOTE}</a><a href="{address.to_document(cited.document)}">'
        f"{Newcomers.READ_DOCUMENT}</a></p></section>{_pager(path, number)}"
    )


def finished(path: ReadingPath, topic: Topic, at: str) -> str:
    """The end of a path: what may come next."""
    ask = address.link("", {Ui.PARAM_QUESTION: topic.questions[0]})
    text = Newcomers.FINISHED_TEXT.format(topic=topic.title)
    return (
        f'<section class="kb-stop-now" aria-labelledby="kb-stop"><h2 id="kb-stop" tabindex="-1"{arrival(at)}>'
        f"{Newcomers.FINISHED}</h2><p>{escape(text)}</p>"
        f'<p class="kb-actions"><a href="{ask}">{escape(topic.questions[0])}</a>'
        f'<a href="{to_step(path.key, len(path.steps))}">{Newcomers.PREVIOUS}</a>'
        f'<a href="{address.link(Newcomers.PATH)}">{Newcomers.ALL_PATHS}</a></p></section>'
    )


def onward(question: str, paths: Sequence[ReadingPath] | None) -> str:
    """The way from an answer to the reading paths on what was asked; ``paths`` is None before they are found.

    Nothing where the question is on none of the topics, or the material has too little on it.
    """
    shown = None if paths is None else {path.key for path in paths if path.is_shown}
    links = "".join(
        f'<li><a href="{to_step(topic.key)}">{escape(topic.title)}</a></li>'
        for topic in TOPICS
        if re.search(topic.cues, question, re.IGNORECASE) and (shown is None or topic.key in shown)
    )
    if not links:
        return ""
    return (
        f'<div class="kb-suggest"><p id="kb-onward">{Newcomers.ONWARD}</p>'
        f'<ul aria-labelledby="kb-onward">{links}</ul></div>'
    )


def quote(cited: Citation, terms: Sequence[Term], prefix: str) -> str:
    """A quote with the words in it explained, its document, its place and how binding it is."""
    return (
        f'<blockquote class="kb-said"><div class="kb-text">'
        f"{with_terms(cited.quote, terms, prefix, cited.document)}"
        f'</div></blockquote><p class="kb-title">{escape(cited.heading)}</p>{meta(cited)}'
        f'<p class="kb-badges">{badges(cited)}</p><p class="kb-file">{escape(cited.document)}</p>'
    )


def principle(
    found: Principle, terms: Sequence[Term], prefix: str, row: Callable[[Principle], Sequence[Row]]
) -> str:
    """One paper behind its title: what it says, what that means in practice, and who decided on it."""
    practice = _quotes(found.practice, terms, f"{prefix}p") or f"<p>{Newcomers.NO_PRACTICE}</p>"
    decided = brief(row(found)) if found.decisions else f"<p>{Newcomers.NOT_IN_REGISTER}</p>"
    claim = ""
    if found.claim:
        where = address.to_span(found.document, found.claim.start, found.claim.end)
        claim = (
            f'<p>{Newcomers.CLAIMS} <a href="{where}">»{escape(" ".join(found.claim.quote.split()))}«</a></p>'
        )
    return (
        f'<details class="kb-principle"><summary>{escape(found.title)}</summary><div>'
        f'<p class="kb-file"><a href="{address.to_document(found.document)}">{Newcomers.READ_DOCUMENT}'
        f'<span class="kb-hidden">: {escape(found.title)}</span></a> {escape(found.document)}</p>'
        f"<h4>{Newcomers.SAYS}</h4>{_quotes(found.says, terms, f'{prefix}s')}"
        f"<h4>{Newcomers.PRACTICE}</h4>{practice}"
        f"<h4>{Newcomers.ADOPTED}</h4>{decided}{claim}</div></details>"
    )


def _quotes(cited: Sequence[Citation], terms: Sequence[Term], prefix: str) -> str:
    """Quotes of one paper, each under its section, with its page and the way to it."""
    items = "".join(_said(each, terms, f"{prefix}{number}") for number, each in enumerate(cited))
    return f'<ul class="kb-said-list">{items}</ul>' if items else ""


def _said(cited: Citation, terms: Sequence[Term], prefix: str) -> str:
    name = "" if cited.section == BODY_TEXT else words.section(cited.section, cited.section_kind)
    title = f'<p class="kb-title">{escape(name)}</p>' if name else ""
    where = address.to_span(cited.document, cited.start, cited.end)
    return (
        f'<li>{title}<blockquote><div class="kb-text">'
        f"{with_terms(cited.quote, terms, prefix, cited.document)}</div></blockquote>"
        f'<p class="kb-actions"><a href="{where}">{Newcomers.SEE_QUOTE}'
        f'<span class="kb-hidden">: {escape(name or cited.title)}</span></a> '
        f'<span class="kb-meta">{escape(words.page(cited.page, cited.page_inferred))}</span></p></li>'
    )


def _card(path: ReadingPath) -> str:
    topic = TOPIC_OF[path.key]
    size = Newcomers.PATH_SIZE.format(
        steps=steps(len(path.steps)), documents=words.documents(path.documents), time=minutes(path.words)
    )
    return (
        f'<li><a href="{to_step(path.key)}"><strong>{escape(topic.title)}</strong></a>'
        f"<p>{escape(topic.lead)}</p>{line([size])}</li>"
    )


def _label(step: PathStep) -> str:
    """What a stop is called: its section, or its document where the section has no name of its own."""
    cited = step.citation
    if cited.item or not cited.section or cited.section == BODY_TEXT:
        return cited.heading
    return cited.section


def _rest(whole: Excerpt) -> str:
    """The whole section, where the quote is not all of it."""
    if not (whole.before.strip() or whole.after.strip()):
        return ""
    return f"<details><summary>{Newcomers.READ_SECTION}</summary>{marked(whole)}</details>"


def _pager(path: ReadingPath, number: int) -> str:
    before = (
        f'<a href="{to_step(path.key, number - 1)}">{Newcomers.PREVIOUS}</a>'
        if number > 1
        else "<span></span>"
    )
    last = number == len(path.steps)
    to = Newcomers.STEP_FINISHED if last else number + 1
    name = Newcomers.FINISH if last else Newcomers.NEXT
    return (
        f'<nav class="kb-pager" aria-label="{Newcomers.STEP_OF.format(step=number, count=len(path.steps))}">'
        f'{before}<a class="kb-onward" href="{to_step(path.key, to)}">{name}</a></nav>'
    )
