"""`transcreate check`: the reviewer alone, without model or network."""

import json

from tests.graphs.library import METADATA, OUTLINE, SECTIONS, SOURCE

GOOD = "\n".join(
    [
        "---",
        f'title: "{METADATA["title"]}"',
        f'description: "{METADATA["description"]}"',
        "slug: bibliotheque-d-objets-lindenau",
        "lang: fr",
        "keyphrase: bibliothèque d'objets",
        "---",
        *(
            f"\n{'#' if index == 0 else '##'} {section['heading']}\n\n{SECTIONS[f's{index}']}"
            for index, section in enumerate(OUTLINE["sections"])
        ),
    ]
)


def judge(cli, tmp_path, text, *flags):
    (tmp_path / "article.md").write_text(text, "utf-8")
    (tmp_path / "source.md").write_text(SOURCE, "utf-8")
    code, out, err = cli("check", tmp_path / "article.md", *flags, "--json")
    return code, json.loads(out), err


def test_a_good_article_passes_against_its_source(cli, tmp_path):
    code, review, _ = judge(cli, tmp_path, GOOD, "--source", tmp_path / "source.md")
    failed = [c for c in review["checks"] if c["severity"] == "blocking" and c["status"] != "passed"]
    assert failed == []
    assert code == 0


def test_a_good_article_passes_without_a_source_and_says_what_was_not_compared(cli, tmp_path):
    code, review, _ = judge(cli, tmp_path, GOOD)
    assert code == 0
    assert any(c["status"] == "not_run" and "source" in c["reason"] for c in review["checks"])


def test_a_changed_number_is_named_with_its_place_and_mend(cli, tmp_path):
    code, review, _ = judge(cli, tmp_path, GOOD.replace("1 450", "1 540"), "--source", tmp_path / "source.md")
    findings = [f for c in review["checks"] for f in c["findings"] if f["severity"] == "blocking"]
    assert code == 3
    assert any("1.450" in f["message"] + f["fix"] for f in findings)
    assert any("1" in f["place"] and "540" in f["place"] for f in findings)


def test_a_request_sets_what_the_article_is_held_to(cli, tmp_path):
    code, review, _ = judge(cli, tmp_path, GOOD, "--request", "in French, at least 2000 words")
    assert code == 3
    assert any(c["check"] == "length.words" and c["status"] == "failed" for c in review["checks"])


def test_every_check_is_listed_with_its_threshold_and_source(cli):
    code, out, _ = cli("check", "--list", "--json")
    assert code == 0
    listed = json.loads(out)
    assert len(listed) > 40
    assert all(item["measures"] and item["thresholds"] and item["source"] for item in listed)


PAGE = """<!doctype html><html lang="{lang}"><head><title>{title}</title>
<meta name="description" content="{description}"><meta name="keywords" content="Réseau">
<link rel="canonical" href="https://example.org/{slug}/">
<script type="application/ld+json">{data}</script></head>
<body><nav>Menu</nav><article><h1>Le réseau</h1><p>Un texte.</p></article></body></html>"""


def test_a_page_is_judged_with_its_head_and_its_structured_data(cli, tmp_path):
    page = PAGE.format(lang="fr", title="Réseau", description="Court.", slug="le-reseau", data="{broken")
    (tmp_path / "page.html").write_text(page, "utf-8")
    code, out, _ = cli("check", tmp_path / "page.html", "--json")
    checks = {check["check"]: check for check in json.loads(out)["checks"]}
    assert code == 3
    assert checks["keyphrase.title"]["status"] == checks["metadata.slug"]["status"] == "passed"
    assert checks["metadata.description-length"]["measured"] == "6 characters"
    assert "JSON-LD" in checks["page.json-ld"]["findings"][0]["message"]


def test_a_fragment_of_html_is_read_as_an_article(cli, tmp_path):
    (tmp_path / "part.html").write_text("<h1>Le réseau</h1><p>Un texte bref en français.</p>", "utf-8")
    _, out, _ = cli("check", tmp_path / "part.html", "--language", "fr", "--json")
    checks = {check["check"]: check for check in json.loads(out)["checks"]}
    assert checks["structure.h1"]["status"] == "passed"


def test_people_are_told_which_check_speaks(cli, tmp_path):
    (tmp_path / "article.md").write_text("# Titre\n\nUn texte bref, en français.\n", "utf-8")
    _, out, _ = cli("check", tmp_path / "article.md", "--language", "fr")
    assert "The description is missing. metadata.description-length" in " ".join(out.split())
