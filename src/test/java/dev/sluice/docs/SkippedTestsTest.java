package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CI says of skipped tests, read from reports as Surefire writes them. */
class SkippedTestsTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void needShell() {
        assumeTrue(Shell.has("bash") && Shell.has("awk"), "no bash or no awk here");
    }

    @Test
    void shouldNameEverySkippedTestWithItsReason() throws Exception {
        report("TEST-a.xml", """
                <testcase name="shouldPass" classname="dev.sluice.A" time="0.1"/>
                <testcase name="shouldSkip" classname="dev.sluice.A" time="0.1">
                  <skipped message="Assumption failed: no &quot;kcat&quot; &amp; co here" type="T"><![CDATA[x: y -> z
                	at dev.sluice.A]]></skipped>
                </testcase>
                """);
        report("TEST-b.xml", "<testcase name=\"\" classname=\"dev.sluice.B\" time=\"0\">\n<skipped/>\n</testcase>");

        assertThat(skipped())
                .containsExactly("Skipped tests: 2", "  A.shouldSkip: no \"kcat\" & co here", "  B: no reason given");
    }

    @Test
    void shouldReadTheReasonFromTheTraceWhenTheTagHasNone() throws Exception {
        report("TEST-a.xml", """
                <testcase name="shouldSkip(long)[1]" classname="dev.sluice.A" time="0.1">
                  <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: \
                Assumption failed: a -> b is not here
                	at dev.sluice.A]]></skipped>
                  <system-out><![CDATA[<skipped/>]]></system-out>
                </testcase>
                <testcase name="shouldSkipToo" classname="dev.sluice.A" time="0.1">
                  <skipped type="T"><![CDATA[one line]]></skipped>
                </testcase>
                """);

        assertThat(skipped())
                .containsExactly(
                        "Skipped tests: 2",
                        "  A.shouldSkip(long)[1]: a -> b is not here",
                        "  A.shouldSkipToo: one line");
    }

    @Test
    void shouldSayThatNothingWasSkipped() throws Exception {
        report("TEST-a.xml", "<testcase name=\"shouldPass\" classname=\"dev.sluice.A\" time=\"0.1\"/>");

        assertThat(skipped()).containsExactly("Skipped tests: 0");
    }

    @Test
    void shouldNotCallAMissingReportNothingSkipped() throws Exception {
        assertThat(skipped()).containsExactly("Skipped tests: unknown, there are no reports");
    }

    private void report(String name, String testCases) throws IOException {
        Files.writeString(
                folder.resolve(name), "<?xml version=\"1.0\"?>\n<testsuite>\n" + testCases + "\n</testsuite>\n");
    }

    private List<String> skipped() throws IOException, InterruptedException {
        Shell.Result result = Shell.run(
                folder,
                Map.of(),
                Duration.ofSeconds(20),
                List.of(Project.path(".ci/skipped").toString(), folder.toString()));
        assertThat(result.exit()).as(result.output()).isZero();
        return result.output().lines().toList();
    }
}
