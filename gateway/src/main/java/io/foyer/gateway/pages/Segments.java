package io.foyer.gateway.pages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A page rendered but for its holes: static bytes, and between them what each request fills in. */
final class Segments {
    private final List<byte[]> literals;
    private final List<Hole> holes;
    private final int literalLength;

    private Segments(List<byte[]> literals, List<Hole> holes) {
        this.literals = List.copyOf(literals);
        this.holes = List.copyOf(holes);
        this.literalLength =
                literals.stream().mapToInt(literal -> literal.length).sum();
    }

    /** Cuts a page at the marks of its holes. */
    static Segments cut(String page) {
        List<byte[]> literals = new ArrayList<>();
        List<Hole> holes = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < page.length(); i++) {
            Hole hole = Hole.at(page.charAt(i));
            if (hole != null) {
                literals.add(utf8(page.substring(start, i)));
                holes.add(hole);
                start = i + 1;
            }
        }
        literals.add(utf8(page.substring(start)));
        return new Segments(literals, holes);
    }

    /** The whole page; every value is escaped here and nowhere else, whatever the template asked for. */
    byte[] fill(Function<Hole, String> values) {
        byte[][] filled = new byte[holes.size()][];
        int length = literalLength;
        for (int i = 0; i < filled.length; i++) {
            filled[i] = utf8(Html.escape(values.apply(holes.get(i))));
            length += filled[i].length;
        }
        byte[] page = new byte[length];
        int at = 0;
        for (int i = 0; i < filled.length; i++) {
            at = put(literals.get(i), page, at);
            at = put(filled[i], page, at);
        }
        put(literals.get(filled.length), page, at);
        return page;
    }

    private static int put(byte[] piece, byte[] page, int at) {
        System.arraycopy(piece, 0, page, at, piece.length);
        return at + piece.length;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
