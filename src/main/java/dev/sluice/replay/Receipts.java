package dev.sluice.replay;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Which letters have been sent again. For each a receipt stands in the topic of letters itself, written in the transaction that
 * sent it: so it lives as long as the letter does, whatever becomes of the inputs.
 */
final class Receipts {

    /** Header of a receipt: partition and offset of the letter, with a colon between. */
    private static final String RECEIPT = "sluice.redriven.letter";

    private final Set<String> redriven = new HashSet<>();

    /** Whether a record of the topic of letters is a receipt, and no letter. */
    static boolean isReceipt(Headers headers) {
        return headers.lastHeader(RECEIPT) != null;
    }

    /** Takes a receipt. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        Header letter = record.headers().lastHeader(RECEIPT);
        redriven.add(new String(letter.value(), StandardCharsets.UTF_8));
    }

    boolean contains(ConsumerRecord<byte[], byte[]> letter) {
        return redriven.contains(place(letter));
    }

    /** The receipt for a letter, beside it. */
    static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> letter, long time) {
        ProducerRecord<byte[], byte[]> receipt =
                new ProducerRecord<>(letter.topic(), letter.partition(), time, letter.key(), (byte[]) null);
        receipt.headers().add(RECEIPT, place(letter).getBytes(StandardCharsets.UTF_8));
        return receipt;
    }

    private static String place(ConsumerRecord<byte[], byte[]> letter) {
        return letter.partition() + ":" + letter.offset();
    }
}
