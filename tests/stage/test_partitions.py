"""What is in flight: prefixes, order, and results that belong to one ownership."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.stage.messages import Incoming, Outgoing, Partition
from pipeline.stage.partitions import InFlight, Slot, next_offsets

A, B = Partition("articles.raw", 0), Partition("articles.raw", 1)


def incoming(partition: Partition, offset: int) -> Incoming:
    return Incoming(partition, offset, 0, None, b"12345")


def finish(slot: Slot) -> None:
    slot.outgoing = Outgoing("out", None, b"", (), 0, slot.message.partition, "record")


def test_a_partition_commits_its_finished_prefix_only() -> None:
    flight = InFlight()
    slots = [flight.add(incoming(A, offset)) for offset in range(4)]
    finish(slots[0])
    finish(slots[2])
    ready = flight.finished(10)
    assert [slot.message.offset for slot in ready] == [0]
    assert next_offsets(ready) == {A: 1}
    finish(slots[1])
    assert [slot.message.offset for slot in flight.finished(10)] == [0, 1, 2]
    assert [slot.message.offset for slot in flight.finished(2)] == [0, 1]


def test_an_unfinished_partition_does_not_hold_up_another() -> None:
    flight = InFlight()
    flight.add(incoming(A, 0))
    other = flight.add(incoming(B, 7))
    finish(other)
    assert flight.finished(10) == [other]


def test_results_of_a_partition_that_went_and_came_back_are_void() -> None:
    flight = InFlight()
    old = flight.add(incoming(A, 5))
    assert flight.release([A]) == [old]
    again = flight.add(incoming(A, 5))
    finish(old)
    assert old.void
    assert flight.finished(10) == []
    finish(again)
    assert flight.finished(10) == [again]


def test_a_partition_released_while_its_transaction_ran_is_not_counted_twice() -> None:
    flight = InFlight()
    slot = flight.add(incoming(A, 0))
    finish(slot)
    ready = flight.finished(10)
    flight.release([A])
    flight.committed(ready)
    assert (flight.messages, flight.bytes) == (0, 0)


def test_the_beginning_of_an_ownership_is_remembered_after_commits() -> None:
    flight = InFlight()
    first, _ = flight.add(incoming(A, 3)), flight.add(incoming(A, 4))
    finish(first)
    flight.committed(flight.finished(10))
    flight.rewind()
    assert flight.began(A) == 3
    flight.release([A])
    assert flight.began(A) is None


@given(
    st.lists(st.tuples(st.sampled_from([A, B]), st.sampled_from(["add", "finish", "commit", "release"])), max_size=80)
)
def test_offsets_are_committed_in_order_and_counts_match_what_is_held(steps: list[tuple[Partition, str]]) -> None:
    flight, held, next_offset = InFlight(), {A: [], B: []}, {A: 0, B: 0}  # type: ignore[var-annotated]
    committed = {A: -1, B: -1}
    for partition, step in steps:
        if step == "add":
            held[partition].append(flight.add(incoming(partition, next_offset[partition])))
            next_offset[partition] += 1
        elif step == "finish" and held[partition]:
            finish(held[partition][-1])
        elif step == "commit":
            ready = flight.finished(3)
            for slot in ready:
                assert slot.message.offset == committed[slot.message.partition] + 1
                committed[slot.message.partition] = slot.message.offset
                held[slot.message.partition].remove(slot)
            flight.committed(ready)
        elif step == "release":
            flight.release([partition])
            held[partition] = []
            next_offset[partition] = committed[partition] + 1
        assert flight.messages == len(held[A]) + len(held[B])
        assert flight.bytes == 5 * flight.messages


def test_going_back_keeps_the_work_on_messages_that_are_fetched_again() -> None:
    flight = InFlight()
    slots = [flight.add(incoming(A, offset)) for offset in range(3)]
    finish(slots[1])
    flight.rewind()
    assert (flight.messages, flight.finished(10)) == (0, [])
    assert slots[1].void
    again = flight.add(incoming(A, 1))
    assert again is slots[1]
    assert flight.finished(10) == [again]


def test_going_back_twice_keeps_what_was_not_fetched_again_yet() -> None:
    flight = InFlight()
    slots = [flight.add(incoming(A, offset)) for offset in range(3)]
    flight.rewind()
    flight.add(incoming(A, 0))
    flight.rewind()
    assert [flight.add(incoming(A, offset)) for offset in range(3)] == slots


def test_another_message_at_the_same_offset_is_new_work() -> None:
    flight = InFlight()
    finish(flight.add(incoming(A, 0)))
    flight.rewind()
    other = flight.add(Incoming(A, 0, 0, None, b"other"))
    assert other.outgoing is None


def test_a_partition_that_is_lost_after_going_back_leaves_nothing_behind() -> None:
    flight = InFlight()
    slot = flight.add(incoming(A, 0))
    flight.rewind()
    assert flight.release([A]) == [slot]
    assert flight.add(incoming(A, 0)) is not slot
