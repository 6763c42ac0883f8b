package io.foyer.admission.token;

/** Where in a buffer a token stands; not validated, because the caller just found it there. */
@SuppressWarnings("ArrayRecordComponent") // a view, compared by nobody
record Span(byte[] text, int start, int end) {
    int length() {
        return end - start;
    }
}
