package dev.sluice.stream;

/** Which of the two input topics a record came from. */
public enum Side {
    SAMPLES("sample"),
    LOGITS("logits");

    private final String one;

    Side(String one) {
        this.one = one;
    }

    /** What one record of this side is called in a sentence. */
    String one() {
        return one;
    }

    Side other() {
        return this == SAMPLES ? LOGITS : SAMPLES;
    }

    dev.sluice.avro.Side avro() {
        return this == SAMPLES ? dev.sluice.avro.Side.SAMPLE : dev.sluice.avro.Side.LOGITS;
    }
}
