package io.foyer.admission;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.foyer.admission.planted.ImportsALibrary;
import org.junit.jupiter.api.Test;

/** The rules of the room depend on Java and nothing else; arrows point at them, never out. */
class CoreIsPlainJavaTest {
    private static final ArchRule PLAIN = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.foyer.admission..", "java..", "javax.crypto..", "org.jspecify..");

    @Test
    void core_everyClass_dependsOnJavaAlone() {
        JavaClasses core = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.foyer.admission");

        PLAIN.check(core);
    }

    @Test
    void rule_plantedViolation_fails() {
        JavaClasses planted = new ClassFileImporter().importClasses(ImportsALibrary.class);

        assertThatThrownBy(() -> PLAIN.check(planted)).isInstanceOf(AssertionError.class);
    }
}
