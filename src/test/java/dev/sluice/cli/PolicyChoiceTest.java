package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.avro.Policy;
import dev.sluice.avro.PolicyAnswer;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.SpecException;
import dev.sluice.stream.PolicyLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyChoiceTest {

    private static final PipelineSpec PETS =
            PipelineLoader.parse("{name: pets, classes: [cat, dog], policy: {mode: shadow}}", Map.of());

    @TempDir
    private Path folder;

    private final PolicyChoice choice = choice("", "warmUp: {samples: 5}\nclasses: {cat: {quarantineAbove: 0.9}}");

    @Test
    void shouldFindVersionsAndTheOneInForce() {
        assertThat(choice.inForce().name()).isEqualTo("v2");
        assertThat(choice.find("v1").spec().warmUp().samples()).isEqualTo(1000);
        assertThat(choice.find("V2").policy(PETS).version()).isEqualTo(2);
        assertThat(choice.ofFile().spec().mode().name()).isEqualTo("SHADOW");
        assertThatThrownBy(() -> choice.find("v7"))
                .isInstanceOf(Misuse.class)
                .hasMessage("v7: no such policy in topic pets.policies, it holds v1, v2");
        assertThatThrownBy(() -> choice().find("v1")).hasMessageContaining("it holds none");
        assertThatThrownBy(() -> choice().inForce())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("the first `sluice run` seeds it");
    }

    @Test
    void shouldLayAFileOverThePolicyInForceUnlessItReplacesIt() throws IOException {
        String file = file("classes: {dog: {quarantineAbove: 0.8}}");

        PolicyChoice.Chosen change = choice.find(file);
        assertThat(change.version()).isEqualTo(3);
        assertThat(change.spec().warmUp().samples()).isEqualTo(5);
        assertThat(change.spec().classes()).containsOnlyKeys("cat", "dog");

        PolicyChoice.Chosen whole = choice.find(file, true, Map.of());
        assertThat(whole.spec().warmUp().samples()).isEqualTo(1000);
        assertThat(whole.spec().classes()).containsOnlyKeys("dog");
    }

    @Test
    void shouldLayValuesOverWhatIsNamed() throws IOException {
        Map<String, String> values = Map.of("policy.classes.cat", "null");

        assertThat(choice.find(null, false, values).spec().classes()).isEmpty();
        assertThat(choice.find(null, false, values).spec().warmUp().samples()).isEqualTo(5);
        assertThat(choice.find("v1", false, Map.of("policy.warmUp.samples", "7"))
                        .spec()
                        .warmUp()
                        .samples())
                .isEqualTo(7);
        assertThat(choice.find(file("mode: shadow"), false, values)
                        .spec()
                        .mode()
                        .name())
                .isEqualTo("SHADOW");
    }

    @Test
    void shouldNameEveryProblemOfAFile() throws IOException {
        String file = file("quarantineAbove: 2\nclasses: {cta: {}}");

        assertThat(choice.find(file).draft().good()).isFalse();
        assertThatThrownBy(() -> choice.find(file).spec())
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("2 problems")
                .hasMessageContaining("did you mean cat?");
    }

    // v1 .. refused .. v2 .. no change
    @Test
    void shouldTellTheHistoryInItsOrder() {
        PolicyAnswer refused =
                new PolicyAnswer("a", 1, List.of("this", "that"), 1, "mode: x", "anna", "a slip", 1_000L);
        PolicyAnswer same = new PolicyAnswer("b", 2, List.of(), 2, "", "anna", "again", 3_000L);

        assertThat(PolicyHistoryCommand.lines(new PolicyLog(choice.versions(), List.of(refused, same))))
                .containsExactly(
                        "v1  1970-01-01T00:00:00Z  me: because",
                        "refused  1970-01-01T00:00:01Z  anna: a slip",
                        "      this",
                        "      that",
                        "v2  1970-01-01T00:00:00Z  me: because",
                        "      warmUp.samples: 1000 -> 5",
                        "      classes.cat.quarantineAbove: (not set) -> 0.9",
                        "no change  1970-01-01T00:00:03Z  anna: again");
    }

    @Test
    void shouldSayWhatIsMissingBeforeAnythingIsAsked() throws IOException {
        String pipeline = Files.writeString(folder.resolve("pets.yaml"), "name: pets\nclasses: 2\n")
                .toString();

        assertThat(Ran.with("policy", "set", "-f", pipeline).err()).startsWith("say what to set");
        assertThat(Ran.with("policy", "set", "v1", "-f", pipeline, "--execute").err())
                .startsWith("--why TEXT is missing");
        Ran two = Ran.with("policy", "set", "v1", "--policy", "v2", "-f", pipeline);
        assertThat(two.err()).startsWith("two policies are named, v1 and --policy v2");
        assertThat(two.code()).isEqualTo(2);
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("change.yaml"), yaml).toString();
    }

    private static PolicyChoice choice(String... yamls) {
        TreeMap<Integer, Policy> versions = new TreeMap<>();
        for (String yaml : yamls) {
            int version = versions.size() + 1;
            String whole = PipelineLoader.parsePolicy("p", yaml.isEmpty() ? "{}" : yaml)
                    .yaml();
            versions.put(version, new Policy(version, "h", whole, "me", "because", 0L, null));
        }
        return new PolicyChoice(PETS, versions);
    }
}
