"""What is new after a build, and what is not."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from kb.datatypes import Clearance, CorrectedField, FieldCorrection
from kb.errors import UsageError
from kb.following.following import book_of
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.state.following import MOST_FOLLOWS, FollowBook, FollowKind, Wish
from kb.state.keys import OWNER_PREFIX, ApiKeys
from tests.following.conftest import IDA, NOW, Town

CYCLING = "Hvad er besluttet om cykelstien ved åen?"


def test_a_question_finds_the_quotes_of_a_new_document_and_no_others(town: Town) -> None:
    follow, _ = town.follow(CYCLING)
    assert town.build() == 0
    town.add("cykel.txt", "Cykelstien ved åen", day=10)
    town.add("svoemmehal.txt", "Renovering af svømmehallen", day=11)
    assert town.build() > 0
    assert town.where(follow) == ["cykel.txt"]
    quotes = [each.evidence.quote for each in town.news(follow)]
    assert any("Cykelstien ved åen begynder i 2027." in quote for quote in quotes)
    text = (town.settings.data / "cykel.txt").read_text("utf-8")
    assert all(quote in text for quote in quotes)
    assert not any(each.news.place.changed for each in town.news(follow))


def test_what_was_there_when_it_was_saved_is_not_new(town: Town) -> None:
    follow, _ = town.follow("Hvad er besluttet om en ny skole i Vestbyen?")
    town.add("haveby.txt", "Takster for haveaffald", day=12)
    assert town.build() == 0
    assert town.news(follow) == ()


def test_what_was_told_is_not_told_again(town: Town) -> None:
    follow, _ = town.follow(CYCLING)
    town.add("cykel.txt", "Cykelstien ved åen", day=10)
    told = town.build()
    town.add("andet.txt", "Takster for haveaffald", day=12)
    assert (town.build(), len(town.news(follow))) == (0, told)


def test_a_document_that_moved_is_not_new_and_its_news_follows_it(town: Town) -> None:
    follow, _ = town.follow(CYCLING)
    town.follow_decisions()
    path = town.add("cykel.txt", "Cykelstien ved åen", day=10)
    town.build()
    (town.settings.data / "arkiv").mkdir()
    shutil.move(path, town.settings.data / "arkiv" / "2026-cykel.txt")
    assert town.build() == 0
    assert town.where(follow) == ["arkiv/2026-cykel.txt"]


def test_the_same_text_in_a_file_with_other_bytes_is_not_new(town: Town) -> None:
    follow, _ = town.follow("Hvad er besluttet om en ny skole i Vestbyen?")
    decisions = town.follow_decisions()
    path = town.settings.data / "skole.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert town.build() == 0
    assert (town.news(follow), town.news(decisions)) == ((), ())


def test_a_document_with_other_words_is_told_as_changed(town: Town) -> None:
    follow = town.follow_decisions()
    path = town.settings.data / "skole.txt"
    path.write_text(path.read_text("utf-8").replace("begynder i 2027", "begynder i 2031"), "utf-8")
    assert town.build() == 1
    (entry,) = town.news(follow)
    assert entry.news.place.changed
    assert "begynder i 2031" in entry.evidence.quote


def test_decisions_are_new_under_their_filter_and_words_only(town: Town) -> None:
    climate = town.follow_decisions(committee="Klima- og Teknikudvalget")
    worded = town.follow_decisions("vandløb")
    town.add("vand.txt", "Plan for vandløb", "Klima- og Teknikudvalget", day=18)
    town.add("budget.txt", "Budget for 2028", day=17)
    assert town.build() == 2
    assert (town.where(climate), town.where(worded)) == (["vand.txt"], ["vand.txt"])


def test_one_more_row_that_says_the_same_is_new(town: Town) -> None:
    path = town.add("veje.txt", "Lukning af vej", day=20)
    town.build()
    follow = town.follow_decisions()
    item = path.read_text("utf-8").partition("Punkt 1")[2]
    path.write_text(f"{path.read_text('utf-8')}\nPunkt 2{item}", "utf-8")
    assert town.build() == 1
    assert [each.evidence.start for each in town.news(follow)] > [path.read_text("utf-8").index("Punkt 2")]


def test_a_correction_brings_a_known_row_under_the_filter(town: Town) -> None:
    follow = town.follow_decisions(committee="Klima- og Teknikudvalget")
    town.add("vej.txt", "Ny vej i byen", "Teknisk Udvalg", day=21, dated=False)
    assert town.build() == 0
    said = FieldCorrection(CorrectedField.COMMITTEE, "Teknisk Udvalg", "Klima- og Teknikudvalget")
    Corrections(StateDatabase(town.settings.state)).correct("vej.txt", [said], IDA, NOW)
    assert town.build() == 1
    assert town.where(follow) == ["vej.txt"]


def test_what_is_withheld_or_removed_later_is_dropped_in_silence(town: Town) -> None:
    follow, _ = town.follow(CYCLING)
    path = town.add("cykel.txt", "Cykelstien ved åen", day=10)
    town.build()
    assert town.where(follow) == ["cykel.txt"]
    path.write_text(f"Lukket Sag\n\n{path.read_text('utf-8')}", "utf-8")
    town.build()
    assert town.news(follow) == ()
    path.unlink()
    assert town.build() == 0
    assert town.news(follow) == ()


def test_a_place_where_other_words_stand_now_is_told_no_more(town: Town) -> None:
    follow, _ = town.follow(CYCLING)
    town.add("cykel.txt", "Cykelstien ved åen", day=10)
    town.build()
    before = {each.news.number for each in town.news(follow)}
    town.add("cykel.txt", "Broen over fjorden", day=10)
    town.build()
    assert before
    assert {each.news.number for each in town.news(follow)} & before == set()


def test_while_muted_nothing_is_gathered_and_nothing_comes_after(town: Town) -> None:
    follow, _ = town.follow(CYCLING)
    book_of(town.settings).mute(follow.number, NOW)
    town.add("cykel.txt", "Cykelstien ved åen", day=10)
    town.build()
    book_of(town.settings).mute(follow.number, None)
    assert town.build() == 0
    assert town.news(follow) == ()


def test_a_key_that_is_revoked_hears_of_nothing_more(town: Town) -> None:
    keys = ApiKeys(StateDatabase(town.settings.state))
    keys.create("esdh", Clearance.PUBLIC, NOW)
    follow, _ = town.follow(CYCLING, owner=f"{OWNER_PREFIX}esdh", clearance=Clearance.PUBLIC)
    town.add("cykel.txt", "Cykelstien ved åen", day=10)
    town.build()
    assert town.where(follow) == ["cykel.txt"]
    keys.revoke("esdh", NOW)
    assert town.news(follow) == ()
    keys.create("esdh", Clearance.CONFIDENTIAL, NOW)
    assert town.news(follow) == ()
    assert book_of(town.settings).all() == ()


def test_cpr_numbers_are_masked_before_anything_is_kept(town: Town) -> None:
    follow, _ = town.follow("Hvad fik 110362-4321 at vide om taksterne?")
    assert "110362" not in follow.wish.question
    assert "110362" not in StateDatabase(town.settings.state).path.read_bytes().decode("latin-1")


def test_the_same_search_is_followed_once_and_not_without_end(town: Town) -> None:
    town.follow(CYCLING, owner=IDA)
    with pytest.raises(UsageError) as again:
        town.follow(f"  {CYCLING}", owner=IDA)
    assert again.value.code == "followed_already"
    town.follow(CYCLING)  # the deployment's own is another
    book = FollowBook(StateDatabase(town.settings.state))
    for number in range(MOST_FOLLOWS - 1):
        book.add(Wish(FollowKind.QUESTION, f"Hvad med {number}?"), IDA, Clearance.PUBLIC, NOW)
    with pytest.raises(UsageError) as full:
        book.add(Wish(FollowKind.QUESTION, "Hvad nu?"), IDA, Clearance.PUBLIC, NOW)
    assert full.value.code == "too_many_follows"


def test_a_feed_has_a_new_secret_and_the_old_one_opens_nothing(town: Town) -> None:
    follow, secret = town.follow(CYCLING)
    book = book_of(town.settings)
    assert book.by_secret(secret) == follow
    renewed = book.renew(follow.number)
    assert (book.by_secret(secret), book.by_secret(renewed)) == (None, follow)
    stored = StateDatabase(town.settings.state).path.read_bytes()
    assert secret.encode() not in stored
    assert renewed.encode() not in stored
    book.remove(follow.number)
    assert book.by_secret(renewed) is None


def test_only_the_owner_has_it(town: Town) -> None:
    follow, _ = town.follow(CYCLING, owner=IDA)
    book = book_of(town.settings)
    assert book.one(follow.number, "Ida@Kommune.dk ") == follow
    for other in (None, "fie@kommune.dk"):
        with pytest.raises(UsageError):
            book.one(follow.number, other)


def test_a_search_that_can_find_nothing_is_refused(town: Town) -> None:
    for question in ("", "?!"):
        with pytest.raises(UsageError) as error:
            town.follow(question)
        assert error.value.code == "empty_question"
    with pytest.raises(UsageError) as bad:
        town.follow_decisions(section="Indstilling")
    assert bad.value.code == "no_such_decisions"


def test_state_that_is_followed_passes_its_own_check(town: Town) -> None:
    town.follow(CYCLING)
    town.add("cykel.txt", "Cykelstien ved åen", day=10)
    town.build()
    StateDatabase(town.settings.state).verify()
    assert book_of(town.settings).latest() > 0
    assert NOW.tzinfo is dt.UTC
