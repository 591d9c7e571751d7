"""How the page of the local Discord differs from the simulation's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simcord.preview import Preview

log = structlog.stdlib.get_logger(__name__)

# By script: the original code, and its replacement.
CHANGES: Mapping[str, Mapping[str, str]] = {
    # Relative times count from now, and not from when the page was opened.
    "/text.js": {"new Date(options.presentationTime || 0)": "new Date()"},
    # Discord's emojis are somewhat higher than the letters beside them, in headings too.
    "/preview.css": {
        "\n.custom-emoji, .embed-author-icon,": (
            "\n.custom-emoji { width: 1.375em; height: 1.375em; object-fit: contain; "
            "vertical-align: bottom; }\n.embed-author-icon,"
        ),
    },
    # A page opens at the newest message, and not at the first.
    "/timeline.js": {
        "scrollIntent: null, dropdown: null": 'scrollIntent: { policy: "bottom" }, dropdown: null',
        "snapshot.targetId && String(snapshot.targetId)": (
            "snapshot.targetId && previousTargetId && String(snapshot.targetId)"
        ),
    },
}


def adapt(preview: Preview) -> Preview:
    """Return a preview, not yet open, whose page has these changes.

    A script that no longer contains the original code is served unchanged.
    """
    server: Any = preview._server
    serve = server._static

    async def serve_changed(request: Any) -> Any:
        response = await serve(request)
        for before, after in CHANGES.get(request.path, {}).items():
            if before not in response.text:
                log.warning("script of the local Discord not adapted", script=request.path)
                continue
            response.text = response.text.replace(before, after)
        return response

    server._static = serve_changed
    return preview
