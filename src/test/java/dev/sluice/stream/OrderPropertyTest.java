package dev.sluice.stream;

import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Leftover;
import dev.sluice.spec.PairingSpec.OnRepeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under one snapshot and policy, what becomes of a stream does not depend on the order in which it arrives. */
class OrderPropertyTest {

    private static final int ORDERS = 1_000;
    private static final long MINUTE = 60_000;
    private static final long WAIT = 10 * MINUTE;
    private static final long ROUND = 60 * MINUTE;
    private static final long SEED = 20260701;

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{onTimeout: judge}", "{onRepeat: every}", "{onTimeout: judge, onRepeat: every}"})
    void shouldDecideAndLeaveTheSameWhenSeveralModelsAnswerInAnyOrder(String pairing) {
        try (FilterHarness pipeline = FilterHarness.of("classes: 3\nmodels: [{id: main}, {id: side}]\npairing: "
                + pairing + "\npolicy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0}}\n"
                + "learning: {maxAhead: 1000000000}\n")) {
            long start = -(ORDERS + 2) * ROUND;
            pipeline.pipe(sample("warm").at(start))
                    .pipe(
                            logits("warm").at(start),
                            logits("warm").model("side", "1").at(start));
            for (int beat = 0; beat < 3; beat++) {
                pipeline.pass(Duration.ofSeconds(2)).shuttle();
            }
            pipeline.pass(FilterProcessor.BEAT);
            assertThat(pipeline.clean()).hasSize(1);

            Random random = new Random(SEED);
            TreeSet<String> first = null;
            for (int round = 0; round < ORDERS / 4; round++) {
                List<Runnable> stream = streamOfTwoModels(pipeline, round, start + (round + 1) * ROUND);
                Collections.shuffle(stream, random);
                stream.forEach(Runnable::run);
                pipeline.tick(start + (round + 1) * ROUND + 3 * WAIT + 1);
                TreeSet<String> fates = fates(pipeline);
                first = first == null ? fates : first;
                assertThat(fates).as("seed %s, order %s", SEED, round).isEqualTo(first);
            }
            assertThat(first).hasSizeGreaterThanOrEqualTo(24);
            assertThat(pipeline.ledger().pending()).isZero();
        }
    }

