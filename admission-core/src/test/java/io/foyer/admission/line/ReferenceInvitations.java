package io.foyer.admission.line;

import java.util.HashMap;
import java.util.Map;

/** The uses of invitations in the reference line. */
final class ReferenceInvitations {
    /** Of each code: who used it, and for which place. */
    private final Map<String, Map<String, String>> uses = new HashMap<>();

    RedeemReply redeem(Redemption redemption, long now) {
        Map<String, String> used = uses.computeIfAbsent(redemption.code(), unused -> new HashMap<>());
        String known = used.get(redemption.buyer());
        if (known != null && !known.isEmpty()) {
            return new RedeemReply(RedeemReply.Outcome.PLACED, known);
        }
        if (known == null && now >= redemption.endsAtMillis()) {
            return new RedeemReply(RedeemReply.Outcome.ENDED, "");
        }
        if (known == null && used.size() >= redemption.uses()) {
            return new RedeemReply(RedeemReply.Outcome.USED_UP, "");
        }
        used.put(redemption.buyer(), redemption.place());
        return redemption.place().isEmpty()
                ? new RedeemReply(RedeemReply.Outcome.FREE, "")
                : new RedeemReply(RedeemReply.Outcome.PLACED, redemption.place());
    }
}
