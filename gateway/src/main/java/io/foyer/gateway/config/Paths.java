package io.foyer.gateway.config;

/** Paths of keys as they are shown: {@code shops[0].budget.orders-per-minute}. The file as a whole is empty. */
final class Paths {
    private Paths() {}

    static String key(String parent, String key) {
        return parent.isEmpty() ? key : parent + "." + key;
    }

    static String item(String parent, int index) {
        return parent + "[" + index + "]";
    }

    static String parent(String path) {
        int end = path.endsWith("]") ? path.lastIndexOf('[') : path.lastIndexOf('.');
        return end <= 0 ? "" : path.substring(0, end);
    }
}
