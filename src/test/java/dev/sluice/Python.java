package dev.sluice;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds a Python that has what a test needs. The first on the path may be one that knows nothing of Debian's packages. */
public final class Python {

    private static final String DEBIANS = "/usr/bin/python3";
    private static final long SECONDS = 120;

    /**
     * What a script came to.
     *
     * @param exit its exit code
     * @param out lines of standard output
     * @param err standard error
     */
    public record Ran(int exit, List<String> out, String err) {}

    private final String program;

    private Python(String program) {
        this.program = program;
    }

    /** A Python that can import all of these; the calling test is skipped, and says so, where there is none. */
    public static Python with(String... modules) throws Exception {
        List<String> candidates = new ArrayList<>(List.of(DEBIANS));
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            candidates.add(folder + "/python3");
        }
        for (String candidate : candidates) {
            if (Files.isExecutable(Path.of(candidate))
                    && run(List.of(candidate, "-c", "import " + String.join(", ", modules)))
                                    .exit()
                            == 0) {
                return new Python(candidate);
            }
        }
        assumeTrue(
                false,
                "skipped: no python3 here has " + String.join(", ", modules)
                        + " (Debian: python3-confluent-kafka python3-avro python3-requests python3-numpy)");
        throw new AssertionError("not reached");
    }

    /** Runs a script to its end. */
    public Ran run(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program, script.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static Ran run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("python", ".out");
        Path err = Files.createTempFile("python", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(command + " does not end: " + Files.readString(err));
            }
            return new Ran(process.exitValue(), Files.readAllLines(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }
}
