package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SparseMatrixTest {

    @Test
    void shouldFindStoredCellsAndGiveZeroElsewhere() {
        SparseCounts counts = SparseCounts.of(new long[][] {{0, 5, 0}, {0, 0, 0}, {2, 0, 9}});
        assertThat(counts.get(0, 1)).isEqualTo(5);
        assertThat(counts.get(1, 1)).isZero();
        assertThat(counts.get(2, 2)).isEqualTo(9);
        assertThat(counts.rowSum(1)).isZero();
        assertThat(counts.rowSum(2)).isEqualTo(11);
        assertThat(counts.rowStarts()).containsExactly(0, 1, 1, 3);
    }

    @Test
    void shouldRefuseArraysThatAreNoMatrix() {
        assertThatThrownBy(() -> new SparseCounts(new int[] {0, 1, 1}, new int[] {2}, new long[] {1}))
                .as("column outside")
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SparseCounts(new int[] {0, 2, 2}, new int[] {1, 1}, new long[] {1, 1}))
                .as("column twice")
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SparseMatrix(new int[] {0, 1, 3}, new int[] {0, 1}, new double[] {1, 1}))
                .as("last row ends beyond the values")
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SparseMatrix(new int[] {0, 2, 1, 2}, new int[] {0, 1}, new double[] {1, 1}))
                .as("row ends before it starts")
                .isInstanceOf(IllegalArgumentException.class);
    }
}
