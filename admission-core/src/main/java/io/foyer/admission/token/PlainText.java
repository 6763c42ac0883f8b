package io.foyer.admission.token;

/** Text that is the same in JSON as without it: 1 to 64 visible ASCII characters, no quote, no backslash. */
final class PlainText {
    static final int LENGTH_MAX = 64;

    private PlainText() {}

    static boolean isPlain(int character) {
        return character > ' ' && character < 0x7f && character != '"' && character != '\\';
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static void require(String what, String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX || !isPlain(text)) {
            throw new IllegalArgumentException(
                    what + ": '" + text + "' (expected: 1 to 64 visible ASCII characters, no quote, no backslash)");
        }
    }
}
