package io.foyer.redis;

import io.foyer.admission.line.AdmissionContract;
import io.foyer.admission.line.CallContract;
import io.foyer.admission.line.CheckoutContract;
import io.foyer.admission.line.EraContract;
import io.foyer.admission.line.JoinContract;
import io.foyer.admission.line.LineFixture;
import io.foyer.admission.line.LineModelContract;
import io.foyer.admission.line.LocalShareContract;
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
    class JoinsOnNewer extends JoinContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newerUri());
        }
    }

    @Nested
    class JoinsOnOlder extends JoinContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(older.uri());
        }
    }

    @Nested
    class CallsOnNewer extends CallContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newerUri());
        }
    }

    @Nested
    class CallsOnOlder extends CallContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(older.uri());
        }
    }

    @Nested
    class AdmissionsOnNewer extends AdmissionContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newerUri());
        }
    }

    @Nested
    class AdmissionsOnOlder extends AdmissionContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(older.uri());
        }
    }

    @Nested
    class ErasOnNewer extends EraContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newerUri());
        }
    }

    @Nested
    class ErasOnOlder extends EraContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(older.uri());
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
    class OrdersOnOlder extends OrderWindowContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(older.uri());
        }
    }

    @Nested
    class CheckoutsOnNewer extends CheckoutContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newerUri());
        }
    }

    @Nested
    class CheckoutsOnOlder extends CheckoutContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(older.uri());
        }
    }

    @Nested
    class SharesOnNewer extends LocalShareContract {
        @Override
        protected LineFixture newLine() {
            return new RedisLineFixture(newerUri());
        }
    }

    @Nested
    class SharesOnOlder extends LocalShareContract {
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
