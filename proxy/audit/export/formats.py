"""The forms in which records leave: an explicit list. Each writes one file and holds a page of records at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from proxy.audit.export.cells import COLUMNS, csv_line, row
from proxy.audit.mapping import MAPPINGS, jcs
from proxy.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from proxy.audit.mapping.source import Source

NATIVE: Final = "jsonl"
"""The stored bytes themselves: the only form that can be proved."""
ROW_GROUP: Final = 5_000


class Sink(Protocol):
    """A file that is written from beginning to end."""

    def write(self, data: bytes, /) -> object:
        """Append."""
        ...


class Format:
    """A form of records.

    Attributes:
        name: as it is asked for.
        file: name of the file that it makes.
        write: ``write(sources, sink)`` writes the whole file.
        ready: raises BadRequest where a library is missing.
    """

    def __init__(
        self,
        name: str,
        file: str,
        write: Callable[[Iterable[Source], Sink], None],
        ready: Callable[[], object] = lambda: None,
    ) -> None:
        self.name, self.file, self.write, self.ready = name, file, write, ready


def format_of(name: str) -> Format:
    """The format of that name, ready to write.

    Raises:
        BadRequest: there is none, or what it needs is not installed; says what to do.
    """
    if name not in FORMATS:
        raise BadRequest(f"There is no export format of that name; use one of {', '.join(FORMATS)}.", param="format")
    found = FORMATS[name]
    found.ready()
    return found


# --------------------------------------------------------------------------- lines


def _native(sources: Iterable[Source], sink: Sink) -> None:
    for source in sources:
        sink.write(source.body + b"\n")


def _csv(sources: Iterable[Source], sink: Sink) -> None:
    sink.write(csv_line(COLUMNS))
    for source in sources:
        sink.write(csv_line(row(source).values()))


def _mapped(schema: str) -> Callable[[Iterable[Source], Sink], None]:
    def write(sources: Iterable[Source], sink: Sink) -> None:
        for source in sources:
            for event in MAPPINGS[schema](source):
                sink.write(jcs.dumps(event) + b"\n")

    return write


# --------------------------------------------------------------------------- Parquet


def _pyarrow() -> Any:  # noqa: ANN401 - a library that may be absent, and has no types
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional, and 0.2 s
        import pyarrow.parquet  # noqa: PLC0415 - as above; binds the submodule to `pa`
    except ImportError:
        raise BadRequest(
            "Parquet needs the package pyarrow, which is not installed: pip install 'chaperone-proxy[parquet]', "
            "or use the format csv.",
            param="format",
        ) from None
    return pa


def _parquet(sources: Iterable[Source], sink: Sink) -> None:
    arrow = _pyarrow()
    sorts = {"int": arrow.int64(), "float": arrow.float64(), "flag": arrow.bool_(), "text": arrow.string()}
    schema = arrow.schema([arrow.field(name, sorts[sort]) for name, sort in COLUMNS.items()])
    target = arrow.PythonFile(_Told(sink), mode="w")
    with arrow.parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for rows in _groups(row(source) for source in sources):
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema), row_group_size=ROW_GROUP)


def _groups(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for each in rows:
        group.append(each)
        if len(group) == ROW_GROUP:
            yield group
            group = []
    if group:
        yield group


class _Told:
    """A sink as Arrow wants a file: it asks where it is, and leaves closing to us."""

    closed = False

    def __init__(self, sink: Sink) -> None:
        self._sink, self._at = sink, 0

    def write(self, data: bytes) -> int:
        self._sink.write(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """The file belongs to whoever opened it."""

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False


FORMATS: Final[dict[str, Format]] = {
    each.name: each
    for each in (
        Format(NATIVE, "records.jsonl", _native),
        Format("csv", "records.csv", _csv),
        Format("parquet", "records.parquet", _parquet, _pyarrow),
        Format("ocsf", "records.ocsf.jsonl", _mapped("ocsf")),
        Format("ecs", "records.ecs.jsonl", _mapped("ecs")),
        Format("otel", "records.otel.jsonl", _mapped("otel")),
    )
}
