package dev.sluice.live;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a pipeline of quickstart.yaml in a process of its own, which a test may kill. */
final class OwnProcess {

    private OwnProcess() {}

    static Process run(Live live, Path state, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.Sluice",
                "run",
                "-f",
                "topologies/quickstart.yaml",
                "--state-dir",
                state.toString(),
                "--bootstrap-server",
                live.connection.bootstrapServers(),
                "--schema-registry",
                live.connection.schemaRegistry()));
        for (String key : List.of("name", "topics.samples", "topics.logits")) {
            String topic = live.spec.name() + (key.equals("name") ? "" : key.substring("topics".length()));
            command.addAll(List.of("--set", key + "=" + topic));
        }
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(state + ".log"))
                .start();
    }
}
