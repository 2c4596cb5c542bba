package dev.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.Logits;
import dev.sluice.avro.Sample;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.PipelineLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairedRowsTest {

    private final PairedRows rows = new PairedRows(2, PipelineLoader.parse("{name: a, classes: 2}", Map.of()));

    @Test
    void shouldArriveWhenTheSecondHalfComesAndNameThePlaceAmongTheSamples() {
        sample("a", 0);
        logits("b", "1");
        sample("b", 1);
        logits("a", "2");

        assertThat(rows.size()).isEqualTo(2);
        assertThat(List.of(rows.id(0), rows.id(1))).containsExactly("b", "a");
        assertThat(List.of(rows.fileRow(0), rows.fileRow(1))).containsExactly(1, 0);
        assertThat(List.of(rows.label(0), rows.label(1))).containsExactly(1, 0);
        assertThat(List.of(scored(0).model(), scored(1).model()))
                .containsExactly(new ModelKey("main", "1"), new ModelKey("main", "2"));
        assertThat(rows.unpaired()).isEqualTo(Unpaired.NONE);
    }

    @Test
    void shouldKeepTheFirstOfTwoBeforeAndAfterThePair() {
        sample("a", 0);
        sample("a", 1);
        logits("a", "1");
        logits("a", "2");
        sample("a", 1);

        assertThat(rows.size()).isEqualTo(1);
        assertThat(rows.label(0)).isZero();
        assertThat(scored(0).model().version()).isEqualTo("1");
        assertThat(rows.unpaired()).isEqualTo(new Unpaired(0, 0, 2, 1));
    }

    @Test
    void shouldCountWhatFindsNoPartner() {
        sample("a", 0);
        sample("b", 0);
        logits("c", "1");

        assertThat(rows.size()).isZero();
        assertThat(rows.unpaired()).isEqualTo(new Unpaired(2, 1, 0, 0));
        assertThat(rows.unpaired().total()).isEqualTo(3);
    }

    @Test
    void shouldKeepWhatEachLineSaysOfItsLogits() {
        rows.add(Logits.newBuilder()
                .setSampleId("a")
                .setModelId("main")
                .setLogits(List.of(1f, -2f))
                .setOutOfSample(true)
                .setPresentation(3)
                .build());
        logits("b", "1");
        sample("a", 1);
        sample("b", 1);

        assertThat(scored(0).logits()).containsExactly(1f, -2f);
        assertThat(rows.presentation(0)).isEqualTo(3);
        assertThat(scored(0).outOfSample()).isTrue();
        assertThat(scored(1).outOfSample()).isFalse();
    }

    private ScoredLogits scored(int index) {
        return rows.scored(index).get(0);
    }

    private void sample(String id, int label) {
        rows.add(Sample.newBuilder().setSampleId(id).setLabel(label).build());
    }

    private void logits(String id, String version) {
        rows.add(Logits.newBuilder()
                .setSampleId(id)
                .setModelId("main")
                .setModelVersion(version)
                .setLogits(List.of(0f, 1f))
                .build());
    }
}
