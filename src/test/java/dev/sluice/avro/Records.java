package dev.sluice.avro;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** One small record of each kind, with every field set, for tests. */
public final class Records {

    private Records() {}

    public static Sample sample() {
        return Sample.newBuilder()
                .setSampleId("s-1")
                .setLabel(3)
                .setPayload(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setPayloadRef("file:///s-1.png")
                .setContentType("image/png")
                .setFeatures(PrimitiveLists.list(0.5f, -1.25f))
                .setAnnotatorId("ann")
                .setSource("web")
                .setGroupId("g7")
                .setAttributes(Map.of("split", "train"))
                .build();
    }

    public static Logits logits() {
        return Logits.newBuilder()
                .setSampleId("s-1")
                .setModelId("main")
                .setModelVersion("7")
                .setLogits(PrimitiveLists.list(1.5f, -2f, 0.25f))
                .setOutOfSample(true)
                .setPresentation(2)
                .build();
    }

    public static Decision decision() {
        return Decision.newBuilder()
                .setSampleId("s-1")
                .setPresentation(2)
                .setRoute(Route.QUARANTINE)
                .setWeight(0)
                .setPWrong(0.75)
                .setGivenLabel(3)
                .setSuggestedLabel(5)
                .setReasons(List.of("CONFIDENT_OTHER"))
                .setGates(List.of("HOLD_EXPIRED"))
                .setSnapshotVersion("1.17")
                .setSnapshotHash("00112233445566ff")
                .setPolicyVersion(1)
                .setPolicyHash("aabb")
                .setClassListHash("ccdd")
                .setPartition(2)
                .setSequence(99)
                .setSampleOffset(4711)
                .setSampleTime(1_700_000_000_000L)
                .setEvidence(List.of(new EvidenceRef("main", "7", 4712L, 1_700_000_000_001L, true, 3)))
                .setMissingModels(List.of("second"))
                .setRepeat(true)
                .setSamplePartition(1)
                .build();
    }

    public static CleanSample clean() {
        return CleanSample.newBuilder()
                .setSample(sample())
                .setLabel(3)
                .setWeight(1)
                .setSoftLabel(PrimitiveLists.list(0.25f, 0.75f))
                .setOrigin(Origin.RELEASE)
                .setDecision(decision())
                .build();
    }

    public static QuarantinedSample quarantined() {
        return new QuarantinedSample(sample(), Origin.RELEASE, decision());
    }

    public static Leftover leftover() {
        return new Leftover(
                "s-1",
                Side.LOGITS,
                LeftoverReason.EXPIRED,
                "waited 10m",
                "q.logits",
                2,
                5L,
                1_700_000_000_000L,
                "main",
                "7");
    }

    public static Policy policy() {
        return new Policy(1, "aabb", "mode: enforce\n", "me", "first", 1_700_000_000_000L, "0c1d");
    }

    public static PolicyRequest policyRequest() {
        return new PolicyRequest("0c1d", 3, "mode: shadow\n", "me", "second", 1_700_000_000_000L);
    }

    public static PolicyAnswer policyAnswer() {
        return new PolicyAnswer(
                "0c1d", 4, List.of("v4 came between"), 3, "mode: shadow\n", "me", "second", 1_700_000_000_001L);
    }

    public static TallyRow tallyRow() {
        return new TallyRow(
                1,
                2,
                -3L,
                "main",
                "7",
                4,
                10L,
                1L << 33,
                PrimitiveLists.list(4, 7),
                PrimitiveLists.list(8L, 1L),
                new BatchEnd(12L, 11L),
                7L,
                new SampledRow("photo-1", true, PrimitiveLists.list(1, 4), PrimitiveLists.list(-0.5f, 2.25f), -1.5f),
                new SuspicionBlock(3, 64, PrimitiveLists.list(9L, 2L), PrimitiveLists.list(1L, 0L)));
    }

    public static Snapshot snapshot() {
        return new Snapshot(
                1,
                17L,
                "00112233445566ff",
                2,
                "ccdd",
                List.of(new Coverage(0, 5L, 4L)),
                List.of(new ModelStatistics(
                        "main",
                        "7",
                        5L,
                        PrimitiveLists.list(3L, 2L),
                        PrimitiveLists.list(0.5, 0.75),
                        PrimitiveLists.list(0, 1, 2),
                        PrimitiveLists.list(0, 1),
                        PrimitiveLists.list(3L, 2L),
                        PrimitiveLists.list(0, 1, 2),
                        PrimitiveLists.list(0, 1),
                        PrimitiveLists.list(1.0, 1.0),
                        PrimitiveLists.list(0.5, 0.5),
                        posterior())),
                new RecentRates(
                        3,
                        20L,
                        7L,
                        PrimitiveLists.list(0, 1),
                        PrimitiveLists.list(5L, 4L),
                        PrimitiveLists.list(1L, 0L)),
                rescaler());
    }

    private static Rescaler rescaler() {
        return new Rescaler(
                5L,
                List.of("main 1"),
                floats(52, 0.5f),
                floats(19, 0.25f),
                floats(19, 2f),
                floats(361, -0.125f),
                floats(19, 1.5f),
                floats(19, 0.75f),
                floats(38, 0.375f),
                floats(2, -1f),
                floats(2, 3f),
                PrimitiveLists.list(1, 0),
                PrimitiveLists.list(2.5f, 1f),
                PrimitiveLists.list(0.125f, 0.5f),
                PrimitiveLists.list(0.75f, 0.25f));
    }

    private static List<Float> floats(int count, float first) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = first + i / 64f;
        }
        return PrimitiveLists.list(values);
    }

    private static Posterior posterior() {
        return new Posterior(
                5L,
                0.5f,
                PrimitiveLists.list(0.25f, -0.25f),
                PrimitiveLists.list(0.5f, -0.5f, -0.5f, 0.5f),
                PrimitiveLists.list(0.75f, 0.875f),
                PrimitiveLists.list(0.25f, 0.125f),
                PrimitiveLists.list(0.5f, 0.5f),
                PrimitiveLists.list(0, 1, 1),
                PrimitiveLists.list(1),
                PrimitiveLists.list(0.0625),
                0.1875f,
                0.03125f,
                1.5f,
                new ReferenceRows(
                        PrimitiveLists.list(1, 0),
                        PrimitiveLists.list(2.5f, 1f),
                        PrimitiveLists.list(0.125f, 0.5f),
                        PrimitiveLists.list(0.75f, 0.25f)));
    }

    public static SnapshotChunk snapshotChunk() {
        return new SnapshotChunk(1, 17L, "0123456789abcdef", 2, ByteBuffer.wrap(new byte[] {4, 5, 6}));
    }

    public static SnapshotEnd snapshotEnd() {
        return new SnapshotEnd(1, 17L, "0123456789abcdef", 3, 4711L);
    }
}
