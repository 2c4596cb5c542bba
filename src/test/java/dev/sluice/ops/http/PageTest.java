package dev.sluice.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.avro.LetterCause;
import dev.sluice.judge.GuardRoute;
import dev.sluice.judge.Policies;
import dev.sluice.noise.Snapshots;
import dev.sluice.ops.Outside;
import dev.sluice.ops.Recent;
import dev.sluice.stream.Books;
import dev.sluice.stream.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the page shows, in a real browser. The pipeline is made up, the server and all else are real. With
 * {@code -Dsluice.regenerate=true} the picture of the README is taken anew.
 */
class PageTest {

    private static final int WIDTH = 1_280;
    private static final int HEIGHT = 800;
    private static final String BACKGROUND = "getComputedStyle(document.body).backgroundColor";

    private static Browser browser;

    private final Stage stage = Scene.play();
    private OpsServer server;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void serve() throws Exception {
        server = stage.serve(null);
        browser.complaints().clear();
        browser.prefersDark(false);
        browser.open("http://127.0.0.1:" + server.address().getPort() + "/", WIDTH, HEIGHT);
        shows("kind", "healthy");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> browser.eval("document.querySelectorAll('#joint td').length")
                        .equals("9"));
    }

    @AfterEach
    void close() throws Exception {
        browser.call("Page.navigate", "url", "about:blank");
        server.close();
    }

    private void shows(String id, String text) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(browser.text(id)).contains(text));
    }

    @Test
    void shouldShowTheVerdictAboveTheFoldAndLetNothingElseIn() throws Exception {
        assertThat(browser.text("cause")).isEqualTo("everything is accounted for");
        assertThat(Double.parseDouble(
                        browser.eval("document.getElementById('verdict').getBoundingClientRect().bottom")))
                .isLessThan(100);
        assertThat(browser.eval(
                        "performance.getEntriesByType('resource').every(r => r.name.startsWith(location.origin))"))
                .isEqualTo("true");
        assertThat(browser.eval("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo("true");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldDrawSharesAndThresholdsWithTheirChanges() throws Exception {
        assertThat(browser.eval("document.getElementById('rate').dataset.points"))
                .isEqualTo("60");
        assertThat(browser.eval("document.getElementById('rate').dataset.lines"))
                .isEqualTo("all; cat; dog; <b>owl</b>; baseline of all");
        assertThat(browser.eval("document.getElementById('rate').dataset.marks"))
                .isEqualTo("policy v2; main@2");
        assertThat(browser.eval("document.getElementById('thresholds').dataset.lines"))
                .isEqualTo("cat; dog; <b>owl</b>");
        // Lines are drawn, in several colours, and not just framed.
        assertThat(
                        Integer.parseInt(
                                browser.eval(
                                        "new Set(new Uint32Array(document.querySelector('#rate canvas').getContext('2d').getImageData(0, 0, 600, 160).data.buffer)).size")))
                .isGreaterThan(20);
        assertThat(browser.text("rate-note")).startsWith("Dashed: the usual share of all, 9.");
    }

    @Test
    void shouldShowTheBaselineOfTheChosenClass() throws Exception {
        browser.eval("const s = document.getElementById('class'); s.value = '1'; s.dispatchEvent(new Event('change'))");

        shows("rate-note", "the usual share of dog, 1");
        assertThat(browser.eval("document.getElementById('rate').dataset.lines"))
                .endsWith("baseline of dog");
    }

    @Test
    void shouldShowTheBooksAndTakeNothingFromATopicForMarkup() throws Exception {
        assertThat(browser.text("law"))
                .contains("decided quarantine\t238", "LABEL_RANGE 4", "EXPIRED 31", "out of balance\t0");
        assertThat(browser.text("joint")).contains("<b>owl</b>", "900");
        assertThat(browser.eval("document.querySelectorAll('main b').length")).isEqualTo("0");
        assertThat(browser.text("reasons")).contains("POSTERIOR 80", "RARE_CLASS");
        assertThat(browser.text("lag")).contains("0\t17\t2\t8\t10");
        assertThat(browser.text("weights")).contains("effective sample size");
        assertThat(browser.text("breakers")).isEqualTo("all closed");
        assertThat(browser.text("parts")).contains("registry\tok\tanswers");
        assertThat(browser.text("versions")).isEqualTo("snapshot 1.60, policy v2, main@2");
    }

    @Test
    void shouldNameEachCauseWithoutBeingAskedAgain() throws Exception {
        stage.reading =
                Scene.reading().elsewhere(5, Books.books().lost(Side.LOGITS, 2)).build();
        shows("kind", "us");
        assertThat(browser.text("cause")).contains("partition 5 is out of balance by 0 samples and 2 logits");
        assertThat(browser.eval("document.querySelector('#law .bad').textContent"))
                .isEqualTo("2");

        stage.reading = Scene.reading()
                .policy(Policies.policy().guard(.5, .8, GuardRoute.CLEAN).build())
                .snapshot(Snapshots.snapshot().rates(900, 1_000).build())
                .build();
        shows("kind", "data");
        assertThat(browser.text("cause")).startsWith("breaker over all samples is open");
        assertThat(browser.text("breakers")).contains("over all samples: 900 of 1000 suspected, limit 50 %");

        stage.reading = Scene.reading().build();
        stage.recent = new Recent(60_000, 500, 500, Map.of(LetterCause.NULL_KEY, 90L), Map.of(), Set.of());
        shows("cause", "90 of the last 1000 inputs are dead letters, most of them NULL_KEY");

        stage.recent = Recent.NONE;
        stage.outside = new Outside(Optional.empty(), Optional.of("refused"));
        shows("cause", "the schema registry does not answer: refused");
        assertThat(browser.text("kind")).isEqualTo("us");

        server.close();
        shows("cause", "this instance does not answer; what is below is old");
    }

    @Test
    void shouldBeUsableByKeyboard() throws Exception {
        browser.press("Tab");
        assertThat(browser.eval("document.activeElement.textContent")).isEqualTo("Skip to the charts");
        browser.press("Tab");
        assertThat(browser.eval("document.activeElement.id")).isEqualTo("theme");
        browser.press("Enter");
        assertThat(browser.eval("document.documentElement.dataset.theme")).isEqualTo("dark");
        browser.press("Tab");
        assertThat(browser.eval("document.activeElement.id")).isEqualTo("class");
        browser.press("Tab");
        assertThat(browser.eval("document.activeElement.id")).isEqualTo("rate");
        browser.press("Home");
        assertThat(browser.text("rate-read")).contains("all 14", "cat 1", "baseline of all 9");
        browser.press("ArrowRight");
        browser.press("ArrowLeft");
        assertThat(browser.eval("getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
    }

    @Test
    void shouldBeLightOrDarkAsThePersonPrefers() throws Exception {
        assertThat(browser.eval(BACKGROUND)).isEqualTo("rgb(255, 255, 255)");
        if (Boolean.getBoolean("sluice.regenerate")) {
            takePicture();
        }
        browser.prefersDark(true);
        await().untilAsserted(() -> assertThat(browser.eval(BACKGROUND)).isEqualTo("rgb(20, 23, 27)"));
        await().untilAsserted(() -> assertThat(browser.eval("document.getElementById('theme').ariaPressed"))
                .isEqualTo("true"));
        assertThat(browser.complaints()).isEmpty();
    }

    private void takePicture() throws Exception {
        close();
        stage.names = List.of("cat", "dog", "owl");
        serve();
        Files.write(Path.of("docs/ops-page.png"), browser.screenshot());
    }

    @Test
    void shouldAskForTheTokenAndThenShowThePipeline() throws Exception {
        server.close();
        server = stage.serve("a-token-of-some-length");
        browser.open("http://127.0.0.1:" + server.address().getPort() + "/", WIDTH, HEIGHT);
        shows("cause", "a token is needed");
        assertThat(browser.text("pipeline")).isEmpty();

        browser.eval("document.getElementById('token').value = 'a-token-of-some-length';"
                + " document.querySelector('#ask button').click()");
        shows("kind", "healthy");
        assertThat(browser.text("pipeline")).isEqualTo("pets");
    }
}
