"""The same export from a PostgreSQL log."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from proxy.audit import verifier
from proxy.audit.event import canonical
from proxy.audit.export import bundle
from proxy.audit.export.formats import format_of
from proxy.audit.export.manifest import Told
from proxy.audit.export.outlets import Folder
from proxy.audit.export.selection import Selection
from proxy.audit.filters import Filters
from proxy.audit.leases import this_process
from proxy.audit.stores.base import Record
from proxy.audit.stores.place import Place

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from proxy.audit.keyring import KeyRing
    from tests.proxy.audit.conftest import Events


def test_a_part_of_a_postgresql_log_is_proved(
    postgres_url: str,
    make_events: type[Events],
    keyring: KeyRing,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place, instance = Place(url=postgres_url), this_process()
    store, events = place.store(), make_events(instance.id)
    store.open()
    store.renew(instance, instance.started + timedelta(days=1))
    made = [events.intent({"provider": ("demo", "other")[number % 2]}) for number in range(300)]
    store.append([Record(event, canonical(event)) for event in made])
    store.checkpoint(keyring.checkpoint)
    store.close()
    chosen = Selection(place.reader(), Filters(provider="other"), tenant=None, log="chaperone/test", version="1")
    with Folder(tmp_path / "out") as outlet:
        written = bundle.write(
            outlet, chosen, format_of("jsonl"), Told("log", "a", "why"), keyring, key=keyring.verifier
        )
    assert (written.records, written.first, written.last, written.agrees) == (150, 1, 299, True)
    assert verifier.main([str(tmp_path / "out"), "--key", keyring.verifier]) == 0, capsys.readouterr().out
    lines = (tmp_path / "out" / "records.jsonl").read_text().splitlines()
    assert {json.loads(line)["detail"]["provider"] for line in lines} == {"other"}
