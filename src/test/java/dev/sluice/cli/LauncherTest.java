package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./sluice}, with stand-ins for Java and Maven that say how they were called. */
class LauncherTest {

    private static final String REFUSAL = "sluice: needs Java 17 or newer, but ";

    @TempDir
    Path directory;

    private Path project;

    @BeforeEach
    void aProjectWithItsLauncher() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: the launcher needs /bin/bash");
        project = Files.createDirectories(directory.resolve("a project"));
        Files.createDirectories(project.resolve("src/main"));
        Files.createDirectories(project.resolve("schemas"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        script(project.resolve("sluice"), Files.readString(Path.of("sluice")));
        script(project.resolve("mvnw"), """
                #!/bin/bash
                mkdir -p target/lib && touch target/sluice.jar
                echo "[INFO] --- compiler:3:compile (default) @ sluice ---"
                echo "[INFO] a line that nobody needs"
                echo built >> builds
                """);
    }

    @Test
    void shouldRefuseAnOlderJavaAndSayWhatItNeedsAndFound() throws Exception {
        Path java8 = java("1.8.0_392");
        Path java11 = java("11.0.20");

        assertThat(start(java8)).isEqualTo(new Ended(1, "", refusal(java8, "1.8.0_392")));
        assertThat(start(java11)).isEqualTo(new Ended(1, "", refusal(java11, "11.0.20")));
        assertThat(project.resolve("builds")).doesNotExist();
    }

    @Test
    void shouldRefuseAJavaHomeWithoutJava() throws Exception {
        assertThat(start(directory.resolve("nowhere")).err())
                .startsWith("sluice: JAVA_HOME is " + directory.resolve("nowhere"));
    }

    @Test
    void shouldBuildOnFirstUseAndShowItsStepsOnStandardError() throws Exception {
        Ended ended = start(java("17.0.15"), "demo", "--samples", "2 000");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("-jar " + project.resolve("target/sluice.jar") + " demo --samples 2 000");
        assertThat(ended.err())
                .contains("first use, building", "  compiling", "sluice: built in")
                .doesNotContain("nobody needs");
    }

    @Test
    void shouldBuildAgainOnlyWhenSourcesAreNewer() throws Exception {
        Path java = java("25-ea");
        start(java);
        assertThat(start(java).err()).isEmpty();

        Files.writeString(project.resolve("src/main/New.java"), "class New {}");
        Files.setLastModifiedTime(
                project.resolve("src/main/New.java"), FileTime.fromMillis(System.currentTimeMillis() + 60_000));

        assertThat(start(java).err()).contains("sources changed, building");
        assertThat(Files.readAllLines(project.resolve("builds"))).hasSize(2);
    }

    @Test
    void shouldKeepTheWorkingDirectoryAndFollowSymbolicLinks() throws Exception {
        Path link = Files.createSymbolicLink(
                directory.resolve("link"),
                Files.createSymbolicLink(directory.resolve("inner"), Path.of("a project/sluice")));
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));

        Ended ended = start(link, elsewhere, java("21.0.2"), "-Xmx123m -Da=b", List.of("run"));

        assertThat(ended.out())
                .contains("in " + elsewhere.toRealPath())
                .contains("-Xmx123m -Da=b -jar " + project.toRealPath().resolve("target/sluice.jar") + " run");
    }

    @Test
    void shouldShowTheEndOfAFailedBuildAndNotStart() throws Exception {
        script(
                project.resolve("mvnw"),
                "#!/bin/bash\necho '[ERROR] Sluice.java:[3,1] class expected'\nmkdir -p target\nexit 1\n");

        Ended ended = start(java("17"), "run");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("the build failed, the whole log is in", "Sluice.java:[3,1] class expected");
    }

    private static String refusal(Path home, String version) {
        return REFUSAL + home.resolve("bin/java") + " is " + version + ": set JAVA_HOME to a JDK 17 or newer\n";
    }

    /** A home of a Java of this version, that prints how it was started. */
    private Path java(String version) throws IOException {
        Path home = directory.resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        script(home.resolve("bin/java"), """
                #!/bin/bash
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-01-01' >&2; exit; fi
                echo "in $PWD: $*"
                """.formatted(version));
        script(home.resolve("bin/javac"), "#!/bin/bash\n");
        return home;
    }

    private Ended start(Path javaHome, String... arguments) throws Exception {
        return start(project.resolve("sluice"), directory, javaHome, "", List.of(arguments));
    }

    private Ended start(Path launcher, Path workingDirectory, Path javaHome, String options, List<String> arguments)
            throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("JAVA_OPTS", options);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private record Ended(int code, String out, String err) {}
}
