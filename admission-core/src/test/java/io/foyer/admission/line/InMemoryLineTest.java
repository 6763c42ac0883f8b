package io.foyer.admission.line;

import org.junit.jupiter.api.Nested;

/** The reference keeps the contract that it is used to check. */
class InMemoryLineTest {

    @Nested
    class Joins extends JoinContract {
        @Override
        protected LineFixture newLine() {
            return new InMemoryLine();
        }
    }

    @Nested
    class Calls extends CallContract {
        @Override
        protected LineFixture newLine() {
            return new InMemoryLine();
        }
    }

    @Nested
    class Admissions extends AdmissionContract {
        @Override
        protected LineFixture newLine() {
            return new InMemoryLine();
        }
    }

    @Nested
    class Eras extends EraContract {
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
    class Checkouts extends CheckoutContract {
        @Override
        protected LineFixture newLine() {
            return new InMemoryLine();
        }
    }

    @Nested
    class Shares extends LocalShareContract {
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
