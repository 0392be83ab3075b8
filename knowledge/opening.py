"""Opening a store: the client, the lock, and the shipped part brought up to date."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from filelock import FileLock
from platformdirs import user_cache_path

from knowledge import shipped
from knowledge.embedding import DEFAULT, embedding
from knowledge.errors import KnowledgeMismatch, SetupError
from knowledge.store import LAYOUT, Marks, Store

if TYPE_CHECKING:
    from chromadb.api import ClientAPI


def connect(where: str) -> Store:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if where.startswith(("http://", "https://")):
        address = urlsplit(where)
        port = address.port or (443 if address.scheme == "https" else 80)
        name = hashlib.sha256(where.encode()).hexdigest()[:16]
        folder = user_cache_path("transcreate") / "knowledge" / name
        try:
            client: ClientAPI = chromadb.HttpClient(
                host=address.hostname or "", port=port, ssl=address.scheme == "https", settings=settings
            )
        except Exception as error:
            raise SetupError(
                f"The Chroma server at {where} does not answer. Start it, or name another store."
            ) from error
        return Store(client, folder)
    folder = Path(where).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"The knowledge folder {folder} cannot be made: {error}.") from error
    with FileLock(folder / "open.lock"):
        client = chromadb.PersistentClient(str(folder), settings=settings)
        return Store(client, folder)


def refresh(store: Store, wanted: str | None, where: str) -> str:
    marks = store.marks()
    have = marks.embedding if marks else None
    model = wanted or have or DEFAULT
    fingerprint = shipped.fingerprint()
    if marks and have == model and marks.shipped == fingerprint and marks.layout == LAYOUT:
        return model
    sources = store.sources()
    if marks and have != model and any(source.origin != "shipped" for source in sources):
        raise KnowledgeMismatch(
            f"The knowledge in {where} was built with the embedding {have}, and {model} is asked for. "
            f"Run `transcreate knowledge rebuild --embedding {model}`, or ask for {have}."
        )
    store.sweep()
    documents = list(shipped.documents())
    names = {document.name for document in documents}
    for source in sources:
        if source.origin == "shipped" and source.name not in names:
            store.remove(source)
    current = {source.name: source.digest for source in sources if source.origin == "shipped"}
    for document in documents:
        if current.get(document.name) != document.digest or have != model:
            store.write(document, "shipped", embedding(model))
    store.set_marks(Marks(embedding=model, shipped=fingerprint))
    return model
