"""Six other retrieval systems behind one protocol, as shipped and as a Danish user would set them.

    pip install -e '.[peers]' -c requirements.lock -c tests/benchmarks/peers.lock
    pip install --no-deps llama-index-retrievers-bm25==0.8.0

The second command is for LlamaIndex's BM25 alone: it declares PyStemmer below 3, which our PyStemmer is not,
and runs with it unchanged. The n-gram lengths were the best on the development half of ft_spoergetid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.peer_protocol import (
    DEPTH,
    NO_MODEL,
    PASSAGE_PROMPT,
    QUERY_PROMPT,
    Model,
    Passage,
    local_model,
)

if TYPE_CHECKING:
    from chromadb import EmbeddingFunction

    from kb.embedding.encoder import Vectors


class Txtai:
    """txtai's hybrid search. Through sentence-transformers it finds the prompt of questions by itself."""

    options: Mapping[str, object] = {}

    def __init__(self) -> None:
        from txtai import Embeddings

        model = local_model()
        self.precision = model.dtype
        self._embeddings = Embeddings(
            path=model.folder,
            method="sentence-transformers",
            content=True,
            hybrid=True,
            vectors={"model_kwargs": model.arguments},
            **self.options,
        )

    def build(self, passages: Sequence[Passage], folder: Path) -> None:
        self._embeddings.index({"id": n, "text": each.text} for n, each in enumerate(passages))
        self._embeddings.save(str(folder))

    def search(self, query: str, k: int) -> list[int]:
        return [int(found["id"]) for found in self._embeddings.search(query, k)]


class TxtaiDanish(Txtai):
    """txtai's hybrid search with the prompt of passages too, and four-character grams as lexical terms."""

    options = {  # noqa: RUF012
        "instructions": {"data": PASSAGE_PROMPT},
        "scoring": {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"ngrams": 4}},
    }


class LlamaIndex:
    """LlamaIndex's vector index."""

    prompts: Mapping[str, str] = {}

    def __init__(self) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        model = local_model()
        self.precision = model.dtype
        self._embedding = HuggingFaceEmbedding(model.folder, model_kwargs=model.arguments, **self.prompts)

    def build(self, passages: Sequence[Passage], folder: Path) -> None:
        from llama_index.core import VectorStoreIndex
        from llama_index.core.schema import TextNode

        self._nodes = [TextNode(id_=str(n), text=each.text) for n, each in enumerate(passages)]
        index = VectorStoreIndex(self._nodes, embed_model=self._embedding)
        index.storage_context.persist(str(folder))
        self._retriever = index.as_retriever(similarity_top_k=DEPTH)

    def search(self, query: str, k: int) -> list[int]:
        return [int(found.node.node_id) for found in self._retriever.retrieve(query)[:k]]


class LlamaIndexDanish(LlamaIndex):
    """LlamaIndex's reciprocal rank fusion of the vector index, with prompts, and BM25 over Danish stems."""

    prompts = {"query_instruction": QUERY_PROMPT, "text_instruction": PASSAGE_PROMPT}  # noqa: RUF012

    def build(self, passages: Sequence[Passage], folder: Path) -> None:
        from llama_index.core import Settings
        from llama_index.core.retrievers import QueryFusionRetriever
        from llama_index.retrievers.bm25 import BM25Retriever
        from Stemmer import Stemmer

        super().build(passages, folder)
        words = BM25Retriever.from_defaults(
            nodes=self._nodes, stemmer=Stemmer("danish"), language=[], similarity_top_k=DEPTH
        )
        words.persist(str(folder / "bm25"))
        Settings.llm = None
        self._retriever = QueryFusionRetriever(
            [self._retriever, words],
            num_queries=1,
            mode="reciprocal_rerank",
            similarity_top_k=DEPTH,
            use_async=False,
        )


class Haystack:
    """Haystack's in-memory store: embeddings and BM25, joined by reciprocal rank fusion.

    Cosine instead of the dot product, because vectors in bfloat16 are only nearly of unit length.
    """

    prefixes = ("", "")
    store_options: Mapping[str, str] = {}

    def __init__(self) -> None:
        from haystack_integrations.components.embedders import sentence_transformers as embedders

        model = local_model()
        self.precision = model.dtype
        options = {"model": model.folder, "model_kwargs": model.arguments, "progress_bar": False}
        self._documents = embedders.SentenceTransformersDocumentEmbedder(prefix=self.prefixes[0], **options)
        self._text = embedders.SentenceTransformersTextEmbedder(prefix=self.prefixes[1], **options)
        self._documents.warm_up()
        self._text.warm_up()

    def build(self, passages: Sequence[Passage], folder: Path) -> None:
        from haystack import Document
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        store = InMemoryDocumentStore(embedding_similarity_function="cosine", **self.store_options)
        documents = [Document(id=str(n), content=each.text) for n, each in enumerate(passages)]
        store.write_documents(self._documents.run(documents)["documents"])
        self._dense = InMemoryEmbeddingRetriever(store, top_k=DEPTH)
        self._words = InMemoryBM25Retriever(store, top_k=DEPTH)
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH)

    def search(self, query: str, k: int) -> list[int]:
        dense = self._dense.run(self._text.run(query)["embedding"])["documents"]
        words = self._words.run(query)["documents"]
        return [int(found.id) for found in self._joiner.run([dense, words])["documents"][:k]]


