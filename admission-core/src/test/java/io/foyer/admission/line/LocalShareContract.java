package io.foyer.admission.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every store of the line promises about the shares of the budget that gateways may use without it. */
public abstract class LocalShareContract extends OrderContract {
    @Test
    void share_ofASilentGateway_isSetAsideUntilItIsBackOrItsTimeIsOver() {
        limits = new OrderBatch.OrderLimits(4, 4, LEASE);
        assertThat(keep("g-1", 0, 0)).isEqualTo(500_000);
        room.advance(4_000);
        ask("a", 1);
        ask("b", 2);
        assertThat(ask("c", 3)).isEqualTo(RESERVED);
        settle("c", 3, OrderResult.Kind.NOT_CREATED);

        room.advance(1);
        assertThat(ask("d", 4).kind()).as("half is set aside").isEqualTo(OrderVerdict.Kind.HELD);
        keep("g-1", room.nowMillis, 500_000);
        assertThat(ask("d", 4)).as("it is there").isEqualTo(RESERVED);
        settle("d", 4, OrderResult.Kind.NOT_CREATED);

        room.advance(600_000 + LEASE + 60_000);
        fill(2);
        assertThat(ask("x", 40).kind()).isEqualTo(OrderVerdict.Kind.HELD);
        room.advance(1);
        assertThat(ask("x", 40)).isEqualTo(RESERVED);
    }

    @Test
    void share_ofAll_isAtMostHalfWhicheverAnswersWereLost() {
        assertThat(keep("g-1", 0, 0)).isEqualTo(500_000);
        assertThat(keep("h-1", 0, 0)).as("the first holds it all").isZero();
        long heard = room.nowMillis;
        room.advance(1_000);
        assertThat(keep("g-1", heard, 500_000)).isEqualTo(250_000);
        assertThat(keep("h-1", heard, 0)).as("it may not have heard").isZero();
        room.advance(1_000);
        assertThat(keep("g-1", heard, 500_000)).as("it did not").isEqualTo(250_000);
        assertThat(keep("h-1", heard, 0)).isZero();
        assertThat(keep("g-1", room.nowMillis, 250_000)).isEqualTo(250_000);
        assertThat(keep("h-1", heard, 0)).isEqualTo(250_000);
    }

    @Test
    void share_usedByItself_staysSetAsideUntilAllItsOrdersAreTold() {
        limits = new OrderBatch.OrderLimits(2, 2, LEASE);
        keep("g-1", 0, 0);
        long heard = room.nowMillis;
        room.advance(10_000);
        ask("a", 1);
        keep("g-1", heard, 500_000, ShareRequest.State.APART);
        assertThat(ask("b", 2).kind()).isEqualTo(OrderVerdict.Kind.HELD);
        keep("g-1", room.nowMillis, 500_000);
        assertThat(ask("b", 2)).isEqualTo(RESERVED);
    }

    @Test
    void share_ofAGatewayThatLeftOrCameBackUnderAnotherName_isFree() {
        limits = new OrderBatch.OrderLimits(2, 2, LEASE);
        keep("g-1", 0, 0);
        room.advance(10_000);
        ask("a", 1);
        assertThat(ask("b", 2).kind()).isEqualTo(OrderVerdict.Kind.HELD);
        keep("g-2", 0, 0);
        assertThat(ask("b", 2)).as("the node is back").isEqualTo(RESERVED);

        room.advance(10_000);
        settle("b", 2, OrderResult.Kind.NOT_CREATED);
        assertThat(ask("c", 3).kind()).isEqualTo(OrderVerdict.Kind.HELD);
        keep("g-2", 0, 0, ShareRequest.State.LEAVING);
        assertThat(ask("c", 3)).isEqualTo(RESERVED);
    }

    private void fill(int orders) {
        for (int i = 0; i < orders; i++) {
            assertThat(ask("f" + i, 50 + i)).isEqualTo(RESERVED);
        }
    }
}
