"""The repository in a database: versions, what it refuses, what it says, and what it never says."""

# ruff: noqa: S608 - the SQL is put together from constants of ours.
from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Timer

import numpy as np
import psycopg
import pytest

from kb.datatypes import Filter, SectionKind
from kb.errors import IndexStateError, KBError, ResourceError, SettingsError
from kb.index.draft import Batch
from kb.index.local import LocalRepository
from kb.index.records import kept_chunk
from kb.index.searched import terms_of
from kb.postgresql import connecting, reading
from kb.postgresql.connecting import place_of, problem_of, writer
from kb.postgresql.draft import storable
from kb.postgresql.kept import Kept
from kb.postgresql.layout import CLASSED, citus_statements, table_statements
from kb.postgresql.migrations import VERSION, migrate
from kb.postgresql.repository import PostgresRepository
from tests.conftest import REPOSITORY
from tests.index.material import DOCUMENTS, MINUTES, PLAIN, chunks_of, document, write_to
from tests.postgresql.cluster import Cluster, until

EVERYTHING = Filter()


def test_the_place_shows_neither_user_nor_password() -> None:
    assert place_of("host=a,b port=1,2 user=u password=hemmelig dbname=d") == "postgresql://a:1,b:2/d"
    assert place_of("postgresql://u:hemmelig@a/d") == "postgresql://a/d"  # pragma: allowlist secret
    with pytest.raises(SettingsError) as caught:
        PostgresRepository("host=a password=hemmelig sludder")
    assert caught.value.code == "bad_dsn"
    assert "hemmelig" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_server_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (connecting, reading):
        monkeypatch.setattr(module, "PATIENCE", 0.2)
    repository = PostgresRepository("host=127.0.0.1 port=1 user=u password=hemmelig dbname=d")
    for ask in (repository.current, repository.names, repository.rollback):
        with pytest.raises(ResourceError) as caught:
            ask()
        assert caught.value.code == "database_lost"
        assert "postgresql://127.0.0.1:1/d" in caught.value.message
        assert "hemmelig" not in str(caught.value)
    with pytest.raises(ResourceError), repository.lock():
        pass


def test_without_the_driver_the_remedy_is_said() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from kb.settings import Settings\nfrom kb.index.repository import repository_of\n"
        "from kb.errors import SettingsError\n"
        "try: repository_of(Settings(store='postgresql', pg_dsn='host=a'))\n"
        "except SettingsError as error: print(error.code, error.remedy)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("no_psycopg ")
    assert "kb[postgresql]" in done.stdout


def test_migrating_twice_or_at_once_changes_nothing(new_dsn: Callable[[], str], cluster: Cluster) -> None:
    dsn = new_dsn()

    def run(_: int) -> None:
        with writer(dsn) as connection:
            migrate(connection, "sted")

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(run, range(8))) == [None] * 8
    rows = cluster.sql("SELECT version FROM kb.migrations", dsn.rpartition("dbname=")[2])
    assert rows == [(version,) for version in range(1, VERSION + 1)]


def test_a_database_of_another_version_is_refused(new_dsn: Callable[[], str], cluster: Cluster) -> None:
    dsn = new_dsn()
    repository = PostgresRepository(dsn)
    write_to(repository)
    database = dsn.rpartition("dbname=")[2]

    found = "SELECT coalesce(max(version), 0) FROM kb.migrations"

    def version(statement: str, expected: int) -> None:
        cluster.sql(statement, database)
        for server in range(3):
            until(lambda server=server: cluster.sql(found, database, server) == [(expected,)])

    version(f"INSERT INTO kb.migrations (version) VALUES ({VERSION + 1})", VERSION + 1)
    for ask in (repository.current, repository.open, repository.names, repository.rollback):
        with pytest.raises(IndexStateError) as caught:
            ask()
        assert caught.value.code == "database_newer"
        assert (str(VERSION + 1) in caught.value.message, str(VERSION) in caught.value.message) == (
            True,
            True,
        )
    with pytest.raises(IndexStateError) as locked, repository.lock():
        pass
    assert locked.value.code == "database_newer"
    version("DELETE FROM kb.migrations", 0)
    with pytest.raises(IndexStateError) as caught:
        repository.current()
    assert caught.value.code == "database_older"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (
            "UPDATE kb.generations SET manifest = jsonb_set(manifest, '{{format}}', '99')",
            "index_format_mismatch",
        ),
        ("UPDATE kb.generations SET manifest = manifest - 'model'", "index_damaged"),
        ("DELETE FROM {schema}.chunks WHERE key = 3", "index_damaged"),
        ("UPDATE {schema}.embeddings SET tokens = tokens || tokens WHERE key = 3", "index_damaged"),
        ("UPDATE {schema}.postings SET counts = counts || '\\x00' WHERE field = 'words'", "index_damaged"),
        ("UPDATE {schema}.documents SET title = 'Andet' WHERE id = 'udkast.txt'", "index_damaged"),
        ("DROP TABLE {schema}.terms", "index_damaged"),
    ],
)
def test_what_was_changed_is_found(
    new_dsn: Callable[[], str], cluster: Cluster, statement: str, code: str
) -> None:
    dsn = new_dsn()
    primary = cluster.dsn(dsn.rpartition("dbname=")[2], 0)
    repository = PostgresRepository(primary)
    older = write_to(repository)
    schema = repository.open().schema
    write_to(repository)
    repository.verify()
    repository.rollback()
    cluster.sql(statement.format(schema=schema), dsn.rpartition("dbname=")[2])
    with pytest.raises(IndexStateError) as caught:
        repository.verify()
    assert caught.value.code == code
    assert repository.place in caught.value.message
    assert older in repository.names()


