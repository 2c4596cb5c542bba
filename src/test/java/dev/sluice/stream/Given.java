package dev.sluice.stream;

import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builders of input records: {@code sample("a").label(3).at(t)}. Times are ms after {@link #T0}. */
final class Given {

    /** An arbitrary start of event time. */
    static final long T0 = 1_700_000_000_000L;

    private Given() {}

    static SampleBuilder sample(String id) {
        return new SampleBuilder(id);
    }

    static LogitsBuilder logits(String id) {
        return new LogitsBuilder(id);
    }

    static final class SampleBuilder {
        final String id;
        int label;
        long time = T0;
        byte[] payload;
        float[] features;

        SampleBuilder(String id) {
            this.id = id;
        }

        SampleBuilder label(int label) {
            this.label = label;
            return this;
        }

        SampleBuilder at(long afterStart) {
            this.time = T0 + afterStart;
            return this;
        }

        SampleBuilder payload(String text) {
            this.payload = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        SampleBuilder features(float... values) {
            this.features = values;
            return this;
        }

        SampleBuilder payload(int bytes) {
            this.payload = new byte[bytes];
            return this;
        }

        Sample record() {
            Sample record = new Sample();
            record.setSampleId(id);
            record.setLabel(label);
            record.setPayload(payload == null ? null : ByteBuffer.wrap(payload));
            record.setFeatures(features == null ? null : PrimitiveLists.list(features));
            record.setAttributes(Map.of());
            return record;
        }
    }

    static final class LogitsBuilder {
        final String id;
        String model = "main";
        String version = "1";
        float[] values = {0, 0, 0};
        boolean outOfSample = true;
        int presentation;
        long time = T0;

        LogitsBuilder(String id) {
            this.id = id;
        }

        LogitsBuilder model(String model, String version) {
            this.model = model;
            this.version = version;
            return this;
        }

        LogitsBuilder values(float... values) {
            this.values = values;
            return this;
        }

        LogitsBuilder showing(int presentation) {
            this.presentation = presentation;
            return this;
        }

        LogitsBuilder inSample() {
            this.outOfSample = false;
            return this;
        }

        LogitsBuilder at(long afterStart) {
            this.time = T0 + afterStart;
            return this;
        }

        Logits record() {
            Logits record = new Logits();
            record.setSampleId(id);
            record.setModelId(model);
            record.setModelVersion(version);
            List<Float> boxed = new ArrayList<>();
            for (float value : values) {
                boxed.add(value);
            }
            record.setLogits(boxed);
            record.setOutOfSample(outOfSample);
            record.setPresentation(presentation);
            return record;
        }
    }
}
