package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CalibratedJointTest {

    @Test
    void shouldRaiseAnEmptyDiagonalWhenNothingWasCounted() {
        SparseCounts calibrated = CalibratedJoint.of(SparseCounts.of(new long[3][3]), new long[] {4, 0, 7});
        assertThat(calibrated).isEqualTo(SparseCounts.of(new long[][] {{4, 0, 0}, {0, 0, 0}, {0, 0, 7}}));
    }

    @Test
    void shouldRaiseADiagonalAmongOtherCells() {
        SparseCounts joint = SparseCounts.of(new long[][] {{0, 3, 0}, {1, 0, 2}, {5, 4, 0}});
        SparseCounts calibrated = CalibratedJoint.of(joint, new long[] {4, 4, 10});
        assertThat(calibrated).isEqualTo(SparseCounts.of(new long[][] {{1, 3, 0}, {1, 1, 2}, {5, 4, 1}}));
    }

    @Test
    void shouldKeepTheLabelCountsWhenRowsAreScaled() {
        SparseCounts joint = SparseCounts.of(new long[][] {{70, 20, 10}, {1, 1, 1}, {0, 33, 67}});
        long[] counts = {1_234, 10, 99_999};
        SparseCounts calibrated = CalibratedJoint.of(joint, counts);
        for (int row = 0; row < 3; row++) {
            assertThat(calibrated.rowSum(row)).isEqualTo(counts[row]);
        }
    }

    @Test
    void shouldRefuseCountsOfAnotherSize() {
        assertThatThrownBy(() -> CalibratedJoint.of(SparseCounts.of(new long[3][3]), new long[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