def test_a_rollback_passes_over_what_is_damaged(new_dsn: Callable[[], str], cluster: Cluster) -> None:
    dsn = new_dsn()
    repository = PostgresRepository(cluster.dsn(dsn.rpartition("dbname=")[2], 0))
    names, schemas = [], []
    for _ in range(3):
        names.append(write_to(repository))
        schemas.append(repository.open().schema)
    cluster.sql(f"DELETE FROM {schemas[1]}.sections WHERE ordinal = 0", dsn.rpartition("dbname=")[2])
    assert repository.rollback() == names[0]
    assert repository.current() == names[0]


def test_all_generations_but_the_current_one_can_be_dropped_and_all_of_them(
    new_dsn: Callable[[], str],
) -> None:
    repository = PostgresRepository(new_dsn())
    names = [write_to(repository) for _ in range(3)]
    assert repository.drop_others() == tuple(names[:2])
    assert repository.names() == (names[2],)
    assert repository.open().document(PLAIN.id) == PLAIN
    repository.drop_all()
    assert repository.names() == ()
    with pytest.raises(IndexStateError) as caught:
        repository.open()
    assert caught.value.code == "no_index"


def test_what_was_dropped_is_gone_from_a_replica_that_lags(
    new_dsn: Callable[[], str], cluster: Cluster
) -> None:
    repository = PostgresRepository(new_dsn())
    names = [write_to(repository) for _ in range(2)]
    replicas = range(1, len(cluster.ports))
    for server in replicas:
        cluster.sql("SELECT pg_wal_replay_pause()", server=server)

    def resume() -> None:
        for server in replicas:
            cluster.sql("SELECT pg_wal_replay_resume()", server=server)

    resuming = Timer(0.5, resume)
    resuming.start()
    try:
        assert repository.drop_others() == (names[0],)
        assert repository.names() == (names[1],)
    finally:
        resuming.join()


def test_a_reader_of_a_dropped_generation_is_told_so(new_dsn: Callable[[], str]) -> None:
    repository = PostgresRepository(new_dsn())
    write_to(repository)
    store = repository.open()
    write_to(repository, keep=1)
    assert store.document(MINUTES.id) == MINUTES  # the one before the current always stays
    assert len(store.lexical("godkendt", "words", store.allowed(EVERYTHING), 5).keys) == 2
    write_to(repository, keep=1)
    assert len(repository.names()) == 2
    with pytest.raises(IndexStateError) as caught:
        store.document(PLAIN.id)
    assert caught.value.code == "generation_gone"
    assert repository.open().document(PLAIN.id) == PLAIN


def test_a_reader_outlives_a_rollback_and_the_build_after(new_dsn: Callable[[], str]) -> None:
    """What is current when a build begins stays until the build after, however old it is."""
    repository = PostgresRepository(new_dsn())
    names = [write_to(repository) for _ in range(2)]
    assert repository.rollback() == names[0]
    store = repository.open()
    names.append(write_to(repository, keep=1))
    assert repository.names() == (names[0], names[2])
    assert store.document(MINUTES.id) == MINUTES


