package io.foyer.gateway.rooms;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.ShareReply;
import io.foyer.admission.line.ShareRequest;
import io.foyer.gateway.config.ShopConfig;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the store set a {@link LocalShare} of a shop's budget aside for this gateway, again each second. On the rooms thread, but
 * for {@link #allotment}.
 */
final class ShareKeeper {
    private final Supplier<ShopConfig> config;
    private final RoomSetting setting;
    private final LocalShare share;
    private final LongSupplier untoldApart;
    private boolean asking;
    private volatile @Nullable Allotment allotment;

    /** @param untoldApart orders that used the share and that the store has not been told of */
    ShareKeeper(Supplier<ShopConfig> config, RoomSetting setting, LocalShare share, LongSupplier untoldApart) {
        this.config = config;
        this.setting = setting;
        this.share = share;
        this.untoldApart = untoldApart;
    }

    /** What this gateway may do without the store; null for nothing. Any thread. */
    @Nullable
    Allotment allotment() {
        return allotment;
    }

    /** Once a second: asks which part of the budget may be let through while the store is away. */
    void keep() {
        if (asking) {
            return;
        }
        asking = true;
        ShareRequest request = share.request(untoldApart.getAsLong());
        long sent = setting.nanoClock().getAsLong();
        setting.store()
                .keepShare(shop(), request)
                .whenCompleteAsync(
                        (reply, failure) -> {
                            asking = false;
                            if (reply != null) {
                                share.answered(request, reply, sent);
                                allotment = share.allotment();
                            }
                        },
                        setting.roomsThread())
                .exceptionally(failure -> null);
    }

    private RoomId shop() {
        return new RoomId(config.get().name(), RoomId.MAIN);
    }

    /** The share is no longer needed, unless the store still has to hear of orders that used it: then its time must run out. */
    void leave() {
        ShareRequest last = share.request(untoldApart.getAsLong());
        if (last.state() == ShareRequest.State.ATTACHED) {
            setting.store().keepShare(shop(), last.leaving()).exceptionally(failure -> new ShareReply(0, 0));
        }
    }
}
