"""The site: a Datasette plugin.

Datasette finds the hooks as names of this package, and the templates and static files beside it.
What starts a server is in :mod:`vacatio_datasette.serving`: it imports Datasette, which imports
this package.
"""

from vacatio_datasette.plugin import (
    asgi_wrapper,
    extra_template_vars,
    handle_exception,
    prepare_connection,
    prepare_jinja2_environment,
    register_output_renderer,
    register_routes,
    render_cell,
)
from vacatio_datasette.site import Site

__all__ = [
    "Site",
    "asgi_wrapper",
    "extra_template_vars",
    "handle_exception",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_output_renderer",
    "register_routes",
    "render_cell",
]
