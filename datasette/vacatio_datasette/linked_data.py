"""An act in the vocabulary of search engines and libraries: schema.org Legislation as JSON-LD."""

from __future__ import annotations

import json

from markupsafe import Markup

from vacatio_datasette.act_records import ActPage
from vacatio_datasette.reading import text


def json_ld(page: ActPage, address: str) -> Markup:
    """Write an act as JSON-LD, safe inside a page: no ``<`` can end the element."""
    act = page.act
    described = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": address,
        "url": address,
        "name": page.titles[0][1] if page.titles else page.named.label,
        "alternateName": [title for _, title in page.titles[1:]] or None,
        "legislationIdentifier": str(act["id"]),
        "legislationType": str(act["type"]),
        "legislationDate": text(act, "adopted_on"),
        "datePublished": text(act, "published_on"),
        "legislationDateOfApplicability": text(act, "in_force_on"),
        "legislationJurisdiction": "KZ",
        "legislationPassedBy": text(act, "issuer"),
        "legislationChanges": [
            {"@type": "Legislation", "legislationIdentifier": edge.act_id, "name": edge.label}
            for edge in page.amends
            if edge.act_id
        ]
        or None,
        "inLanguage": [language.value for language, _ in page.titles] or None,
        "isAccessibleForFree": True,
    }
    told = {name: value for name, value in described.items() if value is not None}
    safe = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(safe))