class HaystackDanish(Haystack):
    r"""Haystack with prompts and five-character grams; its own pattern finds the same words as ``\w+``.

    A pattern is all it takes: no stemmer. Words of under five letters are kept whole.
    """

    prefixes = (PASSAGE_PROMPT, QUERY_PROMPT)
    store_options = {"bm25_tokenization_regex": r"(?=(\w{5}|\b\w{1,4}\b))"}  # noqa: RUF012


class Chroma:
    """Chroma's persistent client; in its local form it has no lexical leg."""

    def __init__(self) -> None:
        model = local_model()
        self.precision = model.dtype
        self._embed = self._function(model)

    def _function(self, model: Model) -> EmbeddingFunction:
        from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

        return SentenceTransformerEmbeddingFunction(model.folder, model_kwargs=model.arguments)

    def build(self, passages: Sequence[Passage], folder: Path) -> None:
        from chromadb import PersistentClient

        client = PersistentClient(str(folder))
        self._collection = client.get_or_create_collection("passages", embedding_function=self._embed)
        most = client.get_max_batch_size()
        for start in range(0, len(passages), most):
            texts = [each.text for each in passages[start : start + most]]
            self._collection.upsert([str(start + n) for n in range(len(texts))], documents=texts)

    def search(self, query: str, k: int) -> list[int]:
        found = self._collection.query(query_texts=[query], n_results=k, include=[])
        return [int(each) for each in found["ids"][0]]


class ChromaDanish(Chroma):
    """Chroma with an embedding function of the user's own that sets the prompts."""

    def _function(self, model: Model) -> EmbeddingFunction:
        from chromadb import Documents, EmbeddingFunction, Embeddings
        from sentence_transformers import SentenceTransformer

        class Prompted(EmbeddingFunction[Documents]):
            def __init__(self) -> None:
                self._model = SentenceTransformer(model.folder, model_kwargs=model.arguments)

            def __call__(self, input: Documents) -> Embeddings:
                return list(self._model.encode(input, prompt=PASSAGE_PROMPT))

            def embed_query(self, input: Documents) -> Embeddings:
                return list(self._model.encode(input, prompt=QUERY_PROMPT))

        return Prompted()


class LanceDb:
    """LanceDB's hybrid search with reciprocal rank fusion; the user brings the vectors."""

    prompts = ("", "")
    text_index: Mapping[str, object] = {}

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        model = local_model()
        self.precision = model.dtype
        self._model = SentenceTransformer(model.folder, model_kwargs=model.arguments)

    def _vectors(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = self._model.encode(list(texts), prompt=prompt, show_progress_bar=False)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def build(self, passages: Sequence[Passage], folder: Path) -> None:
        import lancedb
        from lancedb.index import FTS
        from lancedb.rerankers import RRFReranker

        vectors = self._vectors([each.text for each in passages], self.prompts[0])
        rows = [
            {"position": n, "text": each.text, "vector": vector}
            for n, (each, vector) in enumerate(zip(passages, vectors, strict=True))
        ]
        self._table = lancedb.connect(folder).create_table("passages", rows)
        self._table.create_index("text", config=FTS(**self.text_index))
        self._reranker = RRFReranker()

    def search(self, query: str, k: int) -> list[int]:
        vector = self._vectors([query], self.prompts[1])[0]
        hybrid = self._table.search(query_type="hybrid").vector(vector).text(query)
        return [row["position"] for row in hybrid.rerank(self._reranker).limit(k).to_list()]


class LanceDbDanish(LanceDb):
    """LanceDB with prompts and a full-text index of four to six characters, which beat its Danish stems."""

    prompts = (PASSAGE_PROMPT, QUERY_PROMPT)
    text_index = {  # noqa: RUF012
        "base_tokenizer": "ngram",
        "ngram_min_length": 4,
        "ngram_max_length": 6,
        "stem": False,
        "remove_stop_words": False,
    }


class Bm25s:
    """bm25s: BM25 and no model. As shipped it drops English stop words and stems nothing."""

    precision = NO_MODEL

    def __init__(self) -> None:
        self._options: Mapping[str, object] = {}

    def build(self, passages: Sequence[Passage], folder: Path) -> None:
        import bm25s

        texts = [each.text for each in passages]
        self._index = bm25s.BM25()
        tokens = bm25s.tokenize(texts, show_progress=False, **self._options)
        self._index.index(tokens, show_progress=False)
        self._index.save(str(folder), corpus=texts)
        self._count = len(texts)

    def search(self, query: str, k: int) -> list[int]:
        import bm25s

        tokens = bm25s.tokenize(query, show_progress=False, **self._options)
        found, _ = self._index.retrieve(tokens, k=min(k, self._count), show_progress=False)
        return [int(each) for each in found[0]]


class Bm25sDanish(Bm25s):
    """bm25s over Danish stems, without stop words."""

    def __init__(self) -> None:
        from Stemmer import Stemmer

        self._options = {"stopwords": [], "stemmer": Stemmer("danish")}
