"""Files packed as people pack them."""

import io
import zipfile


def packed(files, method=zipfile.ZIP_DEFLATED):
    """Return a ZIP archive of files, given as path -> bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return stream.getvalue()
