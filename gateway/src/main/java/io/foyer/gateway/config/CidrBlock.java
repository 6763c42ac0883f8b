package io.foyer.gateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A block of addresses such as {@code 10.0.0.0/8} or {@code ::1/128}. */
public record CidrBlock(InetAddress network, int prefixLength) {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** @throws IllegalArgumentException when {@code text} is not {@code address} or {@code address/bits} */
    public static CidrBlock parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!LITERAL.matcher(address).matches()) {
            throw notCidr(text);
        }
        try {
            InetAddress network = InetAddress.getByName(address);
            int longest = network.getAddress().length * 8;
            int bits = slash < 0 ? longest : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > longest) {
                throw notCidr(text);
            }
            return new CidrBlock(network, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw notCidr(text);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit += 8) {
            int mask = bit + 8 <= prefixLength ? 0xff : 0xff << (bit + 8 - prefixLength);
            if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException notCidr(String text) {
        return new IllegalArgumentException("'" + text + "' (expected: an address or a block such as 10.0.0.0/8)");
    }
}
