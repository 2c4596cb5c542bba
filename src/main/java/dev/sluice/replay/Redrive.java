package dev.sluice.replay;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import dev.sluice.stream.LetterCheck;
import dev.sluice.stream.ReplayProducer;
import dev.sluice.stream.SettledTopic;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Sends dead letters whose cause is gone back to the input that they came from.
 *
 * <p>Whether the cause is gone, the filter's own rules say: the raw record is read as if it came now. It is sent as a new
 * input, placed by its key, with the time of now, without the headers of the letter, and with one that says where it stood at first. So
 * the law needs no new term: the old input ended as a letter, and the new one will have a fate of its own.
 *
 * <p>At most once: a receipt beside the letter is in the transaction that sends it ({@link Receipts}), and receipts are read
 * after this run has taken over the transactional id.
 */
public final class Redrive {

    /** Header of an input that was a letter: topic, partition and offset where it stood at first, with colons between. */
    public static final String ORIGIN = "sluice.redriven";

    private static final String ERRORS = "__streams.errors.";
    private static final String CAUSE = "sluice.cause";
    private static final String DETAIL = "sluice.detail";
    private static final String FUTURE = "sluice.future-timestamp";
    private static final int REPORT_EVERY = 1_000;

    private final Connection connection;
    private final PipelineSpec spec;
    private final LetterCheck check;
    private final String cause;
    private final boolean execute;
    private final LongSupplier clock;
    private final Map<TopicPartition, Slice> slices = new HashMap<>();
    private final SortedMap<String, Long> redriven = new TreeMap<>();
    private final SortedMap<String, Long> stays = new TreeMap<>();
    private long letters;
    private long before;
    private long samples;

    /**
     * @param cause only letters of this cause, null for all
     * @param execute whether to do it, and not only to say what would be done
     * @param clock milliseconds since the epoch
     */
    public Redrive(
            Connection connection,
            Registry registry,
            PipelineSpec spec,
            String cause,
            boolean execute,
            LongSupplier clock) {
        this.connection = connection;
        this.spec = spec;
        this.check = new LetterCheck(spec, registry);
        this.cause = cause;
        this.execute = execute;
        this.clock = clock;
    }

    /**
     * Does it, or says what would be done.
     *
     * @throws ReplayException when the registry cannot be asked, or a record is no letter of this pipeline
     */
    public RedriveReport run(LongConsumer progress) {
        if (!execute) {
            return read(null, progress);
        }
        try (ReplayProducer producer = new ReplayProducer(connection, spec.name() + "-redrive", "redrive")) {
            RedriveReport report = read(producer, progress);
            producer.commit();
            return report;
        }
    }

    private RedriveReport read(ReplayProducer producer, LongConsumer progress) {
        SettledTopic.await(connection, spec.deadLettersTopic());
        Receipts receipts = new Receipts();
        try (BoundedReader reader = new BoundedReader(connection)) {
            List<TopicPartition> partitions = reader.partitions(spec.deadLettersTopic());
            Map<TopicPartition, Long> begins = reader.begins(partitions);
            reader.ends(partitions)
                    .forEach((partition, end) -> slices.put(partition, new Slice(begins.get(partition), end)));
            reader.read(slices, record -> {
                if (Receipts.isReceipt(record.headers())) {
                    receipts.add(record);
                }
            });
            reader.read(slices, record -> {
                if (!Receipts.isReceipt(record.headers())) {
                    letter(record, receipts, producer);
                    if (++letters % REPORT_EVERY == 0) {
                        progress.accept(letters);
                    }
                }
            });
        }
        return new RedriveReport(letters, before, redriven, stays, samples);
    }

    private void letter(ConsumerRecord<byte[], byte[]> letter, Receipts receipts, ReplayProducer producer) {
        if (receipts.contains(letter)) {
            before++;
            return;
        }
        String why = header(letter, CAUSE);
        if (cause != null && !cause.equals(why)) {
            return;
        }
        String topic = header(letter, ERRORS + "topic");
        if (!topic.equals(spec.topics().samples())
                && !topic.equals(spec.topics().logits())) {
            throw new ReplayException(place(letter) + ": came from topic " + topic
                    + ", which this pipeline does not read: is this the pipeline's file?");
        }
        Headers headers = headers(letter);
        Optional<BadRecordException> fault = fault(letter, topic, headers);
        if (fault.isPresent()) {
            stays.merge(fault.get().letterCause().name(), 1L, Long::sum);
            return;
        }
        redriven.merge(why, 1L, Long::sum);
        samples += topic.equals(spec.topics().samples()) ? 1 : 0;
        if (producer != null) {
            producer.send(Receipts.of(letter, clock.getAsLong()));
            producer.sendRow(
                    new ProducerRecord<>(topic, null, clock.getAsLong(), letter.key(), letter.value(), headers));
        }
    }

    private Optional<BadRecordException> fault(ConsumerRecord<byte[], byte[]> letter, String topic, Headers headers) {
        try {
            return check.fault(topic, letter.key(), letter.value(), headers);
        } catch (RegistryUnavailableException away) {
            throw new ReplayException(away.getMessage() + " Nothing of the open transaction was sent", away);
        }
    }

    /** Those of the input, and its origin. A stamp from the future is news of the past once that time has come. */
    private Headers headers(ConsumerRecord<byte[], byte[]> letter) {
        Headers headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            boolean ours = header.key().startsWith(ERRORS)
                    || header.key().equals(CAUSE)
                    || header.key().equals(DETAIL)
                    || header.key().equals(ORIGIN)
                    || header.key().equals(FUTURE) && due(header);
            if (!ours) {
                headers.add(header);
            }
        }
        String origin = header(letter, ERRORS + "topic") + ":" + header(letter, ERRORS + "partition") + ":"
                + header(letter, ERRORS + "offset");
        headers.add(ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    private boolean due(Header stamp) {
        long tolerance = spec.pairing().futureTolerance().toMillis();
        return Long.parseLong(new String(stamp.value(), StandardCharsets.UTF_8)) <= clock.getAsLong() + tolerance;
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw new ReplayException(
                    place(letter) + ": has no header " + name + "; nobody but the pipeline may write there");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String place(ConsumerRecord<byte[], byte[]> letter) {
        return letter.topic() + " partition " + letter.partition() + " offset " + letter.offset();
    }
}
