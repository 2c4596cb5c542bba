package dev.sluice.docs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
final class Shell {

    private Shell() {}

    /**
     * What came of it.
     *
     * @param exit its exit code
     * @param output standard output and error together
     */
    record Result(int exit, String output) {}

    /** Whether there is such a program on the path. */
    static boolean has(String program) {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            if (Path.of(directory, program).toFile().canExecute()) {
                return true;
            }
        }
        return false;
    }

    /** Runs in a folder, with more environment, for so long at most; then it and all its children are ended. */
    static Result run(Path folder, Map<String, String> environment, Duration atMost, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(process.getInputStream().readAllBytes());
            } catch (IOException cut) {
                return "(output lost: " + cut.getMessage() + ")";
            }
        });
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            return new Result(-1, output.join() + "\n(ended after " + atMost + ")");
        }
        return new Result(process.exitValue(), output.join());
    }
}
