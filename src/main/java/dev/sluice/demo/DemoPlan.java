package dev.sluice.demo;

import java.util.Random;

/**
 * What happens to one item on its way into the topics. One in a hundred each: its logits never come, its sample never
 * comes, its sample comes twice, its logits come twice.
 *
 * @param sampleCopies how often the sample is sent, 0 to 2
 * @param logitsCopies how often the logits are sent, 0 to 2
 */
record DemoPlan(int sampleCopies, int logitsCopies) {

    private static final DemoPlan NO_LOGITS = new DemoPlan(1, 0);
    private static final DemoPlan NO_SAMPLE = new DemoPlan(0, 1);
    private static final DemoPlan SAMPLE_TWICE = new DemoPlan(2, 1);
    private static final DemoPlan LOGITS_TWICE = new DemoPlan(1, 2);
    private static final DemoPlan USUAL = new DemoPlan(1, 1);

    static DemoPlan draw(Random random) {
        return switch (random.nextInt(100)) {
            case 0 -> NO_LOGITS;
            case 1 -> NO_SAMPLE;
            case 2 -> SAMPLE_TWICE;
            case 3 -> LOGITS_TWICE;
            default -> USUAL;
        };
    }

    boolean paired() {
        return sampleCopies > 0 && logitsCopies > 0;
    }
}
