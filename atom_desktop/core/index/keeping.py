"""The rows by id, sorted for the next start."""

import numpy as np

from atom_desktop.core.index.columns import ID_BYTES


def sorted_ids(ids: bytes) -> dict[str, bytes]:
    """Return the first halves of all ids in order, and their rows, as native arrays."""
    raw = np.frombuffer(ids, dtype=">u8", count=len(ids) // (ID_BYTES // 2))
    first = raw[::2].astype(np.uint64)
    order = np.argsort(first, kind="stable")
    return {
        "sorted_ids": first[order].tobytes(),
        "sorted_rows": order.astype(np.uint32).tobytes(),
    }
