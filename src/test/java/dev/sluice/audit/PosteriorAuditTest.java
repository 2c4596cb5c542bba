package dev.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.GeneratedStream;
import dev.sluice.noise.IssueFilter;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.PosteriorModel;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The posterior in batch: learnt from all rows, then read for each of them. */
class PosteriorAuditTest {

    private static final ModelKey MODEL = new ModelKey("main", "1");
    private final GeneratedStream stream = GeneratedStream.draw(5, 12_000, .2, 4);
    private final ListedRows rows = new ListedRows(stream.given(), stream.probabilities());
    private final double[] cuts = {.5, .5, .5, .5, .5};

    @Test
    void shouldNotDependOnTheNumberOfThreads() {
        AuditResult one = Audit.posterior(rows, MODEL, cuts, 1);
        for (int threads : new int[] {2, 3, 8}) {
            AuditResult many = Audit.posterior(rows, MODEL, cuts, threads);
            assertThat(many.issues()).containsExactly(one.issues());
            assertThat(many.learnt()).isEqualTo(one.learnt());
            assertThat(many.expectedWrong()).isEqualTo(one.expectedWrong());
        }
    }

    @Test
    void shouldFlagTheRowsAboveTheCutTheMostSuspectFirst() {
        cuts[2] = .9;
        AuditResult result = Audit.posterior(rows, MODEL, cuts, 2);
        PosteriorModel learnt = result.learnt().posterior().orElseThrow();
        double[] logOdds = IntStream.range(0, rows.size())
                .mapToDouble(row -> learnt.logOdds(rows.logits(row), stream.given()[row]))
                .toArray();
        int[] expected = IntStream.range(0, rows.size())
                .filter(row -> PosteriorModel.probability(logOdds[row]) > cuts[stream.given()[row]])
                .boxed()
                .sorted((a, b) -> Double.compare(logOdds[b], logOdds[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(Arrays.stream(result.issues()).sorted())
                .containsExactlyElementsOf(
                        Arrays.stream(expected).sorted().boxed().toList());
        assertThat(result.issues()[0]).isEqualTo(expected[0]);
        assertThat(result.expectedWrong().orElseThrow())
                .isCloseTo(
                        Arrays.stream(logOdds).map(PosteriorModel::probability).sum(), within(1e-3));
    }

    @Test
    void shouldFindTheWrongLabelsAndTheirNumber() {
        AuditResult result = Audit.posterior(rows, MODEL, cuts, 2);
        long wrong = IntStream.range(0, rows.size())
                .filter(row -> stream.given()[row] != stream.truth()[row])
                .count();
        long hits = Arrays.stream(result.issues())
                .filter(row -> stream.given()[row] != stream.truth()[row])
                .count();
        assertThat(2.0 * hits / (wrong + result.issues().length)).isGreaterThan(.8);
        assertThat(result.expectedWrong().orElseThrow() / wrong).isBetween(.8, 1.2);
    }

    @Test
    void shouldLearnThePosteriorBesideAFilterOnlyWhenAsked() {
        AuditResult with = Audit.run(rows, MODEL, IssueFilter.BOTH, true, 2);
        AuditResult without = Audit.run(rows, MODEL, IssueFilter.BOTH, 2);
        assertThat(with.learnt().posterior())
                .isEqualTo(Audit.posterior(rows, MODEL, cuts, 2).learnt().posterior());
        assertThat(without.learnt().posterior()).isEmpty();
        assertThat(with.issues()).containsExactly(without.issues());
    }
}
