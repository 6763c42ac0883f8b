package io.foyer.gateway.http;

/**
 * The name of a field that is looked for in every head, compared eight bytes at a time. Letters, digits and hyphens only: of
 * these, setting one bit makes capitals small and changes no other.
 */
final class FieldName {
    private static final long SMALL = 0x2020202020202020L;

    private final String text;
    /** The text's words; the last is shifted down if it is not full. */
    private final long[] words;

    /** @param text in lower case */
    FieldName(String text) {
        this.text = text;
        words = new long[(text.length() + Long.BYTES - 1) / Long.BYTES];
        for (int i = 0; i < text.length(); i++) {
            words[i / Long.BYTES] |= (long) text.charAt(i) << Byte.SIZE * (i % Long.BYTES);
        }
        for (int i = 0; i < words.length; i++) {
            words[i] |= SMALL;
        }
    }

    /** Whether that name is there, in any case. The bytes are to be letters, digits and hyphens. */
    boolean isAt(byte[] bytes, int start, int end) {
        int length = text.length();
        if (end - start != length) {
            return false;
        }
        if (end < Long.BYTES) {
            return Grammar.isText(bytes, start, end, text);
        }
        int full = length / Long.BYTES;
        for (int i = 0; i < full; i++) {
            if ((Grammar.word(bytes, start + i * Long.BYTES) | SMALL) != words[i]) {
                return false;
            }
        }
        int rest = length % Long.BYTES;
        return rest == 0
                || (Grammar.word(bytes, end - Long.BYTES) >>> Byte.SIZE * (Long.BYTES - rest) | SMALL) == words[full];
    }

    /** {@link String#hashCode()} of the lower-case text. */
    int hash() {
        return text.hashCode();
    }
}
