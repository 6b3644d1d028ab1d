"""What an act changes and what changes it: the edges between acts."""

from __future__ import annotations

import sqlite3

from vacatio_datasette.act_records import Edge
from vacatio_datasette.naming import COLUMNS, label, named
from vacatio_datasette.reading import Row, rows, text
from vacatio_datasette.speech import Speech, civil

#: Single changes shown on the page; the table has the rest.
MODIFICATIONS = 300


def acts_changed(connection: sqlite3.Connection, identity: str, say: Speech) -> list[Edge]:
    """List the acts this one changes, repeals or suspends, with the single changes to each."""
    edges = rows(
        connection,
        "select m.id as edge_id, m.kind, m.in_force_on, m.target_act_id, m.target_type, "
        f"m.target_number, m.target_date, m.target_title, {COLUMNS} "
        "from amendments m left join acts a on a.id = m.target_act_id "
        "where m.act_id = ? order by m.position, m.kind",
        [identity],
    )
    changes = _by_edge(
        rows(
            connection,
            "select * from modifications where act_id = ? order by position limit ?",
            [identity, MODIFICATIONS],
        )
    )
    return [_target(edge, say, tuple(changes.get(str(edge["edge_id"]), ()))) for edge in edges]


def _target(edge: Row, say: Speech, changes: tuple[Row, ...]) -> Edge:
    if edge.get("target_act_id"):
        target = named(edge, say)
        return Edge(
            kind=str(edge["kind"]),
            label=target.label,
            title=target.short_title,
            language=target.title_language,
            act_id=target.id,
            on=civil(edge.get("in_force_on")),
            changes=changes,
        )
    return Edge(
        kind=str(edge["kind"]),
        label=label(edge, say, "target_"),
        title=text(edge, "target_title"),
        language=None,
        act_id=None,
        on=civil(edge.get("in_force_on")),
        changes=changes,
    )


def acts_changing(connection: sqlite3.Connection, identity: str, say: Speech) -> list[Edge]:
    """List the acts that change this one, the latest first, with the single changes to it."""
    edges = rows(
        connection,
        f"select m.id as edge_id, m.kind, m.in_force_on, {COLUMNS} "
        "from amendments m join acts a on a.id = m.act_id "
        "where m.target_act_id = ? order by m.in_force_on desc, a.id",
        [identity],
    )
    changes = _by_edge(
        rows(
            connection,
            "select c.* from amendments m join modifications c on c.amendment_id = m.id "
            "where m.target_act_id = ? order by m.in_force_on desc, m.id, c.position limit ?",
            [identity, MODIFICATIONS],
        )
    )
    return [
        Edge(
            kind=str(edge["kind"]),
            label=(act := named(edge, say)).label,
            title=act.short_title,
            language=act.title_language,
            act_id=act.id,
            on=civil(edge.get("in_force_on")),
            changes=tuple(changes.get(str(edge["edge_id"]), ())),
        )
        for edge in edges
    ]


def _by_edge(changes: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for change in changes:
        found.setdefault(str(change.get("amendment_id")), []).append(change)
    return found
