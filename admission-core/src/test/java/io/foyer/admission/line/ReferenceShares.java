package io.foyer.admission.line;

import java.util.HashMap;
import java.util.Map;

/** What the gateways of a shop may let through by themselves, in the reference line. */
final class ReferenceShares {
    private static final long WINDOW = 60_000;

    private record Held(long heardAtMillis, int millionths) {
        boolean isSilent(long now) {
            return now - heardAtMillis > ShareRequest.SILENT_MILLIS;
        }

        boolean isOver(long now, long lease) {
            return now - heardAtMillis > ShareRequest.KEPT_MILLIS + lease + WINDOW;
        }
    }

    private final Map<String, Held> held = new HashMap<>();

    void clear() {
        held.clear();
    }

    void setAsideUnknown(String gateway, long now) {
        held.putIfAbsent(gateway, new Held(now - ShareRequest.SILENT_MILLIS - 1, ShareRequest.ALL_MILLIONTHS));
    }

    /** So much of {@code orders} is left for gateways that are in touch. */
    int left(int orders, long now, long lease) {
        long aside = held.values().stream()
                .filter(one -> one.isSilent(now) && !one.isOver(now, lease))
                .mapToLong(Held::millionths)
                .sum();
        return orders - (int) (orders * Math.min(aside, ShareRequest.ALL_MILLIONTHS) / 1_000_000);
    }

    ShareReply keep(ShareRequest request, long now) {
        if (request.state() == ShareRequest.State.LEAVING) {
            held.remove(request.gateway());
            return new ShareReply(0, now);
        }
        held.entrySet()
                .removeIf(other -> !other.getKey().equals(request.gateway())
                        && (other.getValue().isOver(now, request.leaseMillis())
                                || other.getValue().isSilent(now)
                                        && node(other.getKey()).equals(node(request.gateway()))));
        Held mine = held.get(request.gateway());
        if (request.state() == ShareRequest.State.APART) {
            Held before = mine == null ? new Held(now - ShareRequest.SILENT_MILLIS - 1, 0) : mine;
            held.put(
                    request.gateway(),
                    new Held(before.heardAtMillis, Math.max(before.millionths, request.millionths())));
            return new ShareReply(request.millionths(), now);
        }
        if (mine != null && request.heardAtMillis() < mine.heardAtMillis) {
            return new ShareReply(0, now);
        }
        int given = given(request.gateway(), now);
        int unsure = mine != null && request.heardAtMillis() == mine.heardAtMillis ? mine.millionths : 0;
        long heardAt = request.heardAtMillis() > 0 ? request.heardAtMillis() : now;
        held.put(request.gateway(), new Held(heardAt, Math.max(Math.max(request.millionths(), given), unsure)));
        return new ShareReply(given, now);
    }

    private int given(String gateway, long now) {
        int live = 1;
        int free = ShareRequest.ALL_MILLIONTHS;
        for (Map.Entry<String, Held> other : held.entrySet()) {
            if (!other.getKey().equals(gateway)) {
                free -= other.getValue().millionths;
                live += other.getValue().isSilent(now) ? 0 : 1;
            }
        }
        return Math.max(0, Math.min(ShareRequest.ALL_MILLIONTHS / live, free));
    }

    private static String node(String gateway) {
        int dash = gateway.lastIndexOf('-');
        return dash < 0 ? gateway : gateway.substring(0, dash);
    }
}
