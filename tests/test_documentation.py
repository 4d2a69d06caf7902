"""What people forget: the documents keep up with the tree."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
ROOMS = (
    "webapp",
    "studies",
    "teaching",
    "r2mf",
    "measurements",
    "bending",
    "languages",
    "sample_data",
    "benchmarks",
)
MODULES = sorted(
    path.relative_to(ROOT)
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if path.name != "__init__.py"
)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_is_in_the_readmes_tree(module):
    assert re.search(rf"^ +{re.escape(module.name)} +\w", README, re.MULTILINE)


@pytest.mark.parametrize("room", [*ROOMS, "docs", "tests"])
def test_every_room_is_in_the_readmes_tree(room):
    assert re.search(rf"^{room}/ +\w", README, re.MULTILINE)


def test_every_file_in_the_readmes_tree_exists():
    named = re.findall(r"^ *([a-z_]+\.py) ", README.split("## The tree")[1], re.MULTILINE)
    existing = {path.name for path in [*MODULES, *ROOT.glob("*.py")]}

    assert named
    assert set(named) <= {Path(name).name for name in existing}


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_named_in_a_document_exists(document):
    targets = set(re.findall(r"`?make ([a-z]+)\b", (ROOT / document).read_text()))
    defined = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert targets - {"are"} <= defined


def test_the_notice_is_in_the_readme():
    from studies.notice import RESEARCH_NOTICE

    assert RESEARCH_NOTICE in README
