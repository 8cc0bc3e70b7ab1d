"""Workers on other machines: Dask, Ray."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from importlib import import_module
from typing import Any

from budgetdocs.batch.job import Recipe, Unit, UnitOutcome, make
from budgetdocs.batch.workers import Outcomes, Workers
from budgetdocs.errors import BudgetDocsError

CONNECTED_WITHIN = 10.0
"""Seconds to wait for a scheduler."""

_log = logging.getLogger("budgetdocs")


class Cluster:
    """Workers on other machines: ``begin`` starts a chunk there and gives its future.

    The cluster itself does a chunk again whose worker died, and gives it up after several deaths.
    """

    here = False

    def __init__(
        self,
        begin: Callable[[Sequence[Unit], Recipe], Any],
        width: int,
        addresses: Callable[[], frozenset[str]] = frozenset,
        end: Callable[[], None] = lambda: None,
    ) -> None:
        self.width = width
        self._begin = begin
        self._addresses = addresses
        self._known = addresses()
        self._end = end
        self._open: set[Any] = set()

    def submit(self, units: Sequence[Unit], recipe: Recipe) -> Outcomes:
        self._look_around()
        theirs = self._begin(units, recipe)
        self._open.add(theirs)
        ours: Outcomes = Future()
        theirs.add_done_callback(lambda done: self._pass_on(done, ours))
        return ours

    def alone(self, unit: Unit, recipe: Recipe) -> UnitOutcome:
        return self.submit([unit], recipe).result()[0]

    def close(self) -> None:
        for each in tuple(self._open):
            each.cancel()
        self._end()

    def _pass_on(self, theirs: Any, ours: Outcomes) -> None:
        self._open.discard(theirs)
        try:
            outcomes = theirs.result()
        except BaseException as fault:  # CancelledError too
            ours.set_exception(fault)
        else:
            ours.set_result(outcomes)

    def _look_around(self) -> None:
        """Report the workers that have gone since the last look."""
        now = self._addresses()
        for address in sorted(self._known - now):
            _log.warning("工作进程 %s 没有了，它手里的由别的重做", address)
        self._known = now


def of_dask(client: Any, end: Callable[[], None] = lambda: None) -> Cluster:
    """The workers of a ``dask.distributed`` client."""

    def begin(units: Sequence[Unit], recipe: Recipe) -> Any:
        return client.submit(make, units, recipe, pure=False)

    def addresses() -> frozenset[str]:
        return frozenset(client.scheduler_info(n_workers=-1)["workers"])

    return Cluster(begin, max(sum(client.nthreads().values()), 1), addresses, end)


def of_ray(ray: Any) -> Cluster:
    """The workers of Ray, whose module is given and has been told of its cluster (``ray.init``)."""
    remote = ray.remote(max_retries=3)(make)

    def begin(units: Sequence[Unit], recipe: Recipe) -> Any:
        return remote.remote(units, recipe).future()

    return Cluster(begin, max(int(ray.cluster_resources().get("CPU", 1)), 1))


def at_address(address: str) -> Workers:
    """The workers of the scheduler at ``address``: Ray's if it begins with ``ray://``, else Dask's (``tcp://…``).

    Raises :class:`BudgetDocsError` if it can't be reached.
    """
    name = "ray" if address.startswith("ray://") else "dask"
    try:
        if name == "ray":
            ray: Any = import_module("ray")
            ray.init(address, ignore_reinit_error=True)
            return of_ray(ray)
        client = import_module("distributed").Client(address, timeout=CONNECTED_WITHIN, set_as_default=False)
    except ImportError as fault:
        raise BudgetDocsError(f"用集群还缺软件包（{fault}）；先 pip install 'budgetdocs[{name}]'") from None
    except (OSError, ValueError) as fault:
        raise BudgetDocsError(
            f"连不上调度程序 {address}（{type(fault).__name__}），请检查地址，和它是否在运行"
        ) from None
    return of_dask(client, client.close)
