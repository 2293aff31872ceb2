"""Static files under names that carry a digest of their content."""

from __future__ import annotations

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedFiles(ManifestStaticFilesStorage):
    """Give each file a name with its digest; a file's content stays as its author wrote it.

    Addresses inside a style sheet keep their plain names, which are served too: a package's style sheets
    name source maps that it does not ship.
    """

    patterns = ()