def test_nothing_is_taken_from_what_is_not_whole(new_dsn: Callable[[], str], cluster: Cluster) -> None:
    dsn = new_dsn()
    repository = PostgresRepository(dsn)
    first = write_to(repository)
    chunks = chunks_of(DOCUMENTS)
    taken = np.arange(len(chunks))
    batch = Batch(
        [kept_chunk(each) for each in chunks], taken, np.zeros((0, 16), np.float32), (), terms_of([])
    )
    cluster.sql("DELETE FROM kb_g000001.embeddings WHERE key = 3", dsn.rpartition("dbname=")[2])
    with repository.lock():
        draft = repository.draft(16, repository.open())
        with pytest.raises(IndexStateError) as caught:
            draft.add(batch)
        draft.discard()
    assert caught.value.code == "index_damaged"
    assert repository.current() == first


def test_a_folder_and_a_database_do_not_take_over_from_each_other(
    new_dsn: Callable[[], str], tmp_path: object
) -> None:
    remote, local = PostgresRepository(new_dsn()), LocalRepository(tmp_path)  # type: ignore[arg-type]
    for repository in (remote, local):
        write_to(repository)
    for one, other in ((remote, local), (local, remote)):
        with one.lock(), pytest.raises(TypeError):
            one.draft(16, other.open())
    with pytest.raises(RuntimeError):
        remote.draft(16, None)


def test_what_postgresql_cannot_hold_is_replaced_and_offsets_hold(new_dsn: Callable[[], str]) -> None:
    text = "Nul\x00tegn og \\u0000 som skrevet"
    made = document("nul.txt", [(SectionKind.CASE, "O\x00", text)], warnings=("a\x00", "\\\x00"))
    repository = PostgresRepository(new_dsn())
    write_to(repository, [made], decided=())
    stored = repository.open().document("nul.txt")
    assert stored.text == made.text.replace("\x00", "�")
    assert len(stored.text) == len(made.text)
    assert stored.warnings == ("a�", "\\�")
    assert repository.open().chunks([0])[0].text == stored.text.rstrip()
    repository.verify()
    assert storable("\\u0000") == "\\u0000"
    assert storable('"\\\\u0000 \\u0000 \\\\\\u0000"', True) == '"\\\\u0000 \\ufffd \\\\\\ufffd"'
    assert (storable(True), storable(None), storable(3)) == (1, None, 3)


def test_a_replica_that_is_behind_is_passed_over(new_dsn: Callable[[], str], cluster: Cluster) -> None:
    dsn = new_dsn()
    repository, other = PostgresRepository(dsn), PostgresRepository(dsn)
    first = write_to(repository)
    assert repository.current() == first
    readable = repository.open()
    for server in (1, 2):
        cluster.sql("SELECT pg_wal_replay_pause()", server=server)
    try:
        second = write_to(repository)
        primary = PostgresRepository(cluster.dsn(dsn.rpartition("dbname=")[2], 0))
        assert primary.current() == second
        assert other.current() == first  # the old one or the new one, never a mix
        assert readable.document(MINUTES.id) == MINUTES
        store = primary.open()
        mixed = PostgresRepository(dsn)._readers
        rows = mixed.rows(store.schema, "SELECT count(*) FROM chunks")
        assert rows == [(store.chunk_count,)]
    finally:
        for server in (1, 2):
            cluster.sql("SELECT pg_wal_replay_resume()", server=server)
    until(lambda: other.current() == second)


def test_reads_go_to_replicas_and_writes_to_the_primary(new_dsn: Callable[[], str], cluster: Cluster) -> None:
    repository = PostgresRepository(new_dsn())
    write_to(repository)
    rows = repository.open().catalogue._rows
    assert rows("SELECT pg_is_in_recovery(), inet_server_port() = ?", (cluster.ports[0],)) == [(True, False)]
    with writer(cluster.dsn()) as connection:
        assert connection.execute("SELECT inet_server_port()").fetchone() == (cluster.ports[0],)


