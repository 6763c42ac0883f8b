package io.foyer.admission.line;

import org.junit.jupiter.api.Nested;

/** The reference keeps the contract that it is used to check. */
class InMemoryLineTest {

    @Nested
    class Rooms extends LineStoreContract {
        @Override
        protected LineFixture newLine() {
            return new InMemoryLine();
        }
    }

    @Nested
    class Orders extends OrderWindowContract {
        @Override
        protected LineFixture newLine() {
            return new InMemoryLine();
        }
    }

    @Nested
    class Model extends LineModelContract {
        @Override
        protected LineFixture newLine() {
            return new InMemoryLine();
        }
    }
}