    /** Samples with logits of one or both models, within the wait of each other; with numbered second showings. */
    private static List<Runnable> streamOfTwoModels(FilterHarness pipeline, int round, long at) {
        Random random = new Random(7);
        List<Runnable> stream = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String id = round + "/" + i;
            int label = random.nextInt(3);
            long sampleAt = at + random.nextLong(WAIT / 2);
            stream.add(() -> pipeline.pipe(sample(id).label(label).at(sampleAt)));
            for (int showing = 1; showing <= 2; showing++) {
                for (String model : List.of("main", "side")) {
                    float[] scores = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
                    long logitsAt = at + random.nextLong(WAIT / 2);
                    Given.LogitsBuilder row = logits(id)
                            .model(model, "1")
                            .values(scores)
                            .showing(showing)
                            .at(logitsAt);
                    // Second showings only where the pipeline tells them apart: elsewhere the first to come wins.
                    if (random.nextInt(4) > 0
                            && (showing == 1 || pipeline.spec.pairing().onRepeat() == OnRepeat.EVERY)) {
                        stream.add(() -> pipeline.pipe(row));
                    }
                }
            }
        }
        return stream;
    }

    // One long-lived pipeline: every round is an hour later than the one before and has ids of its own.
    @Test
    void shouldDecideAndLeaveTheSameWhenAStreamWithinTheWaitArrivesInAnyOrder() {
        try (FilterHarness pipeline = FilterHarness.of("classes: 3\n"
                + "policy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0}}\n"
                + "learning: {maxAhead: 1000000000}\n")) {
            long start = -(ORDERS + 2) * ROUND;
            pipeline.pipe(sample("warm").at(start)).pipe(logits("warm").at(start));
            for (int beat = 0; beat < 3; beat++) {
                pipeline.pass(Duration.ofSeconds(2)).shuttle();
            }
            pipeline.pass(FilterProcessor.BEAT);
            assertThat(pipeline.clean()).hasSize(1);

            Random random = new Random(SEED);
            TreeSet<String> first = null;
            for (int round = 0; round < ORDERS; round++) {
                long at = start + (round + 1) * ROUND;
                List<Runnable> stream = stream(pipeline, round, at);
                Collections.shuffle(stream, random);
                stream.forEach(Runnable::run);
                pipeline.tick(at + 2 * WAIT + 1);
                TreeSet<String> fates = fates(pipeline);
                first = first == null ? fates : first;
                assertThat(fates).as("seed %s, order %s", SEED, round).isEqualTo(first);
            }
            assertThat(first).hasSize(40 + 2 * 6);
            assertThat(pipeline.ledger().pending()).isZero();
        }
    }

    // samples   |-- shuffled, each third record twice --|  tick  |-- late ones, shuffled --|
    @Test
    void shouldDecideAndLeaveTheSameWhenDuplicatesAndLateOnesComeInAnyOrder() {
        try (FilterHarness pipeline = FilterHarness.of("classes: 3\n"
                + "policy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0}}\n"
                + "learning: {maxAhead: 1000000000}\n")) {
            long start = -(ORDERS + 2) * ROUND;
            pipeline.pipe(sample("warm").at(start)).pipe(logits("warm").at(start));
            for (int beat = 0; beat < 3; beat++) {
                pipeline.pass(Duration.ofSeconds(2)).shuttle();
            }
            pipeline.pass(FilterProcessor.BEAT);
            assertThat(pipeline.clean()).hasSize(1);

            Random random = new Random(SEED);
            List<String> first = null;
            for (int round = 0; round < ORDERS; round++) {
                long at = start + (round + 1) * ROUND;
                List<Runnable> stream = stream(pipeline, round, at);
                for (int i = stream.size() - 1; i >= 0; i -= 3) {
                    stream.add(stream.get(i));
                }
                Collections.shuffle(stream, random);
                stream.forEach(Runnable::run);
                pipeline.tick(at + 2 * WAIT + 1);
                List<Runnable> late = lateOnes(pipeline, round, at);
                Collections.shuffle(late, random);
                late.forEach(Runnable::run);
                List<String> fates = sorted(pipeline);
                first = first == null ? fates : first;
                assertThat(fates).as("seed %s, order %s", SEED, round).isEqualTo(first);
            }
            assertThat(first)
                    .filteredOn(fate -> fate.contains("LATE"))
                    .as("halves alone, and far apart, after their time")
                    .hasSize(2 + 2 * 2);
            assertThat(first).filteredOn(fate -> fate.contains("DUPLICATE")).hasSizeGreaterThan(10);
            assertThat(first).filteredOn(fate -> fate.contains("SUPERSEDED")).hasSizeGreaterThan(10);
            assertThat(first)
                    .filteredOn(fate -> fate.startsWith("clean") || fate.startsWith("quarantine"))
                    .hasSize(40);
            assertThat(pipeline.ledger().pending()).isZero();
            assertThat(pipeline.ledger().samplesOutOfBalance()).isZero();
            assertThat(pipeline.ledger().logitsOutOfBalance()).isZero();
        }
    }

    /** After their time is over: repeats of what is decided, halves alone, and halves too far from each other. */
    private static List<Runnable> lateOnes(FilterHarness pipeline, int round, long at) {
        List<Runnable> late = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String known = round + "/" + i;
            late.add(() -> pipeline.pipe(sample(known).at(at)));
            late.add(() -> pipeline.pipe(logits(known).at(at)));
        }
        late.add(() -> pipeline.pipe(sample(round + "/alone-s").at(at)));
        late.add(() -> pipeline.pipe(logits(round + "/alone-l").at(at)));
        for (int i = 0; i < 2; i++) {
            String apart = round + "/apart-" + i;
            late.add(() -> pipeline.pipe(sample(apart).at(at - WAIT)));
            late.add(() -> pipeline.pipe(logits(apart).at(at + 1)));
        }
        return late;
    }

    /** With repeats, which a set would swallow. */
    private static List<String> sorted(FilterHarness pipeline) {
        List<String> fates = new ArrayList<>();
        pipeline.clean().forEach(row -> fates.add("clean " + fate(row.getDecision())));
        pipeline.quarantine().forEach(row -> fates.add("quarantine " + fate(row.getDecision())));
        pipeline.leftovers()
                .forEach(row -> fates.add(
                        "leftover " + index(row.getSampleId()) + " " + row.getSide() + " " + row.getReason()));
        Collections.sort(fates);
        return fates;
    }

    /** 40 pairs up to the whole wait apart, and 6 of each side that stay alone. */
    private static List<Runnable> stream(FilterHarness pipeline, int round, long at) {
        Random random = new Random(7);
        List<Runnable> stream = new ArrayList<>();
        for (int i = 0; i < 52; i++) {
            String id = round + "/" + i;
            int label = random.nextInt(3);
            float[] scores = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
            long sampleAt = at + (i == 0 ? 0 : random.nextLong(WAIT + 1));
            long logitsAt = at + (i == 0 ? WAIT : random.nextLong(WAIT + 1));
            if (i < 46) {
                stream.add(() -> pipeline.pipe(sample(id).label(label).at(sampleAt)));
            }
            if (i < 40 || i >= 46) {
                stream.add(() -> pipeline.pipe(logits(id).values(scores).at(logitsAt)));
            }
        }
        return stream;
    }

    private static TreeSet<String> fates(FilterHarness pipeline) {
        TreeSet<String> fates = new TreeSet<>();
        pipeline.clean().forEach(row -> fates.add("clean " + fate(row.getDecision())));
        pipeline.quarantine().forEach(row -> fates.add("quarantine " + fate(row.getDecision())));
        for (Leftover row : pipeline.leftovers()) {
            fates.add("leftover " + index(row.getSampleId()) + " " + row.getSide() + " " + row.getModelId() + " "
                    + row.getTime() % ROUND + " " + row.getReason());
        }
        return fates;
    }

    private static String fate(Decision decision) {
        return index(decision.getSampleId()) + "#" + decision.getPresentation() + " " + decision.getMissingModels()
                + " "
                + decision.getPWrong() + " " + decision.getSuggestedLabel() + " "
                + decision.getReasons() + " " + decision.getSnapshotVersion();
    }

    private static String index(String id) {
        return id.substring(id.indexOf('/') + 1);
    }
}
