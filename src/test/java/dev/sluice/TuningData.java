package dev.sluice;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The tuning data that lies beside the project and is never part of it. Tests that need it skip without. */
public final class TuningData {

    private static final Path ROOT = Path.of("..", "shared", "data");

    private TuningData() {}

    /** A file of the tuning data; the calling test is skipped, and says so, where it is absent. */
    public static Path file(String folder, String name) {
        Path file = ROOT.resolve(folder).resolve(name);
        assumeTrue(Files.isRegularFile(file), () -> "skipped: tuning data is absent, " + file + " is needed");
        return file;
    }
}
