package dev.sluice.cli;

import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.spec.Connection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice stack}: a broker and a registry to try things on. */
@Command(
        name = "stack",
        sortOptions = false,
        description = {
            "Run a Kafka broker and a schema registry in this process, to try things on.",
            "They listen on this machine only, and are not for production. Ctrl-C ends them."
        },
        footerHeading = "%nExample:%n",
        footer = {"  sluice stack", "  sluice stack --data my-stack     goes on where it stopped, the next time"})
final class StackCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep data and schema ids in this directory. Without it they go when the stack ends.")
    private Path directory;

    @Option(
            names = "--kafka-port",
            paramLabel = "P",
            defaultValue = "9092",
            description = "Port of the broker, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "P",
            defaultValue = "8081",
            description = "Port of the schema registry, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int registryPort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        StopSignal stop = StopSignal.listen();
        PrintWriter out = spec.commandLine().getOut();
        try (EmbeddedStack stack = EmbeddedStack.start(kafkaPort, registryPort, directory)) {
            welcome(out, stack);
            stop.await();
        }
        out.println("The stack has ended.");
        out.flush();
        return ExitCode.DONE;
    }

    private void welcome(PrintWriter out, EmbeddedStack stack) {
        String where = elsewhere(stack);
        out.println("Kafka            " + stack.bootstrapServers());
        out.println("Schema registry  " + stack.registryUrl());
        out.println("Data             "
                + (directory == null ? "in a temporary place, gone when this ends (--data DIR keeps it)" : directory));
        out.println();
        out.println("In another terminal:");
        out.println("  ./sluice topics create -f topologies/quickstart.yaml" + where);
        out.println("  ./sluice run -f topologies/quickstart.yaml" + where);
        out.println();
        out.println("Ctrl-C ends it.");
        out.flush();
    }

    /** What other commands must be told when the ports are not those that they expect. */
    private static String elsewhere(EmbeddedStack stack) {
        StringBuilder options = new StringBuilder();
        if (!stack.bootstrapServers().equals(Connection.DEFAULT_BOOTSTRAP)) {
            options.append(" --bootstrap-server ").append(stack.bootstrapServers());
        }
        if (!stack.registryUrl().equals(Connection.DEFAULT_REGISTRY)) {
            options.append(" --schema-registry ").append(stack.registryUrl());
        }
        return options.toString();
    }
}
