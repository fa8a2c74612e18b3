"""How many threads the libraries underneath use: one, since questions come side by side.

A search is many small steps. Numpy's and FAISS's own threads cost more to wake than a step takes, and wait
for the next one without giving their core to anybody else: alone they make a search twice as slow.
"""

from __future__ import annotations

import os
from functools import cache

import faiss
from threadpoolctl import threadpool_limits


@cache
def calm_numpy() -> None:
    """Nothing; from now on numpy multiplies matrices in the thread that asks for it."""
    threadpool_limits(1, user_api="blas")


def search_in_this_thread() -> None:
    """Nothing; FAISS uses one thread for what the calling thread asks of it. It keeps a count for each."""
    faiss.omp_set_num_threads(1)


def use_all_cores() -> None:
    """Nothing; FAISS uses every core for what the calling thread asks of it."""
    faiss.omp_set_num_threads(os.cpu_count() or 1)
