"""Which addresses of the internet protocol lead out into the public internet, and nowhere else."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

#: The only addresses handed out for use between sites (RFC 4291, section 2.4, and IANA's registry).
_UNICAST = IPv6Network("2000::/3")
#: An IPv4 address stands in the last 32 bits: translation (RFC 6052), IPv4-compatible (RFC 4291, section 2.5.5.1).
_ENDS_IN_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))


class PrivateAddressError(Exception):
    """A host has an address that is not public; the message is the address."""


def is_public(address: str) -> bool:
    """Tell whether an address, and every address wrapped in it, is a public one. Raises ValueError for what is none."""
    return all(_is_public(one) for one in _unwrapped(ip_address(address.partition("%")[0])))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _unwrapped(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """Return the IPv4 addresses that a packet to an IPv6 address may end up at; else the address itself."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if any(address in network for network in _ENDS_IN_IPV4):
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.sixtofour:
        return [address, address.sixtofour]
    if address.teredo:
        return [address, *address.teredo]
    return [address]
