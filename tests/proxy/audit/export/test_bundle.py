"""Exports in every form, to a folder and as a stream, and what an outsider finds out about them with the key alone."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pyarrow.parquet
import pytest

from proxy.audit import verifier
from proxy.audit.export import bundle, formats
from proxy.audit.export.formats import FORMATS, format_of
from proxy.audit.export.handover import Handover
from proxy.audit.export.manifest import Told
from proxy.audit.export.outlets import Archive, Folder
from proxy.errors import BadRequest, Conflict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from proxy.audit.export.bundle import Written
    from proxy.audit.export.selection import Selection
    from proxy.audit.keyring import KeyRing

CALLS, COUNT = 200, 420
"""As the fixture `logged` writes them."""
TOLD = Told("log", "auditor-1", "annual review", "auditor-2", "C-1", "x-1", {"provider": "demo"})


@pytest.fixture
def export(select: Callable[..., Selection], keyring: KeyRing, tmp_path: Path) -> Callable[..., tuple[Path, Written]]:
    def make(form: str = "jsonl", name: str = "out", tenant: str | None = None, **filters: str) -> tuple[Path, Written]:
        path = tmp_path / name
        with Folder(path) as outlet:
            written = bundle.write(
                outlet, select(tenant, **filters), format_of(form), TOLD, keyring, key=keyring.verifier
            )
        return path, written

    return make


def verify(path: Path, keyring: KeyRing, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    return verifier.main([str(path), "--key", keyring.verifier]), capsys.readouterr().out


def test_a_part_of_the_log_is_proved_record_by_record(
    export: Callable[..., tuple[Path, Written]], keyring: KeyRing, capsys: pytest.CaptureFixture[str]
) -> None:
    path, written = export(provider="demo")
    assert (written.records, written.agrees) == (CALLS, True)  # intents and their finals, of every second call
    assert verify(path, keyring, capsys)[0] == 0
    lines = (path / "records.jsonl").read_bytes().splitlines()
    proofs = [json.loads(line) for line in (path / "proofs.jsonl").read_bytes().splitlines()]
    assert len(lines) == len(proofs) == CALLS
    assert [each["index"] for each in proofs] == sorted({each["index"] for each in proofs})


def test_the_whole_log_is_proved_by_its_leaves(
    export: Callable[..., tuple[Path, Written]], keyring: KeyRing, capsys: pytest.CaptureFixture[str]
) -> None:
    path, written = export()
    assert (written.records, written.first, written.last) == (COUNT, 0, COUNT - 1)
    assert not (path / "proofs.jsonl").exists()
    assert verify(path, keyring, capsys)[0] == 0


def test_an_outsider_needs_only_the_folder_and_the_key(
    export: Callable[..., tuple[Path, Written]], keyring: KeyRing, tmp_path: Path
) -> None:
    path, _ = export(severity="S4")
    command = [sys.executable, "-I", str(path / "verify_audit.py"), str(path), "--key", keyring.verifier]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("OK")


def test_no_match_is_an_export_of_nothing(
    export: Callable[..., tuple[Path, Written]], keyring: KeyRing, capsys: pytest.CaptureFixture[str]
) -> None:
    path, written = export(provider="unknown")
    assert written.records == 0
    assert verify(path, keyring, capsys)[0] == 0


def test_another_tenants_records_stay(export: Callable[..., tuple[Path, Written]]) -> None:
    assert export(tenant="elsewhere")[1].records == 0


def damage(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    (path / name).write_bytes(change((path / name).read_bytes()))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("records.jsonl", lambda body: body.replace(b'"caller-0"', b'"caller-1"', 1)),
        ("records.jsonl", lambda body: body[body.index(b"\n") + 1 :]),
        ("records.jsonl", lambda body: b"\n".join(reversed(body.splitlines())) + b"\n"),
        ("records.jsonl", lambda body: body + body.splitlines()[0] + b"\n"),
        ("proofs.jsonl", lambda body: body[body.index(b"\n") + 1 :]),
        ("proofs.jsonl", lambda body: body.replace(b"{", b"", 1)),
        ("proofs.jsonl", lambda body: body.replace(b'"index"', b'"indey"')),
        ("proofs.jsonl", lambda body: b'{"index":1e999,"proof":[]}\n' + body[body.index(b"\n") + 1 :]),
        ("proofs.jsonl", lambda body: b"[" * 100_000 + b"\n" + body[body.index(b"\n") + 1 :]),
        ("checkpoints.txt", lambda body: body.replace(b"\n420\n", b"\n421\n")),
        ("manifest.json", lambda body: body.replace(b'"annual review"', b'"other"')),
        ("manifest.sig", lambda body: body.replace(b"manifest sha256", b"manifest sha255")),
        ("verify_audit.py", lambda body: body + b"\n"),
    ],
)
def test_every_change_is_found(
    export: Callable[..., tuple[Path, Written]],
    keyring: KeyRing,
    capsys: pytest.CaptureFixture[str],
    name: str,
    change: Callable[[bytes], bytes],
) -> None:
    path, _ = export(provider="demo")
    damage(path, name, change)
    status, said = verify(path, keyring, capsys)
    assert (status, "BAD" in said) == (1, True)


def test_a_record_and_its_proof_left_out_together_are_missed_by_the_manifest(
    export: Callable[..., tuple[Path, Written]], keyring: KeyRing, capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = export(provider="demo")
    for name in ("records.jsonl", "proofs.jsonl"):
        damage(path, name, lambda body: body[body.index(b"\n") + 1 :])
    assert verify(path, keyring, capsys)[0] == 1
    (path / "manifest.json").unlink()
    assert verify(path, keyring, capsys)[0] == 1


def test_a_file_that_is_missing_is_named(
    export: Callable[..., tuple[Path, Written]], keyring: KeyRing, capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = export("csv")
    assert verify(path, keyring, capsys)[0] == 0
    (path / "records.csv").unlink()
    status, said = verify(path, keyring, capsys)
    assert (status, "records.csv is missing" in said) == (1, True)


def test_the_manifest_says_who_and_why(export: Callable[..., tuple[Path, Written]], keyring: KeyRing) -> None:
    path, written = export(provider="demo")
    body = (path / "manifest.json").read_bytes()
    assert hashlib.sha256(body).hexdigest() == written.manifest_sha256
    said = json.loads(body)
    wanted = {"by": "auditor-1", "approved_by": "auditor-2", "case": "C-1", "purpose": "annual review",
              "records": CALLS, "as_of": COUNT, "log": "chaperone/test", "checkpoint_agrees": True}  # fmt: skip
    assert wanted.items() <= said.items()
    assert {each["name"] for each in said["files"]} == {
        "records.jsonl", "proofs.jsonl", "checkpoints.txt", "verify_audit.py"}  # fmt: skip
    for each in said["files"]:
        data = (path / each["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (each["bytes"], each["sha256"])


# --------------------------------------------------------------------------- forms


def test_csv_has_a_line_for_each_record_and_no_formula(export: Callable[..., tuple[Path, Written]]) -> None:
    path, _ = export("csv")
    with (path / "records.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == COUNT
    assert [int(each["seq"]) for each in rows] == list(range(COUNT))
    assert [each["unit"] for each in rows if "home" in each["unit"]] == ["'@home"]
    assert all(len(each["leaf_hash"]) == 64 for each in rows)


def test_parquet_has_types(export: Callable[..., tuple[Path, Written]]) -> None:
    path, _ = export("parquet")
    table = pyarrow.parquet.read_table(path / "records.parquet")
    assert table.num_rows == COUNT
    assert str(table.schema.field("seq").type) == "int64"
    assert str(table.schema.field("wa_breach_pi").type) == "bool"
    assert table.column("unit").to_pylist().count("@home") == 1  # no spreadsheet reads it: as it is
    assert sum(each or 0 for each in table.column("input_tokens").to_pylist()) == sum(range(CALLS))


@pytest.mark.parametrize(("form", "more"), [("ocsf", CALLS), ("ecs", 0), ("otel", CALLS)])
def test_mapped_forms_have_a_line_for_each_event(
    export: Callable[..., tuple[Path, Written]], form: str, more: int
) -> None:
    path, _ = export(form)
    lines = (path / f"records.{form}.jsonl").read_text().splitlines()
    assert len(lines) == COUNT + more  # one finding in each intent
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert json.loads((path / "manifest.json").read_text())["schema"]


def test_an_unknown_form_is_refused_with_the_names_of_those_that_are() -> None:
    with pytest.raises(BadRequest, match="jsonl, csv, parquet, ocsf, ecs, otel"):
        format_of("xlsx")


def test_parquet_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadRequest, match=r"chaperone-proxy\[parquet\]"):
        format_of("parquet")


def test_the_list_of_forms_is_complete() -> None:
    assert set(FORMATS) == {"jsonl", "csv", "parquet", "ocsf", "ecs", "otel"}
    assert formats.NATIVE == "jsonl"


# --------------------------------------------------------------------------- places


def test_a_folder_that_exists_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    with pytest.raises(BadRequest, match="exists already"):
        Folder(tmp_path)
    assert (tmp_path / "mine").read_text() == "kept"


def test_a_failed_export_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with Folder(tmp_path / "out") as outlet, outlet.file("a") as file:
            file.write(b"x")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert not (tmp_path / "out").exists()


def test_files_are_for_their_owner_only(export: Callable[..., tuple[Path, Written]]) -> None:
    path, _ = export()
    assert {each.stat().st_mode & 0o777 for each in path.iterdir()} == {0o600}
    assert path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("form", list(FORMATS))
def test_a_stream_holds_the_same_export(
    form: str, select: Callable[..., Selection], keyring: KeyRing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(archive: Archive, pause: Callable[[], None]) -> None:
        chosen = select(provider="demo")
        bundle.write(archive, chosen, format_of(form), TOLD, keyring, key=keyring.verifier, progress=lambda _: pause())

    whole = b"".join(Handover("export", work).parts())
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert verify(tmp_path / "export", keyring, capsys)[0] == 0
    if form == "jsonl":
        assert len((tmp_path / "export" / "records.jsonl").read_bytes().splitlines()) == CALLS


def test_an_error_on_the_way_ends_the_stream_with_it() -> None:
    def work(_archive: Archive, _pause: Callable[[], None]) -> None:
        raise Conflict("no")

    with pytest.raises(Conflict):
        list(Handover("export", work).parts())


def test_a_reader_who_leaves_ends_the_work() -> None:
    ended: list[Any] = []

    def work(archive: Archive, pause: Callable[[], None]) -> None:
        try:
            with archive.file("a") as file:
                while True:
                    file.write(bytes(1_000_000))
                    pause()
        finally:
            ended.append(True)

    parts = Handover("export", work).parts()
    next(parts)
    parts.close()  # type: ignore[attr-defined] # a generator
    assert ended == [True]


def test_without_a_checkpoint_nothing_leaves(tmp_path: Path) -> None:
    from proxy.audit.export.selection import Selection  # noqa: PLC0415 - as its neighbours
    from proxy.audit.filters import Filters  # noqa: PLC0415 - as above
    from proxy.audit.stores.sqlite import SqliteStore, read_engine  # noqa: PLC0415 - as above

    store = SqliteStore(tmp_path / "audit.db")
    store.open()
    store.close()
    with pytest.raises(Conflict, match="no checkpoint"):
        Selection(read_engine(tmp_path / "audit.db"), Filters(), tenant=None, log="l", version="1")
