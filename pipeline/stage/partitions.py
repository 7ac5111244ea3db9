"""What is in flight: the consumed messages of each owned partition, in order, until they are committed.

Results belong to one ownership of a partition. When a partition is revoked or lost, its slots
become void at once, and stay void even if the partition comes back: others may have finished
them meanwhile.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.stage.messages import Incoming, Outgoing, Partition


@dataclass(slots=True, eq=False)
class Slot:
    """One consumed message and, once known, what it ends in."""

    message: Incoming
    outgoing: Outgoing | None = None
    void: bool = False


@dataclass(slots=True)
class _Queue:
    first_offset: int
    slots: deque[Slot] = field(default_factory=deque)


class InFlight:
    """The slots of all owned partitions."""

    def __init__(self) -> None:
        self._queues: dict[Partition, _Queue] = {}
        self.messages = 0
        self.bytes = 0

    def add(self, message: Incoming) -> Slot:
        """Take a consumed message in; messages of a partition come in the order of their offsets."""
        slot = Slot(message)
        queue = self._queues.get(message.partition)
        if queue is None:
            queue = self._queues[message.partition] = _Queue(message.offset)
        queue.slots.append(slot)
        self.messages += 1
        self.bytes += message.size
        return slot

    def release(self, partitions: Iterable[Partition]) -> list[Slot]:
        """Make all slots of partitions void, and forget them: they were revoked, lost or rewound.

        Returns:
            The slots that became void.
        """
        dropped = []
        for partition in partitions:
            queue = self._queues.pop(partition, None)
            for slot in queue.slots if queue else ():
                slot.void = True
                self._leave(slot)
                dropped.append(slot)
        return dropped

    def finished(self, limit: int) -> list[Slot]:
        """Up to ``limit`` slots that can be committed: of each partition its finished prefix, in order."""
        ready: list[Slot] = []
        for queue in self._queues.values():
            for slot in queue.slots:
                if slot.outgoing is None or len(ready) == limit:
                    break
                ready.append(slot)
        return ready

    def committed(self, slots: Sequence[Slot]) -> None:
        """Forget slots that :meth:`finished` gave and a transaction committed."""
        for slot in slots:
            if not slot.void:
                head = self._queues[slot.message.partition].slots.popleft()
                assert head is slot, "slots are committed in order"
                self._leave(slot)

    def first_offsets(self) -> Iterator[tuple[Partition, int]]:
        """Where the ownership of each partition began: where to go back to if nothing was ever committed."""
        return ((partition, queue.first_offset) for partition, queue in self._queues.items())

    def _leave(self, slot: Slot) -> None:
        self.messages -= 1
        self.bytes -= slot.message.size


def next_offsets(slots: Iterable[Slot]) -> dict[Partition, int]:
    """The offsets to commit with slots: of each partition one past its last."""
    return {slot.message.partition: slot.message.offset + 1 for slot in slots}
