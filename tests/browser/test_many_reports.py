"""Fifty reports loaded: every room opens, lists stay short, and a question still finds the one it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from rag.library import Library
from rag.settings import Settings
from tests.browser.conftest import serving
from tests.browser.steps import ask, turn_to
from tests.rag.small_report import text_of

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
#: ten kinds of departments in five districts
KINDS = ("水务局", "教育局", "民政局", "财政局", "审计局", "交通局", "统计局", "司法局", "体育局", "信访局")
DISTRICTS = ("青川区", "白石区", "云台区", "松江口区", "鹿鸣区")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page on fifty reports, each with an expenditure of its own."""
    folder = tmp_path_factory.mktemp("crowded")
    for number in range(50):
        department = f"云岭市{DISTRICTS[number % 5]}{KINDS[number // 5]}"
        path = folder / "reports" / f"{number:02d}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text_of(department, spent=f"{300 + number}.{number:02d}"), encoding="utf-8")
    with Library.open(folder / "library", Settings(_env_file=None)) as library:
        outcomes = library.ingest([folder / "reports"], workers=2)
        assert [o.status for o in outcomes] == ["ok"] * 50
    with serving(folder / "library", folder / "log") as url:
        yield url


def test_every_room_opens_on_fifty_reports(crowded: str, visit: Visit, picture: Callable[[Page, str], None]) -> None:
    page = visit(crowded)
    expect(page.locator("#jz-count")).to_have_text("50 份")
    for number, room in enumerate(("报告", "核对", "对比", "抽取", "设置", "问答")):
        turn_to(page, room)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
        expect(page.locator(".jz-notice.jz-error")).to_have_count(0)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert page.locator("main").evaluate("main => main.scrollWidth <= window.innerWidth")
        picture(page, f"fifty-{number}")


def test_of_fifty_reports_the_one_asked_about_answers(crowded: str, visit: Visit) -> None:
    page = visit(crowded)
    ask(page, "白石区审计局2023年支出合计是多少？")
    answer = page.locator(".jz-answer")
    expect(answer).to_have_count(1)
    number = KINDS.index("审计局") * 5 + DISTRICTS.index("白石区")
    expect(answer.locator("strong").first).to_have_text(f"{300 + number}.{number:02d}万元")
