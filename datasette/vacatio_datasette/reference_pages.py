"""The pages beside the acts: calculator, rules, glossary, status; and what robots ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import Request, Response

from vacatio_calendar import VacatioError
from vacatio_datasette import calculator
from vacatio_datasette.findings_page import findings_page
from vacatio_datasette.law_pages import glossary as all_terms
from vacatio_datasette.law_pages import rules as all_rules
from vacatio_datasette.metadata import DATABASE
from vacatio_datasette.showing import read_once, show
from vacatio_datasette.speech import CURRENT, speech
from vacatio_datasette.status_page import status_page

if TYPE_CHECKING:
    from datasette.app import Datasette


async def findings(datasette: Datasette, request: Request) -> Response:
    """Show what does not agree."""
    severity, code = request.args.get("severity") or None, request.args.get("code") or None
    page = await read_once(
        datasette, lambda connection, say, day: findings_page(connection, say, severity, code)
    )
    return await show(datasette, request, "vacatio/findings.html", {"page": page})


async def rules(datasette: Datasette, request: Request) -> Response:
    """List the rules the dates are derived by."""
    return await show(datasette, request, "vacatio/rules.html", {"rules": all_rules()})


async def glossary(datasette: Datasette, request: Request) -> Response:
    """Explain the states and terms."""
    terms = all_terms(CURRENT.get())
    return await show(datasette, request, "vacatio/glossary.html", {"terms": terms})


async def status(datasette: Datasette, request: Request) -> Response:
    """Show sources, runs and coverage."""
    page = await read_once(datasette, lambda connection, say, day: status_page(connection))
    return await show(datasette, request, "vacatio/status.html", {"page": page})


async def calculate(datasette: Datasette, request: Request) -> Response:
    """Answer "When does it apply?" and "Until when must I act?", for people or as JSON."""
    asked = {name: request.args.get(name) or "" for name in request.args}
    say = speech(CURRENT.get())
    wrong: VacatioError | None = None
    day = duty = None
    try:
        day, duty = calculator.applies(asked, say), calculator.until(asked, say)
    except VacatioError as error:
        wrong = error
    if request.path.endswith(".json"):
        told = {"applies": _told(day), "until": _told(duty), "error": str(wrong) if wrong else None}
        answer: Response = Response.json(told, status=400 if wrong else 200)
        return answer
    html = await show(
        datasette,
        request,
        "vacatio/calculate.html",
        {
            "asked": asked,
            "answer": day,
            "duty": duty,
            "wrong": wrong,
            "kinds": calculator.KINDS,
            "types": calculator.TYPES,
            "units": calculator.UNITS,
        },
    )
    html.status = 400 if wrong else 200
    return html


async def robots(datasette: Datasette, request: Request) -> Response:
    """Let robots read the pages, not the endless combinations of filters."""
    path = datasette.urls.path
    rules = ["User-agent: *", f"Disallow: {path('/-/')}", f"Disallow: {path('/' + DATABASE)}?", ""]
    answer: Response = Response.text("\n".join(rules))
    return answer


async def health(datasette: Datasette, request: Request) -> Response:
    """Tell a watchdog that the database answers and how many acts it holds."""
    counted = await datasette.get_database(DATABASE).execute("select count(*) from acts")
    answer: Response = Response.json(
        {"ok": True, "acts": counted.rows[0][0]}, headers={"cache-control": "no-store"}
    )
    return answer


def _told(answer: calculator.Answer | None) -> dict[str, object] | None:
    """Write an answer of the calculator as JSON."""
    if answer is None:
        return None
    return {
        "on": answer.on and answer.on.isoformat(),
        "reason": answer.reason,
        "certainty": answer.certainty,
        "confidence": answer.confidence,
        "steps": [
            {
                "rule": line.rule,
                "text": line.text,
                "on": line.on and line.on.isoformat(),
                "basis": line.basis,
            }
            for line in answer.lines
        ],
        "alternatives": [
            {"on": on.isoformat(), "reading": reading, "basis": basis}
            for on, reading, basis in answer.others
        ],
    }
