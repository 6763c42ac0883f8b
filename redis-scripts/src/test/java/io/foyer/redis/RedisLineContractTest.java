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

    @Nested
    class RoomsOnNewer extends LineStoreContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newer.uri());
        }
    }

    @Nested
    class OrdersOnNewer extends OrderWindowContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newer.uri());
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
            return new RedisLineFixture(newer.uri());
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
