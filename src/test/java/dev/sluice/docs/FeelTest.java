package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.cli.SluiceCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal notices: the Tab key, and colours where they can be seen and nowhere else. */
class FeelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ESCAPE = "\u001B[";

    @TempDir
    Path folder;

    private static Shell.Result bash(Path folder, String script) throws Exception {
        return Shell.run(folder, Map.of(), PATIENCE, List.of("bash", "-c", script));
    }

    private Path completion() throws Exception {
        StringWriter out = new StringWriter();
        int code =
                SluiceCommand.commandLine().setOut(new PrintWriter(out, true)).execute("completion");
        assertThat(code).isZero();
        return Files.writeString(folder.resolve("completion"), out.toString());
    }

    private String completed(String... words) throws Exception {
        assumeTrue(Shell.has("bash"), "skipped: no bash");
        completion();
        // It says that it is not asked by a Tab key.
        String script = "source completion; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_sluice 2> /dev/null; echo ${COMPREPLY[@]}";
        Shell.Result result = bash(folder, script);
        assertThat(result.exit()).as(result.output()).isZero();
        return result.output().strip();
    }

    @Test
    void shouldCompleteCommandsAndTheirOptions() throws Exception {
        assertThat(completed("sluice", "mani")).isEqualTo("manifest");
        assertThat(completed("sluice", "policy", "s").split(" ")).containsExactlyInAnyOrder("show", "set");
        assertThat(completed("sluice", "run", "--http-t")).isEqualTo("--http-token-file");
        assertThat(completed("./sluice", "comp")).isEqualTo("completion");
    }

    private static String java(String... words) {
        return Path.of(System.getProperty("java.home"), "bin", "java") + " -cp '"
                + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                + "' dev.sluice.Sluice " + String.join(" ", words);
    }

    @Test
    void shouldColourOnlyOnATerminal() throws Exception {
        assumeTrue(Shell.has("script"), "skipped: no `script` to pretend a terminal with (Debian: bsdutils)");
        Files.writeString(folder.resolve("help.sh"), java("manifest", "--help"));
        String pretend = "script -qec 'bash help.sh' /dev/null < /dev/null";

        assertThat(bash(folder, "bash help.sh").output()).contains("Examples:").doesNotContain(ESCAPE);
        assertThat(bash(folder, "TERM=xterm " + pretend).output()).contains(ESCAPE);
        assertThat(bash(folder, "TERM=xterm NO_COLOR=1 " + pretend).output())
                .contains("Examples:")
                .doesNotContain(ESCAPE);
    }
}
