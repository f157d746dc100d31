from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("my roblox is bodhi_zapzap2016", "", "USERNAME bodhi_zapzap2016"),
        ("instagram is @percy.draws.moss", "", "USERNAME @percy.draws.moss"),
        ('"user":"fam-lovisa.ek"', "", "USERNAME fam-lovisa.ek"),
        ("username: nthorn_16", "", "USERNAME nthorn_16"),
        ("Enzo Thornberry\tethornb30\t309714", "", "USERNAME ethornb30"),
        ("Enzo Thornberry\tthornbu30\t309714", "", ""),
        ("find me on roblox its moss_hopper9", "", "USERNAME moss_hopper9"),
        ("his snap is under percy2014", "", "USERNAME percy2014"),
        ("the video on youtube is 20 minutes", "", ""),
        ("youtube as of 2024", "", ""),
        ("username: mdelgado", "", "USERNAME mdelgado"),
        ("his tiktok @percy_2014", "", "USERNAME @percy_2014"),
        ("she posted as @percy_2014 yesterday", "", "USERNAME.HANDLE @percy_2014"),
        ("@percy_2014 tagged the student", "", "USERNAME.HANDLE @percy_2014"),
        ("snap: percy2014", "", "USERNAME percy2014"),
        ("gamertag percy2014", "", "USERNAME percy2014"),
        ("nombre de usuario: mdelgado7", "", "USERNAME mdelgado7"),
        ("nthorn_16", "user_name", "USERNAME nthorn_16"),
        ("user accounts", "", ""),
        ("login page", "", ""),
        ("user guide", "", ""),
        ("user 1234 stories", "", ""),
        ("@functools.cache", "", ""),
        ("@pytest.fixture\ndef student(): pass", "", ""),
        ("follow us on instagram today", "", ""),
        ("Follow us @PSESD on Instagram", "", ""),
        ("handle = os.open(path)", "", ""),
    ],
)
def test_username(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Account names after their label, handles beside a site or a person."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("https://www.facebook.com/fern.h.92", "", "URL_PERSONAL https://www.facebook.com/fern.h.92"),
        ("https://www.instagram.com/percy_2014", "", "URL_PERSONAL https://www.instagram.com/percy_2014"),
        ("instagram.com/percy_2014", "", "URL_PERSONAL instagram.com/percy_2014"),
        ("https://venmo.com/percy-m", "", "URL_PERSONAL https://venmo.com/percy-m"),
        ("https://www.linkedin.com/in/percy-m", "", "URL_PERSONAL https://www.linkedin.com/in/percy-m"),
        ("https://photos.example.org/album/88", "", "URL_PERSONAL https://photos.example.org/album/88"),
        ("her portfolio is at https://pa-art.example.com/p", "", "URL_PERSONAL https://pa-art.example.com/p"),
        ("https://www.youtube.com/watch?v=abc123def", "", ""),
        ("https://www.linkedin.com/company/psesd", "", ""),
        ("https://www.reddit.com/r/Teachers/", "", ""),
        ("https://app.leg.wa.gov/rcw", "", ""),
        ("https://psesd.example/schemas/referral.json", "", ""),
        ("https://www.khanacademy.org/math", "", ""),
    ],
)
def test_page(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Pages of persons; films, groups, companies and agencies are nobody's."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"actor":"tkowal9","event":"login.failed"}', "tkowal9"),
        ('{"player":{"nick":"dragonfly_09","says":"hi"}}', "dragonfly_09"),
        ('{"createdBy":"parent_okafor","note":"late"}', "parent_okafor"),
        ('{"usr":"gdn_lindqvist","op":"grades.list"}', "gdn_lindqvist"),
        ('{"usr":"nightly-sync","op":"grades.list"}', ""),
        ('{"displayName":"starkid_77","grade":2}', "starkid_77"),
        ('{"initiator": "rpatel_88", "verb": "update"}', "rpatel_88"),
        ("ts=10:22 principal=student\\aoye14 src=x", "aoye14"),
        ('{"nick":"sunnybear"}', "sunnybear"),
        ('{"actor":"system","event":"backup.done"}', ""),
        ('{"actor":"github-actions","nick":"main"}', ""),
        ('{"movie":"Coco","actor":"Gael Garcia","role":"voice"}', ""),
        ('{"actor":{"type":"object"}}', ""),
        ('{"requester":"build-runner2","job":"nightly"}', ""),
        ('{"createdBy":"4.18.0"}', ""),
        ("actor = load_actor(nick)", ""),
        ('{"updatedBy":"sync_job"}', ""),
    ],
)
def test_accounts_under_keys_of_logs_and_games(
    found: Callable[..., list[tuple[str, str]]], text: str, value: str
) -> None:
    assert [each for entity, each in found(text) if entity == "USERNAME"] == ([value] if value else [])
