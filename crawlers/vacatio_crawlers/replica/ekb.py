"""Answers of the shape the reference bank's JSON API gives (search, document, editions)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from vacatio_crawlers.replica.acts import Edition, Line, ReplicaAct, Stock

#: As many nodes make one page of a long act.
NODES_A_PAGE = 40

_DOCUMENT = re.compile(r"/api/documents/(\d+)/(rus|kaz)(/versions)?")

#: How deep a unit stands below the unit that may hold it.
_DEPTH = {
    "section": 2, "chapter": 2, "attach": 2, "signature": 2, "preamble": 2, "title": 2,
    "rcpi_notice": 2, "article": 3, "point": 4, "subpoint": 5,
}  # fmt: skip
_HEADED = frozenset({"section", "chapter", "article"})

Answer = tuple[int, Any]


def search(body: bytes, stock: Stock) -> Answer:
    """Answer `POST /api/documents/search`."""
    try:
        asked = json.loads(body)
        page, limit = int(asked.get("page", 1)), int(asked.get("limit", 20))
        order = asked.get("sortBy") or {}
        wanted = set(asked.get("actTypes") or ())
        words = str(asked.get("text") or "").casefold().split()
    except (ValueError, AttributeError):
        return 400, {"message": "bad request"}
    found = [_item(act) for act in stock if not wanted or wanted & set(act.types)]
    found = [item for item in found if _holds(item, words)]
    field = str(order.get("field", "stateAgencyApprovalDate"))
    found.sort(key=lambda item: (str(item.get(field, "")), int(item["id"])))
    if order.get("desc", True):
        found.reverse()
    pages = max(1, -(-len(found) // limit))
    return 200, {
        "page": page,
        "pageCount": pages,
        "documentsFound": len(found),
        "list": found[(page - 1) * limit : page * limit],
    }


def _holds(item: dict[str, Any], words: list[str]) -> bool:
    """Tell whether the title or the requisites of an entry hold all words that are searched for."""
    text = " ".join([*item["summary"].values(), *item["requisites"].values()]).casefold()
    return all(word in text for word in words)


def document(target: str, stock: Stock) -> Answer | None:
    """Answer `GET /api/documents/<id>/<language>[/versions]`; `None` for other addresses."""
    parts = urlsplit(target)
    match = _DOCUMENT.fullmatch(parts.path)
    if match is None:
        return None
    number, language, versions = match.groups()
    act = next((act for act in stock if act.id == number), None)
    if act is None or language not in act.expressions:
        return 404, {"message": "document not found"}
    if versions:
        return 200, [_version(act, language, n, stock) for n in range(len(act.editions))]
    page = int(parse_qs(parts.query).get("page", ["1"])[0])
    return 200, _document(act, language, page, stock)


def _both(act: ReplicaAct, read: Callable[[Any], str]) -> dict[str, str]:
    return {
        language: read(act.expressions[language]) if language in act.expressions else ""
        for language in ("kaz", "rus")
    }


def _published(act: ReplicaAct) -> dict[str, str]:
    return {"initialPublicationDate": act.published.isoformat()} if act.published else {}


def _item(act: ReplicaAct) -> dict[str, Any]:
    return {
        "id": act.id,
        "code": act.id,
        "actTypes": list(act.types),
        "approvalPlace": "100010000000",
        **_published(act),
        **({"portalPublicationDate": act.portal.isoformat()} if act.portal else {}),
        "requisites": _both(act, lambda text: text.requisites),
        "status": act.status,
        "stateAgencyApprovalDate": act.adopted.isoformat(),
        "summary": _both(act, lambda text: text.title),
        "actionDate": None,
        "judiciaryDocNumber": act.registration[0] if act.registration else "",
    }


def _metadata(act: ReplicaAct) -> dict[str, Any]:
    number, day = act.registration or ("", None)
    return {
        "title": _both(act, lambda text: text.title),
        "requisites": _both(act, lambda text: text.requisites),
        "stateAgencyDocNumber": act.number,
        "stateAgencyApprovalDate": act.adopted.isoformat(),
        "approvalPlace": "100010000000",
        "judicialAuthority": "103001000000" if act.registration else "",
        "judiciaryDocNumber": number,
        "judiciaryApprovalDate": day.isoformat() if day else None,
        "effectiveDate": None,
        "actionDate": None,
        "developingStateAgency": "",
        "approvingStateAgencies": [act.agency],
        "status": act.status,
        "classified": "НЕТ",
        "registryNumber": act.id,
        "publication": [],
        "legalValidity": act.validity,
        "region": [act.region],
        "legislationAreas": ["001001000000"],
        "actTypes": list(act.types),
    }


def _version(act: ReplicaAct, language: str, position: int, stock: Stock) -> dict[str, Any]:
    edition = act.editions[position]
    return {
        "id": f"{act.id}_{position + 1}",
        "language": language,
        "versionDate": edition.date.isoformat(),
        "metadata": _metadata(act),
        "references": [],
        "changes": [f"{one.cause}||{act.id}{n}" for n, one in enumerate(act.editions) if one.cause],
        "cause": _cause(edition, stock),
        "signature": {
            "container": "",
            "userComment": "",
            "properties": [{"key": "Issuer", "value": "CN=DEMO"}],
        },
    }


def _cause(edition: Edition, stock: Stock) -> dict[str, Any] | None:
    if edition.cause is None:
        return None
    cause = next(act for act in stock if act.id == edition.cause)
    return {
        "code": cause.id,
        "document": str(int(cause.id) - 8000),  # the bank's inner number, which is not the id
        "title": _both(cause, lambda text: text.title),
        "requisites": _both(cause, lambda text: text.requisites),
    }


def _document(act: ReplicaAct, language: str, page: int, stock: Stock) -> dict[str, Any]:
    version = _version(act, language, len(act.editions) - 1, stock)
    nodes = _nodes(act, language)
    pages = max(1, -(-len(nodes) // NODES_A_PAGE))
    return {
        "id": act.id,
        "code": act.id,
        "ngr": act.ngr,
        "version": version,
        "language": language,
        "metadata": version["metadata"],
        "actualVersion": True,
        "versionsCount": len(act.editions),
        "versionDate": version["versionDate"],
        "hasSignature": True,
        "imported": False,
        **_published(act),
        "content": nodes[(page - 1) * NODES_A_PAGE : page * NODES_A_PAGE],
        "index": [
            {
                "title": nodes[at + 1]["text"],
                "level": node["level"] - 1,
                "type": node["type"],
                "index": node["index"],
                "docIndex": at,
            }
            for at, node in enumerate(nodes)
            if node["type"] in _HEADED
        ],
        "pagesCount": pages,
    }


def _nodes(act: ReplicaAct, language: str) -> list[dict[str, Any]]:
    """Lay the lines of a text out as the bank's flat list: the tree is in `level`."""
    text = act.expressions[language]
    nodes: list[dict[str, Any]] = []

    def add(kind: str, level: int, words: str | None = None, index: str | None = None) -> None:
        node: dict[str, Any] = {"id": f"{act.id}{len(nodes):04}", "type": kind, "level": level}
        if index:
            node["index"] = index
        if words:
            node["text"] = words
        nodes.append(node | {"properties": []})

    add("doc", 1)
    add("title", 2, text.title)
    within = 1
    units = {line.kind for line in text.text}
    for line in text.text:
        within = _lay(line, within, units, add)
    return nodes


def _lay(line: Line, within: int, units: set[str], add: Callable[..., None]) -> int:
    """Add the nodes of one line; give the level of the unit that is open behind it."""
    level = _DEPTH.get(line.kind, within + 1)
    if line.kind in _DEPTH:
        level -= ("chapter" not in units and level > 2) + ("article" not in units and level > 3)
    match line.kind:
        case "text" | "note":
            add(line.kind, level, line.words)
            return within
        case "title" | "preamble" | "rcpi_notice":
            add(line.kind, level, line.words)
            return 1
        case kind:
            add(kind, level, index=line.index)
            add("heading" if kind in _HEADED else "text", level + 1, line.words)
            return level
