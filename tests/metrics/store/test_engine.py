"""Two pieces of work on one engine at the same time."""

import pytest

from metrics.store.engine import TooLong, both, bounded, connected

ENDLESS = "SELECT sum(hash(range)) FROM range(1_000_000_000_000)"


def test_two_pieces_of_work_are_both_done():
    with connected() as engine:
        both(engine, lambda own, name: own.execute(f"CREATE TABLE {name} (n BIGINT)"), "here", "there")
        assert engine.execute("SELECT count(*) FROM here, there").fetchone() == (0,)


@pytest.mark.parametrize("wrong", ["here", "there"])
def test_what_goes_wrong_in_one_of_two_ends_both(wrong):
    def work(own, name):
        own.execute("SELECT no_such_column" if name == wrong else "SELECT 1" if name == "here" else ENDLESS)

    with connected() as engine, pytest.raises(Exception, match="no_such_column"):
        both(engine, work, "here", "there")


def test_two_pieces_of_work_that_take_too_long_are_both_given_up():
    with connected() as engine, pytest.raises(TooLong), bounded(engine, seconds=0.1):
        both(engine, lambda own, name: own.execute(ENDLESS), "here", "there")


@pytest.mark.parametrize(("memory", "share"), [("1GB", "762.9 MiB"), ("500 MiB", "400.0 MiB"), ("2.5GiB", "2.0 GiB")])
def test_the_engine_leaves_room_for_what_it_does_not_count(settings, memory, share):
    settings.LAKE_MEMORY = memory
    with connected() as engine:
        assert engine.execute("SELECT current_setting('memory_limit')").fetchone() == (share,)
