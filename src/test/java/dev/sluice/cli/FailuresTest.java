package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class FailuresTest {

    @Command(name = "ask")
    static final class Ask implements Runnable {

        @Option(names = "--bootstrap-server", defaultValue = "127.0.0.1:9092")
        private String broker;

        @Override
        public void run() {
            throw new TimeoutException("Timeout expired while fetching topic metadata");
        }
    }

    @Test
    void shouldNameTheBrokerThatGaveNoAnswerAndWhatToDo() {
        StringWriter err = new StringWriter();
        int code = new CommandLine(new Ask())
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(Failures::failed)
                .execute("--bootstrap-server", "127.0.0.1:7");
        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "127.0.0.1:7: no answer in time (Timeout expired while fetching topic metadata):"
                                + " check that Kafka runs there and that --bootstrap-server names it\n");
    }
}
