package io.foyer.gateway.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM (RFC 7468). All methods throw {@link IllegalArgumentException} with a reason that names nothing of a key. */
final class PemText {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final byte SEQUENCE = 0x30;
    private static final byte OCTETS = 0x04;
    private static final byte[] VERSION_0 = {2, 1, 0};

    private PemText() {}

    private record Block(String label, byte[] der) {}

    /** The certificates in their order. */
    static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Block block : blocks(pem)) {
            if (block.label().equals("CERTIFICATE")) {
                chain.add(certificate(block.der()));
            }
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("holds no certificate (expected: PEM, -----BEGIN CERTIFICATE-----)");
        }
        return chain;
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("holds a certificate that cannot be read", e);
        }
    }

    /** The one private key: PKCS #8, or what RSA and EC keys were written as before it. */
    static PrivateKey key(String pem, PublicKey of) {
        for (Block block : blocks(pem)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return key(block.der(), of.getAlgorithm());
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    boolean fits = block.label().startsWith(of.getAlgorithm());
                    return key(fits ? wrapped(block.der(), of) : block.der(), of.getAlgorithm());
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new IllegalArgumentException("the key is encrypted (expected: one without a password)");
                default -> {}
            }
        }
        throw new IllegalArgumentException("holds no private key (expected: PEM, -----BEGIN PRIVATE KEY-----)");
    }

    private static PrivateKey key(byte[] pkcs8, String algorithm) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the key cannot be read (expected: an " + algorithm + " key, as the certificate has)", e);
        }
    }

    /** PKCS #8 around an older key (RFC 5958 section 2); the algorithm is the one that the certificate states. */
    private static byte[] wrapped(byte[] key, PublicKey of) {
        byte[] publicKey = of.getEncoded();
        int algorithm = contentStart(publicKey, 0);
        int length = contentStart(publicKey, algorithm) - algorithm + contentLength(publicKey, algorithm);
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        parts.writeBytes(VERSION_0);
        parts.write(publicKey, algorithm, length);
        parts.writeBytes(der(OCTETS, key));
        return der(SEQUENCE, parts.toByteArray());
    }

    private static byte[] der(byte tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : 2;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static int contentStart(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
    }

    private static int contentLength(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        return length;
    }

    private static List<Block> blocks(String pem) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(matcher.group(2).getBytes(US_ASCII));
                blocks.add(new Block(matcher.group(1), der));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("not PEM: a block in it is not base64", e);
            }
        }
        return blocks;
    }
}
