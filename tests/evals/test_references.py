"""What the measures say of human translations."""

import json

import pytest

from evals.benchmarks.references import main, measured
from evals.datasets.items import Item
from tests.evals.test_translation_task import REFERENCE
from tests.graphs.library import SOURCE

ITEM = {"id": "a", "request": "in French", "source": SOURCE, "expected": {"language": "fr"}, "reference": REFERENCE}


def test_a_faithful_translation_by_a_person_has_full_marks():
    found = measured(Item.model_validate(ITEM))
    assert [found[name].value for name in ("fact_recall", "inventions", "purity")] == [1.0, 0.0, 1.0]


def test_what_a_person_changed_is_counted():
    found = measured(Item.model_validate(ITEM | {"reference": REFERENCE.replace("1 450", "9 999")}))
    assert found["fact_recall"].value == pytest.approx(0.9)
    assert found["inventions"].value > 0


def test_the_means_and_the_first_remarks_are_printed(tmp_path, capsys):
    lines = [ITEM, ITEM | {"id": "b", "reference": REFERENCE.replace("1 450", "9 999")}, ITEM | {"id": "c"}]
    del lines[2]["reference"]
    (tmp_path / "set.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    main([str(tmp_path / "set.jsonl")])
    out = capsys.readouterr().out
    assert "95.0 %" in out
    assert "b: 1 of 10 facts lost: “1.450”" in out
