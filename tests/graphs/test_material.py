"""What a run takes from the knowledge store and gives to it."""

from graphs import Context, awrite_article
from knowledge import Knowledge
from knowledge.files import About, read_file
from tests.graphs.library import REQUEST, SOURCE, Newsdesk


async def test_a_remembered_article_is_warned_of_when_its_keyphrase_is_chosen_again(fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    context = Context(model="openai:scripted", knowledge=str(tmp_path), remember=True, site="https://example.org/")
    first = await awrite_article(REQUEST, SOURCE, context=context)
    assert first.status == "passed"
    assert first.plan.warnings == []
    second = await awrite_article(REQUEST, SOURCE, context=context)
    assert "https://example.org/" in second.plan.warnings[0]


async def test_pages_of_the_site_are_proposed_with_the_addresses_the_site_gave(fake_wire, tmp_path):
    pages = tmp_path / "pages.csv"
    address = "https://example.org/bibliotheque"
    pages.write_text(
        "url,title,description,language\n"
        f"{address},La bibliothèque municipale prête des outils,Emprunter une perceuse à la bibliothèque,fr\n",
        "utf-8",
    )
    store = Knowledge.open(tmp_path / "store")
    store.put(read_file(pages, About()), "team")
    fake_wire.responder = Newsdesk()
    context = Context(model="openai:scripted", knowledge=str(tmp_path / "store"))
    result = await awrite_article(REQUEST, SOURCE, context=context)
    assert [page.url for page in result.plan.related] == [address]


async def test_a_run_without_knowledge_takes_its_keyphrase_from_the_source_and_cites_nothing(fake_wire):
    fake_wire.responder = Newsdesk()
    result = await awrite_article(REQUEST, SOURCE, context=Context(model="openai:scripted", knowledge="none"))
    assert result.status == "passed"
    assert result.passages == []
    assert result.plan.keyphrase_origin == "source"
