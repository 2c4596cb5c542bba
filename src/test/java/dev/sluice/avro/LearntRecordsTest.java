package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.noise.Coverage;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.NoiseModel;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.SparseCounts;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Snapshots and tallies come back from their topics as they were, and damage is seen. */
class LearntRecordsTest {

    private static final TallyKey KEY = new TallyKey(-3, new ModelKey("main", "7"), 4);

    private final ControlCodec<dev.sluice.avro.Snapshot> snapshots = new ControlCodec<>(dev.sluice.avro.Snapshot.class);
    private final ControlCodec<dev.sluice.avro.TallyRow> tallies = new ControlCodec<>(dev.sluice.avro.TallyRow.class);

    @Test
    void shouldGiveTheSnapshotBack() throws Exception {
        Snapshot snapshot = snapshot();

        Snapshot back = SnapshotRecords.fromAvro(snapshots.decode(snapshots.encode(SnapshotRecords.toAvro(snapshot))));

        assertThat(back).isEqualTo(snapshot);
    }

    @Test
    void shouldGiveAnEmptySnapshotBack() throws Exception {
        Snapshot empty = Snapshot.of(new SnapshotVersion(1, 1), 3, "list", List.of(), List.of());

        assertThat(SnapshotRecords.fromAvro(snapshots.decode(snapshots.encode(SnapshotRecords.toAvro(empty)))))
                .isEqualTo(empty);
    }

    @Test
    void shouldRefuseASnapshotWhoseContentIsNotWhatItsHashSays() {
        dev.sluice.avro.Snapshot record = SnapshotRecords.toAvro(snapshot());
        record.getModels().get(0).getThresholds().set(0, 0.123);

        assertThatThrownBy(() -> SnapshotRecords.fromAvro(record))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("snapshot 2.17 says hash " + snapshot().hash());
    }

    @Test
    void shouldRefuseASnapshotThatContradictsItself() {
        dev.sluice.avro.Snapshot record = SnapshotRecords.toAvro(snapshot());
        record.setClasses(5);

        assertThatThrownBy(() -> SnapshotRecords.fromAvro(record))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("contradicts itself");
    }

    @Test
    void shouldRefuseASnapshotWithoutArraysThatBelongTogether() {
        dev.sluice.avro.Snapshot record = SnapshotRecords.toAvro(snapshot());
        record.getModels().get(0).setJointRowStarts(List.of());

        assertThatThrownBy(() -> SnapshotRecords.fromAvro(record)).isInstanceOf(BadRecordException.class);
    }

    @Test
    void shouldGiveATallyBack() throws Exception {
        TallyRow row = TallyRow.of(10, 0, 1L << 33, new int[] {4, 7}, new long[] {8, 1});

        dev.sluice.avro.TallyRow back = tallies.decode(tallies.encode(TallyRecords.toAvro(1, 2, KEY, row)));

        assertThat(TallyRecords.isEnd(back)).isFalse();
        assertThat(TallyRecords.key(back)).isEqualTo(KEY);
        assertThat(TallyRecords.row(back)).isEqualTo(row);
    }

    @Test
    void shouldGiveAnEndMarkerBack() throws Exception {
        dev.sluice.avro.TallyRow back = tallies.decode(tallies.encode(TallyRecords.end(1, 2, 12, 11)));

        assertThat(TallyRecords.isEnd(back)).isTrue();
        assertThat(TallyRecords.coverage(back)).isEqualTo(new Coverage(2, 12, 11));
    }

    @Test
    void shouldRefuseATallyThatContradictsItself() {
        dev.sluice.avro.TallyRow descending = Records.tallyRow();
        descending.setJointClasses(PrimitiveLists.list(7, 4));
        dev.sluice.avro.TallyRow overtaken = TallyRecords.end(1, 2, 3, 3);
        overtaken.getEnd().setJudged(4);

        assertThatThrownBy(() -> TallyRecords.row(descending)).isInstanceOf(BadRecordException.class);
        assertThatThrownBy(() -> TallyRecords.coverage(overtaken)).isInstanceOf(BadRecordException.class);
        assertThatThrownBy(() -> TallyRecords.key(TallyRecords.end(1, 2, 3, 3))).isInstanceOf(BadRecordException.class);
    }

    private static Snapshot snapshot() {
        SparseCounts joint = SparseCounts.of(new long[][] {{6, 1}, {0, 3}});
        long[] counts = {8, 3};
        return Snapshot.of(
                new SnapshotVersion(2, 17),
                2,
                "list",
                List.of(new Coverage(0, 7, 6), new Coverage(1, 4, 4)),
                List.of(new ModelStatistics(
                        new ModelKey("main", "7"),
                        11,
                        counts,
                        new double[] {0.8, 0.7},
                        joint,
                        NoiseModel.of(joint, counts))));
    }
}
