package io.foyer.redis;

import io.foyer.admission.line.LineFixture;
import io.foyer.admission.line.LineModelContract;
import io.foyer.admission.line.LineStoreContract;
import io.foyer.admission.line.OrderWindowContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The scripts keep the line's contract, on the newest and the oldest server that we support. */
class RedisLineContractTest {
    /** Another server to run on instead of the newer one. The tests empty it. */
    private static final String CHOSEN = System.getenv("FOYER_TEST_REDIS");

    private static TestRedis newer;
    private static TestRedis older;

    @BeforeAll
    static void start() {
        newer = TestRedis.newer();
        older = TestRedis.older();
    }

    @AfterAll
    static void stop() {
        newer.close();
        older.close();
    }

    private static String newerUri() {
        return CHOSEN != null ? CHOSEN : newer.uri();
    }

    @Nested
    class RoomsOnNewer extends LineStoreContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newerUri());
        }
    }

    @Nested
    class OrdersOnNewer extends OrderWindowContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newerUri());
        }
    }

    @Nested
    class RoomsOnOlder extends LineStoreContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(older.uri());
        }
    }

    @Nested
    class OrdersOnOlder extends OrderWindowContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(older.uri());
        }
    }

    @Nested
    class ModelOnNewer extends LineModelContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newerUri());
        }
    }

    @Nested
    class ModelOnOlder extends LineModelContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(older.uri());
        }
    }
}
