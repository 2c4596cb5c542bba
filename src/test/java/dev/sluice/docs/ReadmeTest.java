package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import dev.sluice.cli.SluiceCommand;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Reason;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.PolicyChange;
import dev.sluice.stream.TopicPlan;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The reference in the README names what the code has, no more and no less. */
class ReadmeTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void shouldListEveryCommand() {
        assertThat(Readme.firstCells("Commands")).containsExactlyInAnyOrderElementsOf(commands());
    }

    @Test
    void shouldListEveryCauseOfALetter() {
        assertThat(Readme.firstCells("Dead letters")).containsExactlyElementsOf(names(LetterCause.values()));
    }

    @Test
    void shouldListEveryReasonOfTheJudge() {
        assertThat(Readme.firstCells("Why a sample was suspected, or was not"))
                .containsExactlyInAnyOrderElementsOf(names(Reason.values()));
    }

    @Test
    void shouldListEveryGate() {
        assertThat(Readme.firstCells("Gates and breakers")).containsExactlyElementsOf(names(Gate.values()));
    }

    @Test
    void shouldListEveryReasonOfALeftover() {
        assertThat(Readme.firstCells("Leftovers")).containsExactlyElementsOf(names(LeftoverReason.values()));
    }

    @Test
    void shouldListEveryTopicWithItsCleanup() {
        PipelineSpec spec = PipelineLoader.parse("classes: 2\n", Map.of("topics.decisions", "true"));
        List<String> planned = TopicPlan.of(spec).stream()
                .map(topic -> topic.name().replace(spec.name() + ".", "<name>.") + " " + topic.cleanup())
                .toList();
        List<String> listed = Readme.section("Topics")
                .lines()
                .filter(line -> line.startsWith("| `<name>"))
                .map(line -> line.split("\\|"))
                .flatMap(cells -> Arrays.stream(cells[1].replace("`", "").split(","))
                        .map(name -> name.strip() + " " + cells[3].strip()))
                .toList();

        assertThat(listed).containsExactlyElementsOf(planned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "RATIONALE.md", "docs/design.md"})
    void shouldLinkToWhatIsThere(String page) {
        var folder = Project.path(page).getParent();

        assertThat(LINK.matcher(Project.text(page)).results().map(match -> match.group(1)))
                .allSatisfy(target -> assertThat(Files.exists(folder.resolve(target)))
                        .as(target)
                        .isTrue());
    }

    @Test
    void shouldShowAPipelineThatIsOne() {
        PipelineSpec pets = PipelineLoader.parse("name: pets\nclasses: [cat, dog, bird]\n", Map.of());
        String change = "classes: {cat: {quarantineAbove: 0.9}}";

        assertThat(pets.classes().size()).isEqualTo(3);
        assertThat(PolicyChange.read("README", change)
                        .over(pets.policy(), pets)
                        .policy()
                        .classes())
                .containsOnlyKeys("cat");
        assertThat(Readme.text())
                .contains("name: pets\nclasses: [cat, dog, bird]\n")
                .contains("    " + change + "\n");
    }

    private static List<String> commands() {
        List<String> commands = new ArrayList<>();
        collect(SluiceCommand.commandLine(), "", commands);
        return commands;
    }

    private static void collect(CommandLine line, String path, List<String> commands) {
        line.getSubcommands().forEach((name, command) -> {
            if (command.getSubcommands().isEmpty()) {
                commands.add(path + name);
            } else {
                collect(command, path + name + " ", commands);
            }
        });
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }
}
