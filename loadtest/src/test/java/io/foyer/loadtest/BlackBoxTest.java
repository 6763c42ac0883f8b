package io.foyer.loadtest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

final class BlackBoxTest {
    private static final ArchRule ONLY_FROM_OUTSIDE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.foyer.gateway..", "io.foyer.admission..", "io.foyer.redis..")
            .because("a load test that knows the inside cannot judge it from outside");

    @Test
    void classes_ofTheLoadTest_useNothingOfFoyerItself() {
        JavaClasses own = new ClassFileImporter().importPackages("io.foyer.loadtest");
        ONLY_FROM_OUTSIDE.check(own);
    }

    @Test
    void rule_onTheGateway_fails() {
        JavaClasses gateway = new ClassFileImporter().importPackages("io.foyer.gateway");
        assertThat(gateway).isNotEmpty();
        assertThat(ONLY_FROM_OUTSIDE.evaluate(gateway).hasViolation())
                .as("the rule must be able to fail")
                .isTrue();
    }
}
