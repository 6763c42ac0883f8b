package io.foyer.admission.planted;

import org.assertj.core.api.Assertions;

/** Breaks the rule that core is plain Java, to prove that the rule can fail. */
public final class ImportsALibrary {
    private ImportsALibrary() {}

    static void useIt() {
        Assertions.assertThat(1).isOne();
    }
}
