package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the house plan, and proves that each rule would notice: a second, planted house breaks every one of them. */
class ArchitectureTest {

    private static final String HOUSE = "dev.sluice";
    private static final String PLANTED = "dev.sluice.architecture.planted";

    private static JavaClasses house;
    private static JavaClasses planted;

    @BeforeAll
    static void shouldReadBothHouses() {
        house = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(HOUSE);
        planted = new ClassFileImporter().importPackages(PLANTED);
        assertThat(house).as("classes of the product").hasSizeGreaterThan(50);
        assertThat(planted).as("planted classes").hasSize(9);
    }

    static Stream<Arguments> rules() {
        HouseRules ours = new HouseRules(HOUSE);
        HouseRules theirs = new HouseRules(PLANTED);
        return Stream.of(
                Arguments.of("arrows", ours.arrows(), theirs.arrows(), "'noise' may not import 'judge'"),
                Arguments.of("arrows", ours.arrows(), theirs.arrows(), "package 'cellar' is not on the house plan"),
                Arguments.of("core", ours.core(), theirs.core(), "PureNoLonger"),
                Arguments.of("cycles", ours.acyclic(), theirs.acyclic(), "Cycle detected"),
                Arguments.of(
                        "registry client",
                        ours.registryClientOnlyIn("ConfluentRegistry", "RegistryTransport", "RegistryContents"),
                        theirs.registryClientOnlyIn("ConfluentRegistry", "RegistryContents"),
                        "KnowsTheClient"),
                Arguments.of(
                        "HTTP",
                        ours.httpOnlyIn("ops.http", "embedded"),
                        theirs.httpOnlyIn("ops.http", "embedded"),
                        "Serves"),
                Arguments.of("models", ours.modelsOnlyIn("score", "bench"), theirs.modelsOnlyIn("score"), "RunsModels"),
                Arguments.of("utilities", ours.noUtilities(), theirs.noUtilities(), "Hidden"),
                Arguments.of("static variables", ours.noStaticVariables(), theirs.noStaticVariables(), "counter"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void shouldKeepToTheHousePlan(String what, ArchRule rule) {
        rule.check(house);
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("rules")
    void shouldNoticeWhenTheHousePlanIsBroken(String what, ArchRule rule, ArchRule inPlanted, String found) {
        assertThatThrownBy(() -> inPlanted.check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(found);
    }

    @Test
    void shouldLetAnAllowedArrowPass() {
        assertThatThrownBy(() -> new HouseRules(PLANTED).arrows().check(planted))
                .hasMessageNotContaining("'judge' may not import 'noise'");
    }
}
