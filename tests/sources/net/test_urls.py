"""Which urls and addresses may be followed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.errors import SourceError
from airdate.sources.net.address import is_public
from airdate.sources.net.urls import vet_url


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("HTTPS://Example.ORG/a?b=c#d", "https://example.org/a?b=c"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
        ("http://1923.example/", "http://1923.example/"),
    ],
)
def test_plain_urls_come_out_in_their_normal_form(text: str, normal: str) -> None:
    assert str(vet_url(text)) == normal


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "file:///etc/hostname",
        "javascript:alert(1)",
        "http://",
        "http://example.org@10.0.0.1/",
        "http://a:b@example.org/",
        "http://example.org\\@10.0.0.1/",
        "http://example.org/\r\nHost: other",
        "http://example.org\t/",
        "http://example.org/a b",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://[::1",
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://127.0.0.1./",
        "http://１２７.0.0.1/",
        "http://exa\u0000mple.org/",
        "https://example.org/" + "a" * 5000,
    ],
)
def test_urls_with_two_readings_are_refused(text: str) -> None:
    with pytest.raises(SourceError):
        vet_url(text)


def test_a_secret_in_a_url_is_not_repeated() -> None:
    with pytest.raises(SourceError) as caught:
        vet_url("https://me:hunter2@example.org/")
    assert "hunter2" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_a_url_or_refused(text: str) -> None:
    try:
        url = vet_url("http://" + text)
    except SourceError:
        return
    assert url.scheme in ("http", "https") and url.host and not url.userinfo


@pytest.mark.parametrize("text", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    "text",
    """0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 168.63.129.16 169.254.169.254 172.16.0.1
    192.0.0.192 192.168.0.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::10.0.0.1 64:ff9b:1::1 2001:0:1::1 2002:a00:1::1
    2001:db8::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 ::10.0.0.1""".split(),  # noqa: SIM905
)
def test_other_addresses(text: str) -> None:
    assert not is_public(ip_address(text))


@given(st.integers(0, 2**32 - 1))
def test_an_address_in_disguise_is_judged_as_itself(number: int) -> None:
    plain = IPv4Address(number)
    assert is_public(IPv6Address(f"::ffff:{plain}")) == is_public(IPv6Address(f"64:ff9b::{plain}"))
    assert is_public(IPv6Address(f"::ffff:{plain}")) == is_public(plain)
