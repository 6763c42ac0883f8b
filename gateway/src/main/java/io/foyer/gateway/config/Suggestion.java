package io.foyer.gateway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** "did you mean": the nearest of the known words by edits (insert, delete, replace, swap of neighbours). */
final class Suggestion {
    private Suggestion() {}

    /** {@code " (did you mean 'x'?)"}, or nothing when no known word is near. */
    static String among(Collection<String> known, String word) {
        int near = Math.max(1, Math.min(3, word.length() / 3));
        return known.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(c -> c))
                .filter(candidate -> distance(word, candidate) <= near)
                .map(candidate -> " (did you mean '" + candidate + "'?)")
                .orElse("");
    }

    /** A word cut short is as near as one edit. */
    private static int distance(String word, String candidate) {
        return word.length() > 2 && candidate.startsWith(word) ? 1 : edits(word, candidate);
    }

    /** Optimal string alignment distance, letter case and {@code _} for {@code -} being free. */
    static int edits(String left, String right) {
        String a = plain(left);
        String b = plain(right);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private static String plain(String word) {
        String shown = word.length() > 64 ? word.substring(0, 64) : word;
        return shown.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
