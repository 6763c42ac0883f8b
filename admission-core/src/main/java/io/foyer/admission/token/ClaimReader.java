package io.foyer.admission.token;

import java.nio.charset.StandardCharsets;

/**
 * Reads claims exactly as {@link ClaimWriter} writes them: this order, no blanks, no other claims, plain texts, and whole
 * numbers that are not negative. The first thing that is otherwise fails the reader for good, and what it reads from then
 * on means nothing: ask {@link #isComplete} at the end.
 */
final class ClaimReader {
    private static final int DIGITS_MAX = 18;

    private byte[] json = new byte[0];
    private int position;
    private int end;
    private boolean failed;

    /** Starts to read {@code json[0, length)}. */
    void reset(byte[] json, int length) {
        this.json = json;
        position = 0;
        end = length;
        failed = length < 1;
    }

    /** Whether the next claim is {@code name}. */
    boolean isNext(String name) {
        int at = position + 2;
        return !failed && at + name.length() < end && matches(name, at) && json[at + name.length()] == '"';
    }

    String text(String name) {
        int start = startText(name);
        return failed ? "" : new String(json, start, position - 1 - start, StandardCharsets.US_ASCII);
    }

    /** Reads a text that must be {@code value}. */
    void text(String name, String value) {
        int start = startText(name);
        failed = failed || position - 1 - start != value.length() || !matches(value, start);
    }

    long number(String name) {
        expectName(name);
        int start = position;
        long value = 0;
        while (position < end && json[position] >= '0' && json[position] <= '9') {
            value = value * 10 + json[position++] - '0';
        }
        int digits = position - start;
        failed = failed || digits < 1 || digits > DIGITS_MAX || (json[start] == '0' && digits > 1);
        return failed ? 0 : value;
    }

    boolean isComplete() {
        expect('}');
        return !failed && position == end;
    }

    /** Moves behind the closing quote; answers where the text begins. */
    private int startText(String name) {
        expectName(name);
        expect('"');
        int start = position;
        while (position < end && PlainText.isPlain(json[position])) {
            position++;
        }
        int length = position - start;
        failed = failed || length < 1 || length > PlainText.LENGTH_MAX;
        expect('"');
        return start;
    }

    private void expectName(String name) {
        expect(position == 0 ? '{' : ',');
        expect('"');
        failed = failed || position + name.length() > end || !matches(name, position);
        position += name.length();
        expect('"');
        expect(':');
    }

    private boolean matches(String text, int at) {
        for (int i = 0; i < text.length(); i++) {
            if (json[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void expect(char character) {
        if (failed || position >= end || json[position] != character) {
            failed = true;
            return;
        }
        position++;
    }
}
