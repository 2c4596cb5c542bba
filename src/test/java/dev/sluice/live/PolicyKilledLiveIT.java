package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Policy;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.live.Commands.Ran;
import dev.sluice.stream.ControlTopics;
import dev.sluice.stream.Pipeline;
import dev.sluice.stream.PolicyLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A process that is killed between a request for a policy and its answer")
class PolicyKilledLiveIT {

    private static final int ROWS = 1_200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    // process:  seeds v1 .. stopped .......... killed
    // request:                       written
    // next:                                           answers: v2, once, whoever starts later
    @Test
    void shouldBeAnsweredOnceByWhoComesNext() throws Exception {
        Live live = STACK.pipeline("asked", Map.of());
        Commands commands = new Commands(live, Map.of());
        ControlTopics control = new ControlTopics(live.connection, live.spec);
        assertThat(commands.run("policy", "set", "--set", "policy.mode=shadow").err())
                .contains("holds no policy yet");
        Process victim = OwnProcess.run(live, STACK.folder().resolve("victim"));
        try {
            await().atMost(PATIENCE).until(() -> control.policies().size() == 1);
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(victim.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            Ran asked = commands.run(
                    "policy", "set", "--set", "policy.mode=shadow", "--why", "first look", "--execute", "--wait", "4");
            assertThat(asked.code()).isEqualTo(1);
            assertThat(asked.err()).contains("waiting for the learner", "no answer within 4 s: the request stands");
        } finally {
            victim.destroyForcibly();
            assertThat(victim.waitFor()).as("killed, not ended").isNotZero();
        }
        assertThat(control.policies()).hasSize(1);

        Pipeline next = live.start(1);
        await().atMost(PATIENCE).until(() -> control.policies().size() == 2);
        Policy second = control.policies().get(2);
        assertThat(second.getWhy()).isEqualTo("first look");
        assertThat(second.getYaml()).startsWith("mode: shadow");
        await().atMost(PATIENCE).until(() -> next.policy().version() == 2);
        live.running();
        live.load(new GeneratedRows(ROWS, 10, 5), ArrivalOrder.ofFile(ROWS)).atRest(2L * ROWS, ROWS);
        assertThat(live.read(live.spec.cleanTopic(), CleanSample.class))
                .hasSize(ROWS)
                .allMatch(row -> row.getDecision().getPolicyVersion() == 2);

        live.stop(next);
        assertThat(commands.run("policy", "set", "v1", "--why", "nobody is there", "--execute")
                        .err())
                .contains("no instance of asked runs");
        live.start(1);
        live.running().atRest(2L * ROWS, ROWS);
        PolicyLog log = control.policyLog();
        assertThat(log.policies()).hasSize(2);
        assertThat(log.answers()).isEmpty();
    }

    // the file says enforce .. v1; somebody sets shadow .. v2; started again with the file .. says so, and may adopt it
    // .. v3
    @Test
    void shouldSayHowTheFileDiffersAndAdoptItWhenToldTo() throws Exception {
        Live live = STACK.pipeline("differs", Map.of());
        Commands commands = new Commands(live, Map.of());
        ControlTopics control = new ControlTopics(live.connection, live.spec);
        Pipeline first = live.start(1);
        await().atMost(PATIENCE).until(() -> control.policies().size() == 1);
        assertThat(commands.run("policy", "set", "--set", "policy.mode=shadow", "--why", "look", "--execute")
                        .out())
                .startsWith("policy v2 in force");
        live.stop(first);
        Path state = STACK.folder().resolve("adopting");

        Process adopting = OwnProcess.run(live, state, "--adopt-policy");
        try {
            await().atMost(PATIENCE).until(() -> control.policies().size() == 3);
            assertThat(control.policies().get(3).getWhy()).isEqualTo("adopted from the pipeline file");
            assertThat(Files.readString(Path.of(state + ".log")))
                    .contains("policy v2 of topic differs.policies is in force; the file's differs and becomes v3:")
                    .contains("mode: shadow -> enforce");
            assertThat(commands.run("policy", "diff").out()).contains("v3 (in force) -> the file: no difference");
        } finally {
            adopting.destroy();
            adopting.waitFor();
        }
    }
}
