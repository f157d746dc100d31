from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("3C:5A:B4:01:22:9F", "", "DEVICE_ID.MAC 3C:5A:B4:01:22:9F"),
        ("3C-5A-B4-01-22-9F", "", "DEVICE_ID.MAC 3C-5A-B4-01-22-9F"),
        ("3c5a.b401.229f", "", "DEVICE_ID.MAC 3c5a.b401.229f"),
        ("mac address 3c5ab401229f", "", "DEVICE_ID.MAC 3c5ab401229f"),
        ("MAC: 3c:5a:b4:01:22:9f", "", "DEVICE_ID.MAC 3c:5a:b4:01:22:9f"),
        ("3C5AB401229F", "macAddress", "DEVICE_ID.MAC 3C5AB401229F"),
        ("08:30:00-09:15:00", "", ""),
        ("08:30:00:09:15:00", "", ""),
        ("00:00:00:00:00:00", "", ""),
        ("ff:ff:ff:ff:ff:ff", "", ""),
        ("01:00:5E:90:10:01", "", ""),
        ("00:00:5E:00:53:01", "", ""),
        ("1234.5678.9012", "", ""),
    ],
)
def test_mac(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Hexadecimal pairs that are a device's."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("IMEI 490154203237518", "", "DEVICE_ID.IMEI 490154203237518"),
        ("IMEI: 49-015420-323751-8", "", "DEVICE_ID.IMEI 49-015420-323751-8"),
        ("imei#490154203237518", "", "DEVICE_ID.IMEI 490154203237518"),
        ("IMEI number is 490154203237518", "", "DEVICE_ID.IMEI 490154203237518"),
        ("490154203237518", "imei", "DEVICE_ID.IMEI 490154203237518"),
        ("MEID A0000012345678", "", "DEVICE_ID.IMEI A0000012345678"),
        ("490154203237518 is the IMEI", "", "DEVICE_ID.IMEI 490154203237518"),
        ("IMEI 490154203237519", "", ""),
        ("490154203237518", "", ""),
        ("IMEI 49015420323751", "", "DEVICE_ID.IMEI 49015420323751"),
        ("IMEI list 2026", "", ""),
        ("invoice 490154203237518", "", ""),
    ],
)
def test_imei(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Fifteen digits with their check digit, and a label."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("(01)00643169001763(21)PX71-00932A", "", "DEVICE_ID.UDI PX71-00932A"),
        ("(01)00643169001763(17)281130(21)PX71-00932A", "", "DEVICE_ID.UDI PX71-00932A"),
        ("(01)00643169001763(17)281130(10)A213B(21)SN4410", "", "DEVICE_ID.UDI SN4410"),
        ("(01)00643169001763(11)251130(21)7734109", "", "DEVICE_ID.UDI 7734109"),
        ("UDI (01)00643169001763(21)PX71", "", "DEVICE_ID.UDI PX71"),
        ("pump (01)00643169001763(21)PX71-00932A, new", "", "DEVICE_ID.UDI PX71-00932A"),
        ("(01)00643169001764(21)PX71-00932A", "", ""),
        ("(01)00643169001763", "", ""),
        ("(01)00643169001763(10)A213B", "", ""),
        ("(01)0064316900176(21)PX71", "", ""),
        ("(02)00643169001763(21)PX71", "", ""),
        ("item (01) and (21)", "", ""),
    ],
)
def test_udi(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """A medical device's serial number, if its GTIN passes the check."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("iPad serial DMPX4K2QJ1GJ", "", "DEVICE_ID DMPX4K2QJ1GJ"),
        ("chromebook serial number: 5CD1234XYZ", "", "DEVICE_ID 5CD1234XYZ"),
        ("s/n 5CD1234XYZ", "", "DEVICE_ID 5CD1234XYZ"),
        ("insulin pump serial 48213177", "", "DEVICE_ID 48213177"),
        ("device id: 8f14e45f-ceea-467a-9f0a-1b2c3d4e5f60", "", "DEVICE_ID 8f14e45f-ceea-467a-9f0a-1b2c3d4e5f60"),
        ("IDFA 8F14E45F-CEEA-467A-9F0A-1B2C3D4E5F60", "", "DEVICE_ID 8F14E45F-CEEA-467A-9F0A-1B2C3D4E5F60"),
        ("número de serie 5CD1234XYZ", "", "DEVICE_ID 5CD1234XYZ"),
        ("cookie id GA1.2.1234567890.1612345678", "", "DEVICE_ID.COOKIE GA1.2.1234567890.1612345678"),
        ("5CD1234XYZ", "deviceSerial", "DEVICE_ID 5CD1234XYZ"),
        ("serial killer novel", "", ""),
        ("CEDARS serial 125000024", "", ""),
        ("serial 2026-2027", "", ""),
        ("5CD1234XYZ", "", ""),
        ("chocolate chip cookie 12", "", ""),
    ],
)
def test_device(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Serial, advertising and cookie numbers."""
    assert seen(text, context) == expected
