"""A ZIP archive gives back what was packed, or one sentence; it never touches the disk."""

import sys
import zipfile
from contextlib import suppress

import pytest
from archives import packed
from hypothesis import given, settings
from hypothesis import strategies as st

from studies import archive as room
from studies.archive import looks_like_archive, unpack
from studies.errors import ArchiveError, ArchiveTooLargeError, UnreadableFilmError

paths = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\0/\\:"), min_size=1
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(paths, st.binary(max_size=200), max_size=5))
def test_what_was_packed_comes_out(files):
    data = packed(files)

    assert looks_like_archive(data)
    assert {file.path: file.read() for file in unpack(data)} == files


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_damaged_archive_gives_the_packed_bytes_or_a_reason_and_nothing_else(data):
    whole = bytearray(packed({"a": bytes(range(256)), "b/c": b"x" * 300}))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(1, len(whole)))
    with suppress(ArchiveError, UnreadableFilmError):
        for file in unpack(bytes(whole[:cut])):
            assert file.read() in (bytes(range(256)), b"x" * 300)


def test_paths_that_lead_elsewhere_are_never_opened():
    opened = []
    watching = True

    def watch(event, details):
        if watching and event in ("open", "os.mkdir", "os.rename", "os.symlink"):
            opened.append(details)

    sys.addaudithook(watch)
    files = unpack(packed({"../../etc/passwd": b"1", "/absolute/x": b"2", "C:\\x": b"3"}))
    contents = [file.read() for file in files]
    watching = False

    assert contents == [b"1", b"2", b"3"]
    assert opened == []


def test_more_files_than_a_patient_has_are_refused():
    most = {str(number): b"" for number in range(room.MOST_ENTRIES)}

    assert len(unpack(packed(most, zipfile.ZIP_STORED))) == room.MOST_ENTRIES
    with pytest.raises(ArchiveTooLargeError, match=f"{room.MOST_ENTRIES + 1} files"):
        unpack(packed(most | {"one more": b""}, zipfile.ZIP_STORED))


def test_an_archive_that_says_it_grows_beyond_bounds_is_refused_unread():
    data = bytearray(packed({"bomb": b"0"}))
    directory = data.index(b"PK\x01\x02")
    size = room.MOST_BYTES + 2**20
    data[directory + 24 : directory + 28] = size.to_bytes(4, "little")  # APPNOTE.TXT 4.4.9

    with pytest.raises(ArchiveTooLargeError, match="at most 488 MiB"):
        unpack(bytes(data))


def test_an_entry_that_grows_beyond_what_it_says_is_refused_as_damaged():
    data = bytearray(packed({"bomb": bytes(10_000_000)}))
    for place in (data.index(b"PK\x03\x04") + 22, data.index(b"PK\x01\x02") + 24):
        data[place : place + 4] = (100).to_bytes(4, "little")
    (bomb,) = unpack(bytes(data))

    with pytest.raises(UnreadableFilmError, match="damaged"):
        bomb.read()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_cannot_be_unpacked_within_bounds_is_refused(method):
    (file,) = unpack(packed({"film": b"0" * 100}, method))

    with pytest.raises(UnreadableFilmError, match="plain ZIP"):
        file.read()


def test_an_encrypted_file_is_refused_with_what_to_do():
    data = bytearray(packed({"film": b"0"}))
    for place in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[place] |= 1
    (file,) = unpack(bytes(data))

    with pytest.raises(UnreadableFilmError, match="password"):
        file.read()
