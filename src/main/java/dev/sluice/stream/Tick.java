package dev.sluice.stream;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The in-band end of a bounded load: a record that moves one topic's clock and is never counted. It carries its time in a
 * header, since its own stamp must be one that brokers accept.
 */
public final class Tick {

    /** Name of the header; its value is decimal milliseconds since the epoch. */
    public static final String HEADER = "sluice.tick";

    private Tick() {}

    /** The tick's time, or nothing when this is an ordinary record. A malformed tick is an ordinary record. */
    public static OptionalLong time(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return OptionalLong.empty();
        }
        try {
            long time = Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
            return time < 0 ? OptionalLong.empty() : OptionalLong.of(time);
        } catch (NumberFormatException notATick) {
            return OptionalLong.empty();
        }
    }

    /** The header's value for a tick at the given time. */
    public static byte[] value(long timeMillis) {
        return Long.toString(timeMillis).getBytes(StandardCharsets.UTF_8);
    }
}
