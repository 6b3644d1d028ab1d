"""The site in a real browser, where one is installed: it draws, and it complains of nothing.

`.ci/run` installs Debian's Chromium. The pictures are left under build/ for people to look at.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from vacatio import store
from vacatio_datasette.serving import create, listen

HERE = Path(__file__).parent
PICTURES = HERE.parent / "build" / "pictures"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATHS = {
    "today": "/",
    "act": "/act/kz/law/2025-11-17/901-viii",
    "hostile": "/act/kz/order/hostile/2025-12-01/66",
    "table": "/vacatio/commencements",
    "question": "/vacatio/in-force-next-30-days",
    "subscribe": "/subscribe",
    "month": "/month/2026-01",
    "calculator": "/calculate?value=60&unit=calendar_days&published=2025-11-18",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser")
    rows = tomllib.loads((HERE / "cases" / "site.toml").read_text(encoding="utf-8"))
    today: dt.date = rows.pop("today")
    store.write(folder / "vacatio.db", rows)
    site = create(folder / "vacatio.db", demo=True, today=today)
    door = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(site.application(), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    with contextlib.closing(door):
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


def draw(address: str, name: str, size: str, profile: Path) -> subprocess.CompletedProcess[str]:
    """Let Chromium draw a page and tell what it complained of."""
    assert CHROMIUM is not None
    PICTURES.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--no-first-run", "--disable-background-networking", "--enable-logging=stderr",
            f"--user-data-dir={profile}", f"--window-size={size}",
            f"--screenshot={PICTURES / name}.png", address,
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip


if CHROMIUM is not None:

    @pytest.mark.parametrize(
        ("language", "width", "size"),
        [
            ("en", "desktop", "1280,1600"),
            ("ru", "phone", "390,1400"),
            ("kk", "desktop", "1280,1600"),
        ],
    )
    @pytest.mark.parametrize("name", ["today", "act"])
    def test_main_pages_draw_without_a_complaint(
        address: str, tmp_path: Path, name: str, language: str, width: str, size: str
    ) -> None:
        picture = f"{name}-{language}-{width}"
        run = draw(f"{address}{PATHS[name]}?lang={language}", picture, size, tmp_path)
        assert "CONSOLE" not in run.stderr
        assert (PICTURES / f"{picture}.png").stat().st_size > 10_000

    @pytest.mark.parametrize("name", ["hostile", "table", "question", "month", "calculator"])
    def test_other_pages_draw_without_a_complaint(address: str, tmp_path: Path, name: str) -> None:
        run = draw(address + PATHS[name], name, "1280,1200", tmp_path)
        assert "CONSOLE" not in run.stderr
        assert (PICTURES / f"{name}.png").stat().st_size > 10_000
