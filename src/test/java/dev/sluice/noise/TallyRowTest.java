package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyRowTest {

    private final TallyRow row = new TallyRow();

    @Test
    void shouldRoundSelfConfidenceToTheNearestUnit() {
        row.add(0.5, true);
        row.add(1.4 / TallyRow.UNITS, true);
        row.add(1.6 / TallyRow.UNITS, true);
        assertThat(row.selfConfidenceSum()).isEqualTo((1L << 31) + 1 + 2);
        assertThat(row.count()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1e-9, 1.0000001})
    void shouldRefuseSelfConfidenceThatIsNoProbabilityAndStayAsItWas(double selfConfidence) {
        row.add(0.25, true);
        TallyRow before = row.copy();
        assertThatThrownBy(() -> row.add(selfConfidence, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside 0..1");
        assertThat(row).isEqualTo(before);
    }

    @Test
    void shouldFailInsteadOfWrappingWhenTheSumIsFull() {
        TallyRow full = TallyRow.of(1L << 31, 0, Long.MAX_VALUE - 5, new int[0], new long[0]);
        TallyRow before = full.copy();
        assertThatThrownBy(() -> full.add(1, true)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> full.merge(TallyRow.of(1, 0, 100, new int[0], new long[0])))
                .isInstanceOf(ArithmeticException.class);
        assertThat(full).isEqualTo(before);
    }

    @Test
    void shouldListJointCellsByClassWhateverTheOrderOfCounting() {
        for (int trueClass : new int[] {7, 2, 7, 9_999, 0, 2, 7}) {
            row.countJoint(trueClass);
        }
        assertThat(row.jointClasses()).containsExactly(0, 2, 7, 9_999);
        assertThat(row.jointCounts()).containsExactly(1, 2, 3, 1);
    }

    @Test
    void shouldRefuseANegativeClass() {
        assertThatThrownBy(() -> row.countJoint(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotChangeWhenACopyOrAReturnedArrayIsChanged() {
        row.add(0.5, true);
        row.countJoint(1);
        TallyRow copy = row.copy();
        copy.countJoint(1);
        copy.add(0.1, true);
        row.jointClasses()[0] = 5;
        row.jointCounts()[0] = 5;
        assertThat(row).isEqualTo(TallyRow.of(1, 1, 1L << 31, new int[] {1}, new long[] {1}));
    }

    @Test
    void shouldDifferWhenAnyPartDiffers() {
        TallyRow base = TallyRow.of(3, 0, 100, new int[] {1, 4}, new long[] {2, 1});
        assertThat(base)
                .isEqualTo(TallyRow.of(3, 0, 100, new int[] {1, 4}, new long[] {2, 1}))
                .hasSameHashCodeAs(TallyRow.of(3, 0, 100, new int[] {1, 4}, new long[] {2, 1}))
                .isNotEqualTo(TallyRow.of(4, 0, 100, new int[] {1, 4}, new long[] {2, 1}))
                .isNotEqualTo(TallyRow.of(3, 0, 101, new int[] {1, 4}, new long[] {2, 1}))
                .isNotEqualTo(TallyRow.of(3, 0, 100, new int[] {1, 5}, new long[] {2, 1}))
                .isNotEqualTo(TallyRow.of(3, 0, 100, new int[] {1, 4}, new long[] {2, 2}))
                .isNotEqualTo(TallyRow.of(3, 0, 100, new int[] {1}, new long[] {2}));
    }

    @Test
    void shouldRefuseStoredContentThatIsNoRow() {
        assertThatThrownBy(() -> TallyRow.of(-1, 0, 0, new int[0], new long[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TallyRow.of(1, 0, 0, new int[] {2, 1}, new long[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TallyRow.of(1, 0, 0, new int[] {1}, new long[] {0}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TallyRow.of(1, 0, 0, new int[] {1}, new long[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
