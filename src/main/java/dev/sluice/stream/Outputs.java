package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.noise.ModelKey;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The ways out of the filter. Everything leaves through the task's own producer, in the transaction that also holds the
 * input offsets and the state.
 */
final class Outputs {

    static final String CLEAN = "to-clean";
    static final String QUARANTINE = "to-quarantine";
    static final String DECISIONS = "to-decisions";
    static final String LEFTOVERS = "to-leftovers";
    static final String LETTERS = "to-dead-letters";
    static final String TALLIES = "to-tallies";
    static final String SCORES = "to-logits";

    /** Of logits that we wrote ourselves: SHA-256 of the model's file. */
    static final String SCORED_BY = "sluice.scorer";

    /** Why a record became a letter, one of {@code LetterCause}. */
    static final String CAUSE = "sluice.cause";

    /** The same for a person. */
    static final String DETAIL = "sluice.detail";

    private static final String ERRORS = "__streams.errors.";

    private final ProcessorContext<byte[], byte[]> context;
    private final Ledger ledger;
    private final RecordEncoder<Leftover> leftovers;

    Outputs(ProcessorContext<byte[], byte[]> context, Ledger ledger, FilterPlan plan) {
        this.context = context;
        this.ledger = ledger;
        this.leftovers = new RecordEncoder<>(plan.schemas().leftover(), Leftover.getClassSchema());
    }

    void send(String sink, String key, byte[] value, long time) {
        send(sink, key.getBytes(StandardCharsets.UTF_8), value, time);
    }

    private void send(String sink, byte[] key, byte[] value, long time) {
        // Headers of the input must not travel into an output: they would repeat with every hop.
        context.forward(new Record<>(key, value, time, new RecordHeaders()), sink);
    }

    /** Logits that the scorer gave; they come back as an input. */
    void scores(String id, byte[] value, long time, String sha256) {
        Headers headers = new RecordHeaders();
        put(headers, SCORED_BY, sha256);
        context.forward(new Record<>(id.getBytes(StandardCharsets.UTF_8), value, time, headers), SCORES);
    }

    /** One row for an input that ends without a decision. */
    void leftover(String id, Origin origin, ModelKey model, LeftoverReason reason, String detail) {
        Leftover row = new Leftover();
        row.setSampleId(id);
        row.setSide(origin.side().avro());
        row.setReason(reason);
        row.setDetail(detail);
        row.setTopic(origin.topic());
        row.setPartition(origin.partition());
        row.setOffset(origin.offset());
        row.setTime(origin.time());
        if (model != null) {
            row.setModelId(model.id());
            row.setModelVersion(model.version());
        }
        ledger.leftover(origin.side(), reason);
        send(LEFTOVERS, id, leftovers.encode(row), origin.time());
    }

    /** The raw record with its place and cause, stamped now: a letter is news, whatever its own stamp says. */
    void letter(RawInput raw, BadRecordException fault) {
        Headers headers = new RecordHeaders(raw.headers().toArray());
        Origin origin = raw.origin();
        put(headers, ERRORS + "exception", fault.getClass().getName());
        put(headers, ERRORS + "message", fault.detail());
        put(headers, ERRORS + "topic", origin.topic());
        put(headers, ERRORS + "partition", Integer.toString(origin.partition()));
        put(headers, ERRORS + "offset", Long.toString(origin.offset()));
        put(headers, CAUSE, fault.letterCause().name());
        put(headers, DETAIL, fault.detail());
        ledger.letter(origin.side(), fault.letterCause());
        context.forward(new Record<>(raw.key(), raw.value(), context.currentSystemTimeMs(), headers), LETTERS);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
