"""Opening a store: the client, the lock, and the shipped part brought up to date."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from filelock import FileLock
from platformdirs import user_cache_path

from knowledge import shipped
from knowledge.catalogue import LAYOUT, Marks, Source
from knowledge.embedding import DEFAULT, Embedding, embedding
from knowledge.errors import KnowledgeMismatch, SetupError
from knowledge.records import Document, digest
from knowledge.store import Progress, Store

if TYPE_CHECKING:
    from chromadb.config import Settings


def connect(where: str) -> Store:
    """The store in the folder `where`, or on the Chroma server whose URL it is.

    Raises:
        SetupError: the folder cannot be used, or the server does not answer.
    """
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if is_server(where):
        return _connect_server(where, settings)
    folder = Path(where).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "open.lock"):
            return Store(chromadb.PersistentClient(str(folder), settings=settings), folder)
    except (OSError, chromadb.errors.ChromaError) as error:
        raise SetupError(
            f"The knowledge folder {folder} cannot be used: {error}. Name another one with TRANSCREATE_KNOWLEDGE."
        ) from error


def is_server(where: str) -> bool:
    return where.startswith(("http://", "https://"))


def _connect_server(where: str, settings: "Settings") -> Store:
    import chromadb
    import httpx

    address = urlsplit(where)
    folder = user_cache_path("transcreate") / "knowledge" / digest(where)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        client = chromadb.HttpClient(
            host=address.hostname or "",
            port=address.port or (443 if address.scheme == "https" else 80),
            ssl=address.scheme == "https",
            settings=settings,
        )
        return Store(client, folder, shared=True)
    except (ValueError, httpx.HTTPError, chromadb.errors.ChromaError) as error:
        raise SetupError(
            f"The Chroma server at {where} does not answer: {error} "
            "Start it with `chroma run`, or name a folder in TRANSCREATE_KNOWLEDGE."
        ) from error


def refresh(store: Store, wanted: str | None, where: str) -> str:
    """Bring the shipped part up to date; the name of the embedding the store now has. Call inside `writing`.

    Raises:
        KnowledgeMismatch: a team's own sources were embedded by another model than the one wanted.
    """
    marks = store.catalogue.marks()
    model = wanted or (marks.embedding if marks else DEFAULT)
    fingerprint = shipped.fingerprint()
    if marks == Marks(embedding=model, shipped=fingerprint):
        return model
    others = {s.embedding for s in store.catalogue.sources() if s.origin != "shipped"} - {model}
    if others:
        raise KnowledgeMismatch(
            f"The knowledge in {where} was embedded with {', '.join(sorted(others))}, and {model} is asked for. "
            f"Run `transcreate knowledge rebuild --embedding {model}` to embed it anew."
        )
    store.sweep()
    _commit_shipped(store, [], embedding(model), fingerprint)
    return model


def rebuild(store: Store, wanted: str | None, progress: Progress | None = None) -> str:
    """Embed everything anew; the name of the embedding the store now has. Call inside `writing`.

    The old state stays whole until the new one is complete.
    """
    marks = store.catalogue.marks()
    model = embedding(wanted or (marks.embedding if marks else DEFAULT))
    store.sweep()
    staged = []
    for source in store.catalogue.sources():
        if source.origin == "shipped":
            continue
        shelves = {segment.shelf: store.records(segment) for segment in source.segments}
        document = Document(source.name, source.digest, shelves, source.format)
        staged.append(store.stage(document, source.origin, model, progress))
    _commit_shipped(store, staged, model, shipped.fingerprint(), anew=True)
    return model.name


def _commit_shipped(
    store: Store, staged: list[Source], model: Embedding, fingerprint: str, *, anew: bool = False
) -> None:
    marks = store.catalogue.marks()
    have = {s.name: s for s in store.catalogue.sources() if s.origin == "shipped"}
    current = marks is not None and marks.layout == LAYOUT and not anew
    documents = list(shipped.documents())
    for document in documents:
        known = have.get(document.name)
        same = known and known.digest == document.digest and known.embedding == model.name
        if not (current and same):
            staged.append(store.stage(document, "shipped", model))
    store.commit(staged, Marks(embedding=model.name, shipped=fingerprint))
    names = {document.name for document in documents}
    store.remove([source for name, source in have.items() if name not in names])
