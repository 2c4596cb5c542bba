package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTrainingCommandTest {

    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        CommandLine line = SluiceCommand.commandLine();
        line.setErr(new PrintWriter(err, true)).setOut(new PrintWriter(new StringWriter(), true));
        return line.execute(words);
    }

    /** The tests run without PyTorch, as the service does. */
    @Test
    void shouldSayHowToPackPyTorch() {
        assertThat(run("bench", "training", "--seeds", "1")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("packed without PyTorch", "./mvnw -Ptraining -DskipTests package");
    }

    @Test
    void shouldRefuseNonsense() {
        assertThat(run("bench", "training", "--seeds", "0")).isEqualTo(ExitCode.MISUSE);
        assertThat(err.toString()).contains("--seeds 0 is outside 1..100");
        assertThat(run("bench")).isEqualTo(ExitCode.MISUSE);
    }
}
