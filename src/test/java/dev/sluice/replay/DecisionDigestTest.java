package dev.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.Decision;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Records;
import dev.sluice.avro.Route;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionDigestTest {

    private static final int ROWS = 200;

    private static Decision row(int number, int partition) {
        Decision row = Records.decision();
        row.setSampleId("s-" + number);
        row.setWeight(1);
        row.setPartition(partition);
        return row;
    }

    private static List<Decision> rows(int partitions) {
        return new ArrayList<>(
                IntStream.range(0, ROWS).mapToObj(i -> row(i, i % partitions)).toList());
    }

    private static DecisionDigest digest(List<Decision> rows) {
        DecisionDigest digest = new DecisionDigest();
        rows.forEach(digest::add);
        return digest;
    }

    @Test
    void shouldBeTheSameInAnyOrder() {
        List<Decision> rows = rows(4);
        DecisionDigest inOrder = digest(rows);
        Collections.shuffle(rows, new Random(5));
        DecisionDigest shuffled = digest(rows);

        assertThat(shuffled.total().hex()).isEqualTo(inOrder.total().hex());
        assertThat(shuffled.byPartition().get(3).hex())
                .isEqualTo(inOrder.byPartition().get(3).hex());
    }

    @Test
    void shouldHaveTheSameTotalForAnyNumberOfPartitions() {
        DecisionDigest one = digest(rows(1));
        DecisionDigest seven = digest(rows(7));

        assertThat(seven.byPartition()).hasSize(7);
        assertThat(seven.total().hex()).isEqualTo(one.total().hex());
        assertThat(seven.total().rows()).isEqualTo(ROWS);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("one bit of the weight", row -> row.setWeight(Math.nextUp(row.getWeight()))),
                change("one bit of p_wrong", row -> row.setPWrong(Math.nextUp(row.getPWrong()))),
                change("the sign of a zero", row -> row.setPWrong(-0.0)),
                change("sample id", row -> row.setSampleId("another")),
                change("presentation", row -> row.setPresentation(3)),
                change("route", row -> row.setRoute(Route.CLEAN)),
                change("suggested label", row -> row.setSuggestedLabel(6)),
                change("reasons", row -> row.setReasons(List.of("CONFIDENT_OTHER", "SHADOW"))),
                change("snapshot version", row -> row.setSnapshotVersion("1.18")),
                change("no snapshot", row -> row.setSnapshotVersion(null)),
                change("snapshot hash", row -> row.setSnapshotHash("00112233445566fe")),
                change("policy version", row -> row.setPolicyVersion(2)),
                change("policy hash", row -> row.setPolicyHash("aabc")),
                change("gates", row -> row.setGates(List.of())),
                change("model version", row -> row.setEvidence(List.of(model("main", "8")))),
                change("one model more", row -> row.setEvidence(List.of(model("main", "7"), model("second", "1")))));
    }

    private static Arguments change(String what, Consumer<Decision> change) {
        return Arguments.of(what, change);
    }

    private static EvidenceRef model(String id, String version) {
        return new EvidenceRef(id, version, 4712L, 1_700_000_000_001L, true, 3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void shouldChangeWhenOneRowChanges(String what, Consumer<Decision> change) {
        List<Decision> rows = rows(4);
        if (what.contains("zero")) {
            rows.get(17).setPWrong(0);
        }
        String before = digest(rows).total().hex();
        change.accept(rows.get(17));

        assertThat(digest(rows).total().hex()).as(what).isNotEqualTo(before);
    }

    @Test
    void shouldNotChangeWhenOnlyThePlaceOfARowDoes() {
        List<Decision> rows = rows(4);
        String before = digest(rows).total().hex();
        rows.get(17).setSequence(12_345);
        rows.get(17).setSampleOffset(99);
        rows.get(17).setEvidence(List.of(new EvidenceRef("main", "7", 1L, 2L, true, null)));

        assertThat(digest(rows).total().hex()).isEqualTo(before);
    }

    @Test
    void shouldChangeWhenARowIsDoubledOrLost() {
        List<Decision> rows = rows(4);
        String before = digest(rows).total().hex();
        List<Decision> doubled = new ArrayList<>(rows);
        doubled.add(rows.get(3));
        // An exclusive or would forget a row that comes three times.
        List<Decision> tripled = new ArrayList<>(doubled);
        tripled.add(rows.get(3));
        List<String> all = List.of(
                before,
                digest(doubled).total().hex(),
                digest(tripled).total().hex(),
                digest(rows.subList(1, ROWS)).total().hex());

        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepTextsApartThatRunTogether() {
        Decision left = row(1, 0);
        left.setReasons(List.of("AB", "C"));
        Decision right = row(1, 0);
        right.setReasons(List.of("A", "BC"));

        assertThat(digest(List.of(left)).total().hex())
                .isNotEqualTo(digest(List.of(right)).total().hex());
    }

    @Test
    void shouldAddAsNumbersOf256Bits() {
        BigInteger modulus = BigInteger.ONE.shiftLeft(256);
        Random random = new Random(11);
        DigestSum sum = new DigestSum();
        BigInteger expected = BigInteger.ZERO;
        for (int i = 0; i < 1_000; i++) {
            byte[] hash = new byte[32];
            random.nextBytes(hash);
            if (i % 3 == 0) {
                Arrays.fill(hash, (byte) 0xff);
            }
            sum.add(hash);
            expected = expected.add(new BigInteger(1, hash)).mod(modulus);
        }
        DigestSum twice = new DigestSum();
        twice.add(sum);
        twice.add(sum);

        assertThat(new BigInteger(sum.hex(), 16)).isEqualTo(expected);
        assertThat(sum.hex()).hasSize(64);
        assertThat(new BigInteger(twice.hex(), 16))
                .isEqualTo(expected.add(expected).mod(modulus));
        assertThat(twice.rows()).isEqualTo(2_000);
    }
}
