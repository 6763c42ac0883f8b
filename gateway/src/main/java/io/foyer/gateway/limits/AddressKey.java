package io.foyer.gateway.limits;

import java.net.InetAddress;

/** What counts as one client: an IPv4 address, or the /64 of an IPv6 address, all of which one household or server has. */
final class AddressKey {
    /** A /64 that nobody has (RFC 4291: 0000::/8 is reserved), so that IPv4 addresses never meet a real one. */
    private static final long IPV4 = 0x0000_ffff_0000_0000L;

    private AddressKey() {}

    static Long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return IPV4 | number(bytes, 0, 4);
        }
        return isMapped(bytes) ? Long.valueOf(IPV4 | number(bytes, 12, 4)) : Long.valueOf(number(bytes, 0, 8));
    }

    /** What is around an address: the /24 of an IPv4 address, the /48 of an IPv6 address. */
    static long prefix(long key) {
        return (key & ~0xffff_ffffL) == IPV4 ? key & ~0xffL : key & ~0xffffL;
    }

    private static boolean isMapped(byte[] bytes) {
        return number(bytes, 0, 8) == 0 && number(bytes, 8, 4) == 0xffff;
    }

    private static long number(byte[] bytes, int start, int count) {
        long number = 0;
        for (int i = start; i < start + count; i++) {
            number = number << 8 | bytes[i] & 0xff;
        }
        return number;
    }
}
