"""What is in flight: the consumed messages of each owned partition, in order, until they are committed.

Results belong to one ownership of a partition. When a partition is revoked or lost, its slots
become void at once, and stay void even if the partition comes back: others may have finished
them meanwhile. When the consumer goes back to the committed offsets, slots become void too, but
their work is not wasted: a slot is taken up again when the very same message is fetched again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.stage.messages import Incoming, Outgoing, Partition


@dataclass(slots=True, eq=False)
class Slot:
    """One consumed message and, once known, what it ends in."""

    message: Incoming
    outgoing: Outgoing | None = None
    void: bool = False
    begun: bool = False
    """Whether the message was given to a worker."""


class InFlight:
    """The slots of all owned partitions."""

    def __init__(self) -> None:
        self._queues: dict[Partition, deque[Slot]] = {}
        self._rewound: dict[Partition, deque[Slot]] = {}
        self._began: dict[Partition, int] = {}
        self.messages = 0
        self.bytes = 0

    def add(self, message: Incoming) -> Slot:
        """Take a consumed message in; messages of a partition come in the order of their offsets."""
        slot = self._again(message) or Slot(message)
        self._began.setdefault(message.partition, message.offset)
        self._queues.setdefault(message.partition, deque()).append(slot)
        self.messages += 1
        self.bytes += message.size
        return slot

    def release(self, partitions: Iterable[Partition]) -> list[Slot]:
        """Make all slots of partitions void, and forget them: the partitions were revoked or lost.

        Returns:
            The slots that became void.
        """
        dropped: list[Slot] = []
        for partition in partitions:
            dropped += self._empty(partition)
            dropped += self._rewound.pop(partition, ())
            self._began.pop(partition, None)
        return dropped

    def rewind(self) -> None:
        """Make all slots void until their messages are fetched again: the consumer goes back."""
        for partition in list(self._queues):
            waiting = self._rewound.get(partition, ())
            self._rewound[partition] = deque([*self._empty(partition), *waiting])

    def finished(self, limit: int) -> list[Slot]:
        """Up to ``limit`` slots that can be committed: of each partition its finished prefix, in order."""
        ready: list[Slot] = []
        for queue in self._queues.values():
            for slot in queue:
                if slot.outgoing is None or len(ready) == limit:
                    break
                ready.append(slot)
        return ready

    def committed(self, slots: Sequence[Slot]) -> None:
        """Forget slots that :meth:`finished` gave and a transaction committed."""
        for slot in slots:
            if not slot.void:
                head = self._queues[slot.message.partition].popleft()
                assert head is slot, "slots are committed in order"
                self._leave(slot)

    def began(self, partition: Partition) -> int | None:
        """Where the ownership of a partition began: where to go back to if nothing was ever committed."""
        return self._began.get(partition)

    def _empty(self, partition: Partition) -> list[Slot]:
        slots = list(self._queues.pop(partition, ()))
        for slot in slots:
            slot.void = True
            self._leave(slot)
        return slots

    def _again(self, message: Incoming) -> Slot | None:
        """The slot that was rewound for this very message; those before it were committed by others."""
        waiting = self._rewound.get(message.partition)
        while waiting and waiting[0].message.offset <= message.offset:
            slot = waiting.popleft()
            if slot.message == message:
                slot.void = False
                return slot
        return None

    def _leave(self, slot: Slot) -> None:
        self.messages -= 1
        self.bytes -= slot.message.size


def next_offsets(slots: Iterable[Slot]) -> dict[Partition, int]:
    """The offsets to commit with slots: of each partition one past its last."""
    return {slot.message.partition: slot.message.offset + 1 for slot in slots}
