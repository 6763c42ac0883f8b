package io.foyer.redis;

import io.foyer.admission.line.Place;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What goes wrong in the model, and what may be lost by it: a promise that rests on what is lost is not held against the line. */
final class SurvivalFaults {
    private final SurvivalWorld world;
    private @Nullable Kept kept;
    private long lastAt = SurvivalWorld.START;
    private String last = "start";

    /** A copy of the store's data that a failover may fall back to. */
    private record Kept(SurvivalStore.Backup backup, Set<Place> present, long atMillis) {}

    SurvivalFaults(SurvivalWorld world) {
        this.world = world;
    }

    String last() {
        return last;
    }

    /** Whether nothing has gone wrong for so long. */
    boolean areOver(long millis) {
        return world.nowMillis - lastAt > millis;
    }

    void keepCopy() {
        kept = new Kept(world.store.backup(), Set.copyOf(world.knownPresent), world.nowMillis);
    }

    void strike() {
        lastAt = world.nowMillis;
        switch (world.random.nextInt(11)) {
            case 0, 1 -> failover();
            case 2 -> wipe("FLUSHALL", false);
            case 3 -> wipe("an empty restart", true);
            case 4, 5 -> {
                last = "a restart";
                world.store.changeLineage();
            }
            case 6 -> gatewayDies(world.any());
            case 7, 8 -> gatewayIsCutOff();
            case 9 -> joinIsLost();
            default -> {
                gatewayDies(world.any());
                failover();
            }
        }
    }

    /** Whatever was written since the copy was taken is gone. */
    private void failover() {
        if (kept != null) {
            last = "a failover that lost " + (world.nowMillis - kept.atMillis) + " ms";
            world.store.restore(kept.backup);
            world.knownPresent = new HashSet<>(kept.present);
            world.allMustReport |= world.nowMillis - kept.atMillis > 12_000 && world.noneIsCutOff();
            loseMarks(kept.atMillis);
        }
    }

    private void wipe(String how, boolean restarted) {
        last = how;
        world.store.wipe();
        if (restarted) {
            world.store.changeLineage();
        }
        world.knownPresent = new HashSet<>();
        world.allMustReport = world.noneIsCutOff();
        kept = null;
        loseMarks(0);
    }

    private void loseMarks(long since) {
        for (SurvivalBuyer buyer : world.buyers) {
            boolean remembered = world.gateways.stream()
                    .anyMatch(gateway -> gateway.name.equals(buyer.admittedBy) && !gateway.isCutOff());
            if (buyer.admittedAt != null && buyer.admittedOn >= since) {
                buyer.markLost |= !remembered;
                buyer.markUntold = remembered;
            }
        }
    }

    private void gatewayDies(SurvivalGateway gone) {
        last = "a gateway's death";
        tellsNoMore(gone);
        world.gateways.set(world.gateways.indexOf(gone), world.newGateway());
    }

    private void tellsNoMore(SurvivalGateway gone) {
        world.buyers.stream()
                .filter(buyer -> buyer.markUntold && buyer.admittedBy.equals(gone.name))
                .forEach(buyer -> buyer.markLost = true);
    }

    /** The others go on with the store; what this one hears of buyers has to wait. */
    private void gatewayIsCutOff() {
        SurvivalGateway alone = world.any();
        last = "a partition";
        tellsNoMore(alone);
        world.allMustReport = false;
        alone.cutOff(world.nowMillis + 1_000 + world.random.nextInt(15_000));
    }

    /** Numbers that only their buyers know. */
    private void joinIsLost() {
        SurvivalGateway gateway = world.any();
        keepCopy();
        world.join(gateway);
        gatewayDies(gateway);
        failover();
        last = "a failover that lost a join and the gateway that gave it";
    }
}
