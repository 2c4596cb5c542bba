package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutedRowsTest {

    private final RoutedRows rows = new RoutedRows(17, 300);
    private final RecordBody<Sample> bodies = new RecordBody<>(Sample.class);

    private static Sample sample() {
        Sample sample = new Sample();
        sample.setSampleId("größe");
        sample.setLabel(3);
        sample.setPayload(ByteBuffer.wrap(new byte[] {9, 8, 7}));
        sample.setFeatures(List.of(1f, 2.5f));
        sample.setAttributes(Map.of("k", "v"));
        return sample;
    }

    private static Decision decision() {
        Decision decision = new Decision();
        decision.setSampleId("größe");
        decision.setPresentation(1);
        decision.setRoute(Route.QUARANTINE);
        decision.setWeight(.25);
        decision.setPWrong(.75);
        decision.setGivenLabel(3);
        decision.setSuggestedLabel(4);
        decision.setReasons(List.of("CONFIDENT_OTHER"));
        decision.setGates(List.of());
        decision.setSnapshotVersion("1.2");
        decision.setSnapshotHash("abc");
        decision.setPolicyVersion(1);
        decision.setPolicyHash("def");
        decision.setClassListHash("ghi");
        decision.setPartition(2);
        decision.setSequence(5);
        decision.setSampleOffset(6);
        decision.setSampleTime(7);
        decision.setEvidence(List.of(new EvidenceRef("main", "1", 8L, 9L, true, null)));
        decision.setMissingModels(List.of("other"));
        return decision;
    }

    @Test
    void shouldWriteTheBytesThatAvroWritesForAWholeCleanSample() {
        CleanSample whole = new CleanSample();
        whole.setSample(sample());
        whole.setLabel(3);
        whole.setWeight(.25);
        whole.setOrigin(Origin.RELEASE);
        whole.setDecision(decision());
        byte[] expected = new RecordEncoder<CleanSample>(17, CleanSample.getClassSchema()).encode(whole);
        assertThat(rows.clean(bodies.encode(sample()), 3, .25, Origin.RELEASE, decision()))
                .isEqualTo(expected);
    }

    @Test
    void shouldWriteTheBytesThatAvroWritesForAWholeQuarantinedSample() {
        QuarantinedSample whole = new QuarantinedSample();
        whole.setSample(sample());
        whole.setOrigin(Origin.LIVE);
        whole.setDecision(decision());
        byte[] expected = new RecordEncoder<QuarantinedSample>(300, QuarantinedSample.getClassSchema()).encode(whole);
        for (int again = 0; again < 2; again++) {
            assertThat(rows.quarantine(bodies.encode(sample()), Origin.LIVE, decision()))
                    .isEqualTo(expected);
        }
    }
}
