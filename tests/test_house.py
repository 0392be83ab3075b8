"""The house rule: imports run one way, knowledge ← agents ← graphs ← evals ← transcreate."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ["knowledge", "agents", "graphs", "evals", "transcreate"]


def imported(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("floor", FLOORS)
def test_a_package_imports_only_what_lies_below_it(floor):
    above = set(FLOORS[FLOORS.index(floor) + 1 :])
    wrong = [f"{file.relative_to(ROOT)}: {name}" for file in (ROOT / floor).rglob("*.py") for name in imported(file)
             if name in above]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("floor", [floor for floor in FLOORS if floor != "evals"])
def test_nothing_in_the_product_knows_the_tests(floor):
    assert [file for file in (ROOT / floor).rglob("*.py") if "tests" in imported(file)] == []


def test_the_public_names_are_these():
    import graphs
    import transcreate

    names = {"Context", "article_graph", "awrite_article", "build_article_graph", "write_article"}
    assert names <= set(graphs.__all__)
    assert names <= set(transcreate.__all__)
    assert all(getattr(transcreate, name) is not None for name in transcreate.__all__)


def test_every_error_of_the_project_is_public_and_in_one_tree():
    import transcreate
    from knowledge import errors

    own = [item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, Exception)]
    assert all(issubclass(error, errors.TranscreateError) for error in own)
    assert {error.__name__ for error in own} <= set(transcreate.__all__)
