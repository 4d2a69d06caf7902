"""Pictures at an address, for what draws them itself."""

from __future__ import annotations

from streamlit.runtime import exists, get_instance


def address(jpeg: bytes, key: str) -> str:
    """Address at which Streamlit serves a picture, as it does for `st.image`.

    Parameters
    ----------
    jpeg : bytes
        The picture.
    key : str
        Of the component that shows it: the picture is kept as long as this is drawn.
    """
    if not exists():  # no server, as in a page test
        return "data:,"
    return get_instance().media_file_mgr.add(jpeg, "image/jpeg", key)
