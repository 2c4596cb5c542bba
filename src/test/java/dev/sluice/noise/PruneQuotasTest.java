package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PruneQuotasTest {

    @Test
    void shouldLeaveAJointAloneThatKeepsEnough() {
        SparseCounts joint = SparseCounts.of(new long[][] {{5, 2, 0}, {0, 1, 0}, {1, 0, 9}});
        assertThat(PruneQuotas.of(joint, 1)).isEqualTo(joint);
    }

    @Test
    void shouldTakeWhatTheDiagonalLacksFromTheOtherCells() {
        assertThat(row(new long[] {0, 3, 2})).containsExactly(1, 2, 1);
    }

    @Test
    void shouldTakeItWholeFromASingleCellAndCutFractionsOff() {
        assertThat(row(new long[] {0, 3, 0})).containsExactly(1, 2, 0);
        assertThat(row(new long[] {0, 3, 2, 2})).as("1/2 from each of three").containsExactly(1, 2, 1, 1);
    }

    @Test
    void shouldTakeALotFromEachOfTwoCells() {
        SparseCounts joint = SparseCounts.of(new long[][] {{0, 9, 8}, {0, 7, 0}, {0, 0, 7}});
        SparseCounts quotas = PruneQuotas.of(joint, 3);
        assertThat(quotas.get(0, 0)).isEqualTo(3);
        assertThat(quotas.get(0, 1)).as("3 / (2 - 1) is taken from each").isEqualTo(6);
        assertThat(quotas.get(0, 2)).isEqualTo(5);
    }

    @Test
    void shouldNeverGoBelowZero() {
        SparseCounts joint = SparseCounts.of(new long[][] {{0, 1}, {0, 4}});
        assertThat(PruneQuotas.of(joint, 3).get(0, 1)).isZero();
        assertThat(PruneQuotas.of(joint, 3).get(0, 0)).isEqualTo(3);
    }

    private static long[] row(long[] first) {
        long[][] dense = new long[first.length][first.length];
        for (int k = 1; k < first.length; k++) {
            dense[k][k] = 7;
        }
        dense[0] = first;
        SparseCounts quotas = PruneQuotas.of(SparseCounts.of(dense), 1);
        long[] row = new long[first.length];
        for (int k = 0; k < row.length; k++) {
            row[k] = quotas.get(0, k);
        }
        return row;
    }
}
