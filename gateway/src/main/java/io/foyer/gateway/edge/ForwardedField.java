package io.foyer.gateway.edge;

import java.util.Locale;

/** Reads {@code Forwarded} (RFC 7239), as much of it as says who asked and how. */
final class ForwardedField {
    private ForwardedField() {}

    /** The {@code for} of each element, joined by commas; an element without one leaves its place empty. */
    static String addresses(String field) {
        if (field.isEmpty()) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        for (String element : field.split(",", -1)) {
            all.append(all.isEmpty() ? "" : ",").append(parameter(element, "for"));
        }
        return all.toString();
    }

    /** The {@code proto} of the last element, or nothing. */
    static String lastProto(String field) {
        return parameter(field.substring(field.lastIndexOf(',') + 1), "proto");
    }

    /** No address or scheme holds a comma or semicolon, so a quoted one only makes an element that is not understood. */
    private static String parameter(String element, String name) {
        for (String pair : element.split(";", -1)) {
            String trimmed = pair.trim();
            if (trimmed.toLowerCase(Locale.ROOT).startsWith(name + "=")) {
                return trimmed.substring(name.length() + 1).replace("\"", "");
            }
        }
        return "";
    }
}