def test_a_question_that_takes_too_long_is_broken_off(
    new_dsn: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "READING", reading.READING.replace("'30s'", "'100ms'"))
    repository = PostgresRepository(new_dsn())
    write_to(repository)
    with pytest.raises(ResourceError) as caught:
        repository.open().catalogue._rows("SELECT pg_sleep(5)")
    assert caught.value.code == "database_slow"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (psycopg.errors.DiskFull, "database_full"),
        (psycopg.errors.InsufficientPrivilege, "database_rights"),
        (psycopg.errors.UndefinedFile, "no_pgvector"),
        (psycopg.errors.AdminShutdown, "database_lost"),
        (psycopg.errors.ReadOnlySqlTransaction, "database_lost"),
        (psycopg.errors.DatatypeMismatch, "database_failed"),
        (psycopg.InterfaceError, "database_lost"),
    ],
)
def test_errors_of_the_driver_are_told_without_their_words(error: type[psycopg.Error], code: str) -> None:
    told: KBError = problem_of(error("DETAIL: Cpr 010203-1234"), "sted")
    assert told.code == code
    assert "010203" not in str(told)


def test_what_was_not_used_for_longest_goes_first() -> None:
    kept = Kept[str, int](10)
    for name, size in (("a", 4), ("b", 4), ("c", 20)):
        assert kept.put(name, size, size).value == size
    assert kept.get("c") is None
    held = kept.get("a")
    assert held is not None
    assert held.value == 4
    kept.put("d", 4, 4)
    assert kept.get("b") is None
    assert kept.get("a") is not None


def test_every_large_table_has_its_document_in_its_key() -> None:
    statements = "\n".join(table_statements("kb_g000001", 16))
    for table in ("sections", "chunks", "embeddings"):
        definition = next(line for line in statements.splitlines() if f"TABLE {table} (" in line)
        assert "PRIMARY KEY (document" in definition
    assert "REFERENCES" not in statements
    spread = citus_statements("kb_g000001")
    for table in {*CLASSED, "postings", "arrays"}:
        assert sum(f".{table}'" in line.split(",")[0].rstrip(")") for line in spread) == 1, table


def test_text_compares_by_code_point_whatever_the_database_does(
    new_dsn: Callable[[], str], cluster: Cluster
) -> None:
    """As SQLite compares it: a database made for Danish would put Å last and ignore punctuation."""
    dsn = new_dsn()
    write_to(PostgresRepository(dsn))
    collations = cluster.sql(
        "SELECT DISTINCT collation_name::text FROM information_schema.columns"
        " WHERE table_schema LIKE 'kb_g%' AND data_type = 'text'",
        dsn.rpartition("dbname=")[2],
    )
    assert collations == [("C",)]


def test_no_superuser_is_needed_and_who_only_reads_cannot_build(
    new_dsn: Callable[[], str], cluster: Cluster
) -> None:
    """The rights are those that docs/postgresql.md tells to give."""
    database = new_dsn().rpartition("dbname=")[2]
    cluster.sql("CREATE ROLE builder LOGIN")
    cluster.sql("CREATE ROLE web LOGIN")
    cluster.sql(f"GRANT CREATE, CONNECT, TEMPORARY ON DATABASE {database} TO builder")
    cluster.sql("CREATE EXTENSION vector", database)
    if not cluster.sql("SELECT 1 FROM pg_roles WHERE rolname = 'kb_reader'"):
        cluster.sql("CREATE ROLE kb_reader NOLOGIN")
    cluster.sql("GRANT kb_reader TO builder")
    cluster.sql("GRANT pg_read_all_stats TO builder")
    builder, web = (
        PostgresRepository(cluster.dsn(database, 0).replace("user=kb", f"user={name}"))
        for name in ("builder", "web")
    )
    write_to(builder)
    assert builder.open().document(MINUTES.id) == MINUTES
    with pytest.raises(ResourceError) as caught:
        web.open()
    assert caught.value.code == "database_rights"
    cluster.sql("GRANT kb_reader TO web")
    assert web.open().document(MINUTES.id) == MINUTES
    with pytest.raises(ResourceError) as caught, web.lock():
        pass
    assert caught.value.code == "database_rights"


def test_threads_share_the_connections(new_dsn: Callable[[], str]) -> None:
    repository = PostgresRepository(new_dsn())
    write_to(repository)
    store = repository.open()

    def ask(number: int) -> tuple[list[int], str]:
        made = DOCUMENTS[number % 4]
        ranking = store.dense(np.eye(16, dtype=np.float32)[number % 9], store.allowed(EVERYTHING), 5)
        return ranking.keys.tolist(), store.document(made.id).title

    alone = [ask(number) for number in range(40)]
    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(ask, range(40))) == alone
