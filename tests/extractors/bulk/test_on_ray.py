"""Ray: the same results as the pool to the byte; a process or a post that is killed costs one item."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from eval.samples import write_samples
from extractors.bulk import Limits, find_files, run_many
from extractors.bulk.on_ray import OnRay, _reason
from extractors.errors import UsageError
from extractors.output import read_one


def kill(item: tuple[str, str]) -> str:
    """Kills itself, or its post, always or the first time."""
    what, marker = item
    if what == "fine" or os.path.exists(marker):
        return what
    if what.endswith("once"):
        Path(marker).touch()
    os.kill(os.getppid() if what.startswith("post") else os.getpid(), signal.SIGKILL)
    return "not reached"


@pytest.mark.loopback
def test_ray_gives_the_same_as_the_pool_in_the_same_order(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", 4)
    (tmp_path / "in" / "empty.txt").touch()
    files = find_files([Path("in")])
    pool = [(d.item, d.result, d.error) for d in run_many(read_one, files, 2)]
    ray = [(d.item, d.result, d.error) for d in run_many(read_one, files, 2, engine=OnRay(2))]
    assert ray == pool
    assert [error is None for _, _, error in ray].count(False) == 1


@pytest.mark.loopback
def test_what_is_killed_costs_one_item(tmp_path: Path) -> None:
    whats = ["fine", "process", "fine", "post", "post once", "fine", "process once", "hang", "fine"]
    items = [(what, str(tmp_path / what)) for what in whats]
    done = list(run_many(kill_or_hang, items, 2, engine=OnRay(2, Limits(seconds=20))))
    assert [d.result for d in done] == [None if w in ("process", "post", "hang") else w for w in whats]
    assert ["意外终止" in (d.error or "") for d in done] == [w in ("process", "post") for w in whats]
    assert "超过 20 秒" in (done[7].error or "")


def kill_or_hang(item: tuple[str, str]) -> str:
    while item[0] == "hang":
        pass
    return kill(item)


@pytest.mark.loopback
def test_a_node_that_does_not_see_the_reports_refuses_the_work(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"没有文件夹 .*/gone；请把报告放在各节点以相同路径共享的文件夹里"):
        list(run_many(str, [1, 2], 1, engine=OnRay(1, folders=[tmp_path / "gone"])))


def test_without_ray_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install 'juesuan\[ray\]'"):
        OnRay(2)


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("address", "told"), [("127.0.0.1:1", "连不上"), ("somewhere", "主机:端口"), ("a:b", "主机:端口")]
)
def test_a_cluster_that_does_not_answer_is_told_at_once(address: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        OnRay(2, address=address)


def test_the_reason_of_an_error_from_afar_is_its_last_line() -> None:
    told = "The actor died\n  File x\nextractors.errors.UsageError: 节点 a 上没有文件夹 /b [E02]"
    assert _reason(Exception(told)) == "节点 a 上没有文件夹 /b [E02]"
