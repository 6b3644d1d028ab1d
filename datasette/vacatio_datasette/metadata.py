"""Datasette's metadata and settings, generated from the one source the pages use as well.

Datasette 0.65 looks for the questions in the metadata, 1.0 in its configuration, and each is
silent where the other's place is filled: so both are made of the same parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from vacatio_calendar.model import Language
from vacatio_datasette.queries import queries
from vacatio_datasette.speech import speech
from vacatio_datasette.tables import Table, tables

#: The name Datasette gives the database: its file's, ``vacatio.db``.
DATABASE = "vacatio"

#: Suggesting facets costs nine tenths of a table page; raw downloads of the file are not offered.
SETTINGS: dict[str, bool | int | str] = {
    "suggest_facets": False,
    "allow_download": False,
    "default_page_size": 50,
    "default_facet_size": 20,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 500,
    "num_sql_threads": 4,
    "cache_size_kb": 64_000,
    "default_cache_ttl": 0,
    "truncate_cells_html": 300,
}


def metadata(
    demo: bool,
    language: Language = Language.EN,
    columns: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> dict[str, object]:
    """Build the metadata of the site: titles, descriptions, units, facets, sort, labels, queries.

    ``columns`` names the columns each table really has, so that only those are described.
    """
    say = speech(language)
    title = say("site.name")
    return {
        "title": f"{title} · DEMO" if demo else title,
        "description": say("site.demo") if demo else say("site.description"),
        "license": say("site.source_code"),
        "databases": {
            DATABASE: {
                "title": say("table.database"),
                "description": say("table.database_about"),
                "tables": {
                    name: _table(name, table, language, columns.get(name, ()))
                    for name, table in tables().tables.items()
                },
                "queries": _questions(language),
            }
        },
    }


def configuration(language: Language = Language.EN) -> dict[str, object]:
    """Build what Datasette 1.0 reads from ``datasette.yaml``; it moves the rest there itself."""
    return {"databases": {DATABASE: {"queries": _questions(language)}}}


def _questions(language: Language) -> dict[str, object]:
    return {
        query.name: {
            "title": query.title[language],
            "description": query.about[language],
            "sql": query.sql,
            "hide_sql": True,
        }
        for query in queries().values()
    }


def _table(
    name: str, table: Table, language: Language, columns: Sequence[str]
) -> dict[str, object]:
    described: dict[str, object] = {
        "title": table.title[language],
        "description": table.description[language],
        "facets": list(table.facets),
        "columns": {
            column: f"{meaning.name[language]}. {meaning.about}"
            for column in columns
            if (meaning := tables().column(name, column)) is not None
        },
    }
    if table.label:
        described["label_column"] = table.label
    if table.sort:
        described["sort"] = table.sort
    if table.sort_desc:
        described["sort_desc"] = table.sort_desc
    if table.units:
        described["units"] = dict(table.units)
    return described
